"""Whose review it is: confirmed from the mailbox, disowned, approved by the second editor."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from events.models import Event, Outbox
from events.outbox import work
from mails.people import NOWHERE
from reviews import errors, limits
from reviews.models import Invitation, MailedLink, Review, Round
from reviews.services import posting
from reviews.services.confirming import (
    approve_byline,
    ask_for_confirmation,
    confirm_review,
    disown_review,
)
from reviews.services.guest_accounts import offer_account
from reviews.services.mailed_links import mail_link, token_of
from reviews.services.reviewing import submit_review
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.factories.times import NOW
from tests.reviews.guests import ADDRESS, accept, mailed_link, publish, submitted
from tests.reviews.links import link_of, secret_link_in
from tests.reviews.outcomes import new_mails
from tests.reviews.test_review_services import content

pytestmark = pytest.mark.django_db
CONFIRM = MailedLink.Purpose.CONFIRM_REVIEW
KEEP = MailedLink.Purpose.KEEP_ACCOUNT


def open_confirmation(client, mailoutbox):
    return client.get(mailed_link(mailoutbox, "Is this your review?")).url


@pytest.mark.parametrize("kind", ["signed", "pseudonym"])
def test_a_name_is_accepted_only_after_the_mailbox_has_confirmed_it(client, mailoutbox, kind):
    review = submitted(kind)
    with pytest.raises(errors.ReviewNotConfirmed):
        accept(review)
    page = open_confirmation(client, mailoutbox)
    words = client.get(page).content.decode()
    assert review.byline_name in words
    assert "Shorten" in words
    assert Review.objects.get().confirmed_at is None, "looking confirms nothing"
    client.post(f"{page}yes/")
    confirmed = Review.objects.get()
    assert confirmed.confirmed_by == "mailbox"
    assert "You have confirmed this review" in client.get(page).content.decode()
    assert accept(review).status == "accepted"


def test_the_database_publishes_no_unconfirmed_name():
    review = submitted()
    unpublished = Review.objects.filter(pk=review.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        unpublished.update(status="published", number=1, published_at=NOW)
    unpublished.update(byline_kind="anonymous")
    unpublished.update(status="published", number=1, published_at=NOW)


def test_an_anonymous_review_is_accepted_without_a_confirmation():
    review = accept(submitted("anonymous"))
    assert (review.status, review.is_confirmed) == ("accepted", False)


def test_it_can_still_be_confirmed_after_it_is_accepted(client, mailoutbox):
    accept(submitted("anonymous"))
    client.post(f"{open_confirmation(client, mailoutbox)}yes/")
    assert Review.objects.get().is_confirmed


def test_who_is_signed_in_to_a_confirmed_account_is_asked_nothing(mailoutbox):
    reviewer = UserFactory(verified=True)
    review = ReviewFactory(reviewer=reviewer)
    submit_review(review.pk, reviewer=reviewer, content=content(byline_kind="signed"), now=NOW)
    work()
    assert Review.objects.get().confirmed_by == "account"
    assert not any("Is this your review?" in mail.subject for mail in mailoutbox)


@pytest.mark.parametrize("account", ["unconfirmed", "made by a link"])
def test_an_account_that_shows_nothing_is_asked(mailoutbox, account):
    """A sign-up nobody confirmed, or an account that whoever held an earlier link could have."""
    is_made = account == "made by a link"
    reviewer = UserFactory(email=ADDRESS, verified=is_made)
    invitation = InvitationFactory(
        email=ADDRESS, state="accepted", user=reviewer, made_account=is_made
    )
    review = ReviewFactory(round=invitation.round, invitation=invitation, reviewer=reviewer)
    submit_review(review.pk, reviewer=reviewer, content=content(byline_kind="signed"), now=NOW)
    with pytest.raises(errors.ReviewNotConfirmed):
        accept(review)
    assert mailed_link(mailoutbox, "Is this your review?")


def test_confirming_twice_is_confirming_once(client, mailoutbox):
    submitted()
    page = open_confirmation(client, mailoutbox)
    for _ in range(3):
        client.post(f"{page}yes/")
    assert Event.objects.filter(kind="review.confirmed").count() == 1


def test_the_invitations_link_confirms_nothing(client):
    review = submitted()
    client.get(link_of(review.invitation))
    link = MailedLink.objects.get()
    for act in ("", "yes/", "no/"):
        path = reverse("reviews:confirmation", args=[link.pk]) + act
        answer = client.post(path) if act else client.get(path)
        assert answer.status_code == 410
    assert not Review.objects.get().is_confirmed


def test_a_link_is_good_for_its_own_purpose_only(client):
    review = submitted()
    confirm = MailedLink.objects.get()
    keep = mail_link(review, KEEP, now=NOW)
    for page, link in (("open_keep_account", confirm), ("open_confirmation", keep)):
        answer = client.get(reverse(f"reviews:{page}", args=[token_of(link)]))
        assert answer.status_code == 410
    assert (
        client.get(reverse("reviews:open_invitation", args=[token_of(confirm)])).status_code == 404
    )


def test_asking_again_closes_the_older_link(client, mailoutbox):
    review = submitted()
    older = mailed_link(mailoutbox, "Is this your review?")
    later = NOW + timedelta(hours=1)
    ask_for_confirmation(review.pk, editor=review.round.submission.editor, now=later)
    assert mailed_link(mailoutbox, "Is this your review?") != older
    assert client.get(older).status_code == 410
    assert MailedLink.objects.filter(closed_at=None).count() == 1


def test_a_reviewer_is_asked_few_times_a_day():
    review = submitted()
    editor = review.round.submission.editor
    for hour in range(1, limits.REVIEWER_MAILS_A_DAY):
        ask_for_confirmation(review.pk, editor=editor, now=NOW + timedelta(hours=hour))
    with pytest.raises(errors.TooManyMails):
        ask_for_confirmation(review.pk, editor=editor, now=NOW + timedelta(hours=20))
    ask_for_confirmation(review.pk, editor=editor, now=NOW + timedelta(days=1, seconds=1))


def test_a_row_of_a_mail_holds_neither_a_secret_nor_a_text(mailoutbox):
    review = submitted()
    offered = offer_account(review.pk, now=NOW)
    asked = MailedLink.objects.get(purpose=CONFIRM)
    work()
    editor, its_review = {"user": review.round.submission.editor_id}, {"review": review.pk}
    invitation = {"invitation": review.invitation_id}
    accepted = {"answer": "accepted", "invitation_id": review.invitation_id}
    assert list(Outbox.objects.order_by("pk").values_list("task", "arguments")) == [
        ("reviews.notify_editor_of_answer", accepted),
        ("reviews.notify_editor_of_review", {"review_id": review.pk}),
        ("reviews.send_link_mail", {"link_id": asked.pk}),
        ("reviews.send_link_mail", {"link_id": offered.pk}),
        send_mail("invitation_accepted", about=invitation, recipient=editor),
        send_mail("review_submitted", about=its_review, recipient=editor),
    ]
    links = [secret_link_in(mail) for mail in mailoutbox if mail.to == [ADDRESS]]
    assert [link.split("/")[2] for link in links] == [token_of(asked), token_of(offered)]


def send_mail(template, **arguments):
    return "reviews.send_mail", {"template": template, **arguments}


# --- Not mine --------------------------------------------------------------------------------


def test_a_disowned_review_is_set_aside_and_its_link_closed(client, mailoutbox):
    review = submitted()
    bystander = ReviewFactory(round=review.round, submitted=True)
    page = open_confirmation(client, mailoutbox)
    assert client.post(f"{page}no/").status_code == 200
    review.refresh_from_db()
    assert review.status == "disowned"
    review.invitation.refresh_from_db()
    assert review.invitation.state == "disowned"
    assert review.invitation.answered_at == MailedLink.objects.get(review=review).closed_at
    with pytest.raises(errors.ReviewNotSubmitted):
        accept(review)
    assert client.get(link_of(review.invitation)).status_code == 410
    mailoutbox.clear()
    work()
    submission = review.round.submission
    recipients = {mail.to[0] for mail in mailoutbox if "Not written by" in mail.subject}
    assert recipients == {submission.editor.email, submission.second_editor.email}
    bystander.refresh_from_db()
    assert bystander.status == "submitted"


@pytest.mark.parametrize("state", ["released", "with-authors"])
def test_a_round_without_any_review_left_goes_back_to_its_editors(state, mailoutbox, client):
    """Its assessment rests on nothing, and its authors hear that another reviewer is looked for;
    another round, of which a review is left, stays."""
    rows = []
    for others in (0, 1):
        opened = RoundFactory(state=state, released_at=NOW, sent_at=NOW, respond_until=NOW)
        editor = opened.submission.second_editor
        AssessmentFactory(round=opened, state="approved", approved_by=editor, approved_at=NOW)
        ReviewFactory.create_batch(others, round=opened, accepted=True)
        invited = InvitationFactory(round=opened, state="accepted")
        review = ReviewFactory(
            round=opened, invitation=invited, accepted=True, confirmed_at=None, confirmed_by=""
        )
        link = mail_link(review, MailedLink.Purpose.CONFIRM_REVIEW, now=NOW)
        disown_review(link.pk, now=NOW)
        rows.append(Round.objects.get(pk=opened.pk))
    left, stays = rows
    assert (left.state, left.sent_at, left.respond_until) == ("open", None, None)
    assert (left.assessment.state, left.assessment.approved_by) == ("returned", None)
    assert (left.assessment.comment, left.assessment.comment_html) == ("", "")
    client.force_login(left.submission.editor)
    page = client.get(reverse("reviews:submission", args=[left.submission_id])).text
    assert "was not written by the person who was invited" in page
    assert "The second editor asks" not in page
    assert (stays.state, stays.assessment.state) == (state, "approved")
    assert posting.post_due_rounds(now=NOW) == (state == "with-authors")
    assert left.version.assessments.published().count() == 0
    reopened = Event.objects.filter(kind="round.reopened")
    assert list(reopened.values_list("preprint_id", "data")) == [
        (left.version.preprint_id, {"round": left.number})
    ]
    again = [to for to, subject in new_mails(mailoutbox) if subject.startswith("Reviewers are")]
    assert again == [left.submission.submitter.email]


def confirm(page, client, _review):
    client.post(f"{page}yes/")


def publish_unconfirmed(_page, _client, review):
    publish(review)


@pytest.mark.parametrize(
    ("act", "status"), [(confirm, "submitted"), (publish_unconfirmed, "published")]
)
def test_what_was_confirmed_or_published_is_not_disowned(client, mailoutbox, act, status):
    review = submitted("anonymous")
    page = open_confirmation(client, mailoutbox)
    act(page, client, review)
    assert client.post(f"{page}no/", follow=True).status_code == 200
    review.refresh_from_db()
    review.invitation.refresh_from_db()
    assert (review.status, review.is_confirmed) == (status, act is confirm)
    assert review.invitation.state == "accepted"
    assert not Event.objects.filter(kind="review.disowned").exists()


def test_the_editors_see_whether_it_is_confirmed_and_ask_again(client, mailoutbox):
    review = submitted()
    editor = review.round.submission.editor
    client.force_login(editor)
    page = reverse("reviews:submission", args=[review.round.submission_id])
    words = client.get(page).content.decode()
    assert "Not confirmed from the mailbox yet" in words
    assert "Accept this review" not in words
    client.post(reverse("reviews:ask_for_confirmation", args=[review.pk]))
    assert MailedLink.objects.count() == 2
    confirm_review(MailedLink.objects.get(closed_at=None).pk, now=NOW)
    words = client.get(page).content.decode()
    assert "Confirmed from the mailbox on" in words
    assert "Accept this review" in words


def test_the_link_shows_no_text_once_the_review_is_in_an_account(client, mailoutbox):
    review = submitted()
    Review.objects.filter(pk=review.pk).update(recommendations_html="<p>Only for the authors.</p>")
    page = open_confirmation(client, mailoutbox)
    client.post(f"{page}yes/")
    before = client.get(page).content.decode()
    assert "Only for the authors." in before
    Review.objects.filter(pk=review.pk).update(reviewer=UserFactory(verified=True))
    after = client.get(page).content.decode()
    assert "You have confirmed this review" in after
    assert "Only for the authors." not in after
    assert review.version.get_absolute_url() in after


# --- A corrected address ---------------------------------------------------------------------


@pytest.fixture
def corrected():
    """A signed and confirmed review of an invitation whose address an editor corrected."""
    invitation = InvitationFactory(email=ADDRESS)
    editor = invitation.round.submission.editor
    Invitation.objects.update(corrected_at=NOW, corrected_by=editor)
    review = submitted(invitation=Invitation.objects.get())
    confirm_review(MailedLink.objects.get().pk, now=NOW)
    return Review.objects.get(pk=review.pk)


def test_a_signature_from_a_corrected_address_needs_the_second_editor(client, corrected):
    submission = corrected.round.submission
    with pytest.raises(errors.BylineNotApproved):
        accept(corrected)
    with pytest.raises(errors.NotTheSecondEditor):
        approve_byline(corrected.pk, second_editor=submission.editor, now=NOW)
    client.force_login(submission.second_editor)
    page = reverse("reviews:submission", args=[submission.pk])
    words = client.get(page).content.decode()
    assert ADDRESS in words
    assert "address corrected by" in words
    client.post(reverse("reviews:approve_byline", args=[corrected.pk]))
    event = Event.objects.get(kind="review.byline_approved")
    assert (event.actor_id, event.is_public) == (submission.second_editor_id, False)
    assert accept(corrected).status == "accepted"


def test_without_a_name_a_corrected_address_needs_no_second_yes(corrected):
    Review.objects.filter(pk=corrected.pk).update(byline_kind="pseudonym")
    assert accept(corrected).status == "accepted"


def test_confirming_a_public_review_says_that_it_is_public(client, mailoutbox):
    review = publish(submitted("anonymous"))
    page = open_confirmation(client, mailoutbox)
    client.post(f"{page}yes/")
    words = client.get(page).content.decode()
    assert "The editor reads it next" not in words
    assert f'It is <a href="{review.get_absolute_url()}">public</a>' in words


def test_the_writer_reads_what_they_declared_and_nothing_of_the_editors_judgement(
    client, mailoutbox
):
    review = submitted("anonymous")
    Review.objects.filter(pk=review.pk).update(competing_interests="I hold shares in it.")
    words = client.get(open_confirmation(client, mailoutbox)).content.decode()
    assert "I hold shares in it." in words
    assert "found it compatible" not in words


def test_a_disowned_review_is_no_withdrawal_by_the_editor(client, mailoutbox):
    review = submitted("signed")
    editor = review.round.submission.editor
    withdrawn = InvitationFactory(round=review.round, state="revoked", email="w@example.org")
    page = open_confirmation(client, mailoutbox)
    client.post(f"{page}no/")
    review.invitation.refresh_from_db()
    assert review.invitation.state == "disowned"
    client.force_login(editor)
    url = reverse("reviews:submission", args=[review.round.submission_id])
    rows = client.get(url).content.decode().split("<tr>")
    row = next(row for row in rows if ADDRESS in row and "<td" in row)
    other = next(row for row in rows if withdrawn.email in row)
    assert "Not written by the invited person" in row
    assert "send it again" not in row
    assert "Withdrawn by the editor" in other
    assert "send it again" in other
    sent = client.get(reverse("reviews:sent_invitation", args=[review.invitation_id]))
    assert "Send it again" not in sent.content.decode()


def test_the_writers_page_says_that_the_mailbox_has_confirmed(client, mailoutbox):
    review = submitted("signed")
    client.get(link_of(review.invitation))
    write = reverse("reviews:write_review", args=[review.pk])
    assert "Send that e-mail again" in client.get(write).content.decode()
    confirm_review(MailedLink.objects.get().pk, now=NOW)
    words = client.get(write).content.decode()
    assert "You confirmed from your mailbox that this review is yours" in words


def test_an_erased_address_is_not_shown_as_one(client):
    opened = RoundFactory()
    for email in (f"erased-1@{NOWHERE}", "noor@example.org"):
        asked = InvitationFactory(round=opened, email=email, state="accepted")
        ReviewFactory(round=opened, submitted=True, invitation=asked)
    client.force_login(opened.submission.editor)
    page = client.get(reverse("reviews:submission", args=[opened.submission_id])).text
    assert NOWHERE not in page
    assert page.count("The address of the invitation is erased.") == 1
    assert page.count("Invited at noor@example.org.") == 1
