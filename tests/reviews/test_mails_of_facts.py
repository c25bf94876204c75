"""Mails whose words depend on what is there: other reviews, another version, a day that is seen."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.formats import date_format

from accounts.guests import make_guest
from events import outbox
from reviews.mail_promises import promise_mail_to
from reviews.models import Reopening, Submission
from reviews.services import appealing, invitation_mails
from reviews.services.editor_days import give_editor_days
from reviews.services.reminding import remind_everybody
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    InvitationFactory,
    ReviewFactory,
    RevisionFactory,
    RoundFactory,
)
from tests.factories.times import NOW
from tests.mails.test_html_parts import off_address
from tests.reviews import appeals

pytestmark = pytest.mark.django_db
ADDRESS = "reviewer@example.org"


def flat(body):
    return " ".join(body.split())


@pytest.mark.parametrize("has_others", [True, False])
def test_who_wrote_the_only_review_is_promised_no_others(has_others, mailoutbox):
    released = RoundFactory(released=True)
    own = ReviewFactory(round=released, accepted=True)
    if has_others:
        ReviewFactory(round=released, accepted=True)
    ReviewFactory(round__released=True, accepted=True)  # of another round
    promise_mail_to("reviews_released", {"review": own.pk}, review=own.pk)
    outbox.work()
    (sent,) = mailoutbox
    assert ("can read each other's reviews" in flat(sent.body)) is has_others
    assert ("other reviews" in sent.subject) is has_others
    assert ("There is no other review to read yet" in flat(sent.body)) is not has_others
    assert "private thread" in sent.body


def test_who_still_writes_hears_that_the_editors_go_on(client, mailoutbox):
    released, open_round = RoundFactory(released=True), RoundFactory()
    ReviewFactory(round=released, accepted=True)
    writing, elsewhere = ReviewFactory(round=released), ReviewFactory(round=open_round)
    outbox.promise("reviews.notify_of_release", round_id=released.pk)
    outbox.work()
    mails = {one.to[0]: flat(one.body) for one in mailoutbox}
    said = "You can submit yours until they send everything to the authors."
    assert [to for to, body in mails.items() if said in body] == [writing.reviewer.email]
    for review, is_said in ((writing, True), (elsewhere, False)):
        client.force_login(review.reviewer)
        page = flat(client.get(reverse("reviews:write_review", args=[review.pk])).text)
        assert ("You can submit yours until they send" in page) is is_said


def invited_again(*, version=None):
    """To a second round, of the version given, or of the same one."""
    first = RoundFactory(state="assessed", closed_at=NOW)
    ReviewFactory(round=first, published=True, reviewer__email=ADDRESS)
    again = RoundFactory(
        submission=first.submission, version=version(first) if version else first.version, number=2
    )
    return first, InvitationFactory(round=again, email=ADDRESS)


def mailed(invitation):
    invitation_mails.request_mail(invitation, editor=invitation.invited_by, now=NOW)
    outbox.work()
    (sent,) = mail.outbox
    return sent


def newer(first):
    return VersionFactory(preprint=first.version.preprint, number=2)


def test_the_same_version_is_not_called_a_newer_one():
    """What the authors declared of it when it was new is no news."""
    first, invitation = invited_again()
    assessment = AssessmentFactory(round=first, published=True)
    looked = Reopening.objects.create(
        assessment=assessment,
        version=first.version,
        cause="editor",
        reason="A reader found an error in *lemma 2*.",
        opened_by=first.submission.editor,
        opened_at=NOW,
        due_at=NOW,
    )
    Reopening.objects.filter(pk=looked.pk).update(
        decision="full",
        decision_reason="The proof is read again.",
        decided_by=first.submission.editor,
        decided_at=NOW,
        round=invitation.round,
    )
    sent = mailed(invitation)
    body = flat(sent.body)
    assert "again?" in sent.subject
    assert "The same version is reviewed again." in body
    assert "A reader found an error in lemma 2." in body
    assert "The proof is read again." in body
    assert "have posted version" not in body
    assert "earlier version" not in body


def test_a_newer_version_is_named_with_what_changed():
    first, invitation = invited_again(version=newer)
    RevisionFactory(round=first, version=invitation.round.version, note="Lemma 2 is mended.")
    sent = mailed(invitation)
    body = flat(sent.body)
    assert "Would you review version 2 of" in sent.subject
    assert "The authors have posted version 2 since." in body
    assert "Lemma 2 is mended." in body
    assert "The same version" not in body
    assert "Why the editors look again" not in body


def test_the_day_of_a_correction_is_not_said_to_be_on_the_page_of_the_authors(monkeypatch):
    """They read there when all is posted; another row of the desk has the day that they read."""
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)
    sent = RoundFactory(with_authors=True, post_by=NOW + timedelta(days=40))
    CorrectionFactory(round=sent, asked_at=NOW + timedelta(hours=1))
    RoundFactory(released=True)
    for number in range(15):
        now = NOW + timedelta(days=number)
        give_editor_days(now=now)
        remind_everybody(now=now)
        while outbox.work():
            pass
    seen = "The authors see this day on their page."
    due = [flat(one.body) for one in mail.outbox if "and is due today." in flat(one.body)]
    said = [seen in body for body in due if "orrection" in body]
    assert (said, [seen in body for body in due if "ssessment" in body]) == ([False], [True])


@pytest.mark.parametrize("act", [appealing.uphold_appeal, appealing.dismiss_appeal])
def test_who_appealed_reads_what_follows_and_by_when(act, one_editor_triages, mailoutbox):
    appeal = appeals.appeal_decline(appeals.declined())
    outbox.work()
    mailoutbox.clear()
    appeals.decide(appeal, UserFactory(editor=True), act)
    outbox.work()
    (body,) = [flat(one.body) for one in mailoutbox if one.to == [appeal.by.email]]
    day = date_format(Submission.objects.get(pk=appeal.work_id).triage_due_at, "j F Y")
    is_upheld = act is appealing.uphold_appeal
    words = f"The editors decide whether to send it for review. That is to be done by {day}."
    assert (words in body) is is_upheld


@pytest.mark.parametrize("is_guest", [True, False])
def test_a_guest_is_led_to_no_page_that_takes_an_account(is_guest, mailoutbox):
    released = RoundFactory(released=True)
    reviewer = make_guest("Noor") if is_guest else UserFactory()
    invited = InvitationFactory(round=released, email=ADDRESS, state="accepted", user=reviewer)
    own = ReviewFactory(round=released, accepted=True, reviewer=reviewer, invitation=invited)
    promise_mail_to("reviews_released", {"review": own.pk}, review=own.pk)
    outbox.work()
    (sent,) = mailoutbox
    assert "No more e-mails of this kind" in sent.body
    assert (reverse("mails:choices") in sent.body) is not is_guest


def test_a_correction_that_is_answered_is_named(mailoutbox):
    asked = CorrectionFactory(state="accepted", note="So it does.", decided_at=NOW)
    asked.round.version.authors.update(user=asked.author)
    promise_mail_to("correction_decided", {"user": asked.author_id}, correction=asked.pk)
    outbox.work()
    body = flat(mailoutbox[0].body)
    assert all(words in body for words in (asked.wrong, asked.right, "So it does."))


def test_whose_refused_review_is_restored_reads_where_it_is(mailoutbox):
    appeal = appeals.appeal_refusal(appeals.refused())
    outbox.work()
    mailoutbox.clear()
    appeals.decide(appeal, UserFactory(editor=True))
    outbox.work()
    bodies = [flat(one.body) for one in mailoutbox if one.to == [appeal.by.email]]
    assert ["Your review is with its editors again" in body for body in bodies] == [True]


def confirmed_author(sent):
    author = sent.submission.submitter
    sent.version.authors.update(user=author)
    return author


def test_sentences_of_the_mail_to_the_authors_stand_apart(mailoutbox):
    sent = RoundFactory(with_authors=True, post_by=NOW)
    author = confirmed_author(sent)
    promise_mail_to("reviews_for_authors", {"user": author.pk}, round=sent.pk)
    outbox.work()
    (one,) = mailoutbox
    assert "have them posted earlier. You can ask" in flat(one.body)


def test_the_page_that_stops_a_kind_says_so_as_long_as_it_is_off(client, mailoutbox):
    first, bystander = RoundFactory(with_authors=True), RoundFactory(with_authors=True)
    for sent in (first, bystander):
        author = confirmed_author(sent)
        promise_mail_to("reviews_for_authors", {"user": author.pk}, round=sent.pk)
    outbox.work()
    address, other = (off_address(one) for one in mailoutbox)
    for page in (address, other):
        assert "You get an e-mail when" in client.get(page).content.decode()
    client.post(address)
    again = client.get(address).content.decode()
    assert "Done. You get no more e-mails when" in again
    assert "Do not send me these" not in again
    assert "You get an e-mail when" in client.get(other).content.decode()
