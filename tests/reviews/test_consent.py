"""Authors are asked whether they agree, answer by a link, and may change their mind."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from events.models import Event, Outbox
from events.outbox import work
from reviews import author_errors, author_rules, errors
from reviews.author_forms import consent_choices
from reviews.author_mails import send_consent_mail
from reviews.interests import Interests
from reviews.limits import (
    CONSENT_CHANGES_A_DAY,
    SUBMISSIONS_OF_A_WORK,
)
from reviews.models import ConsentChange, ConsentRequest, Policy, Round, Submission
from reviews.services import consent, ending, stopped_mails, submissions
from reviews.services.consent_steps import mail_request
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import RoundFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.asked_authors import ADDRESS, LATER, author_asked_beside_another, state_of
from tests.reviews.outcomes import log_line, log_since, new_mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return author_asked_beside_another()


def others(request):
    rows = Submission.objects.exclude(pk=request.submission_id)
    return list(rows.values_list("consent", flat=True))


def test_whoever_submits_a_work_has_its_authors_asked(mailoutbox):
    preprint, submitter = PreprintFactory(), UserFactory(email="reader@example.org")
    submission = submissions.submit_preprint(
        preprint.pk,
        submitter=submitter,
        is_author=False,
        reason="It matters.",
        interests=Interests.none(),
        author_addresses=[ADDRESS, "Grace@example.org", " ada@EXAMPLE.org"],
        now=LATER,
    )
    assert submission.consent == "asked"
    rows = submission.consent_requests.values_list("email", "given_by", "asked_at", "answer")
    assert list(rows) == [
        (ADDRESS, submitter.pk, LATER, ""),
        ("grace@example.org", submitter.pk, LATER, ""),
    ]
    assert [line[0] for line in log_since()] == [
        *("submission.received", "consent.asked", "submission.consent_changed", "consent.asked")
    ]
    question = "Do you agree to its review? "
    asked = [to for to, subject in new_mails(mailoutbox) if subject.startswith(question.strip())]
    assert asked == [ADDRESS, "grace@example.org"]


def test_the_link_stands_in_the_mail_alone(asked, mailoutbox):
    work()
    (sent,) = [one for one in mail.outbox if one.to == [ADDRESS]][-1:]
    token = re.search(r"/consent/(\w+)/", sent.body)[1]
    assert consent.find_request(token) is not None
    stored = [*ConsentRequest.objects.values_list("token_hash", "nonce").order_by("pk")]
    assert token not in str(stored)
    assert token not in str(list(Outbox.objects.values_list("arguments", "last_error")))


def test_an_author_answers_on_the_page_and_looking_changes_nothing(asked, client):
    page = reverse("reviews:consent", args=[asked.pk])
    assert client.get(page).status_code == 410
    link = reverse("reviews:open_consent", args=[consent.token_of_request(asked)])
    assert client.get(link, follow=True).status_code == 200
    assert state_of(asked) == ("", "asked")
    answer = reverse("reviews:answer_consent", args=[asked.pk])
    for button, public in (
        ("agreed", "mailed-yes"),
        ("declined", "mailed-no"),
        ("not-author", "not-asked"),  # nobody else has answered
    ):
        client.post(answer, {button: "1"})
        assert state_of(asked) == (button, public)
    assert others(asked) == ["asked"]


@pytest.mark.parametrize(("current", "before", "answers", "expected"), [
    ("asked", "", ["agreed", ""], "agreed"),
    ("asked", "", ["agreed", "declined"], "declined"),
    ("agreed", "", ["not-author", ""], "agreed"),
    ("agreed", "agreed", ["not-author", ""], "asked"),
    ("agreed", "agreed", ["not-author", "agreed"], "agreed"),
    ("declined", "declined", ["not-author"], "not-asked"),
    ("declined", "agreed", ["not-author"], "declined"),
    ("asked", "", ["mailed-yes", ""], "mailed-yes"),
    ("asked", "", ["mailed-yes", "mailed-no"], "mailed-no"),
    ("asked", "", ["mailed-no", "agreed"], "agreed"),
    ("agreed", "", ["mailed-no"], "agreed"),
    ("declined", "", ["mailed-yes"], "declined"),
    ("declined", "declined", ["mailed-yes", "not-author"], "mailed-yes"),
    ("mailed-yes", "mailed-yes", ["not-author"], "not-asked"),
    ("mailed-yes", "agreed", ["not-author"], "not-asked"),
    ("claimed", "", ["mailed-no"], "mailed-no"),
    ("asked", "", ["not-author", ""], "asked"),
    ("asked", "", ["not-author"], "not-asked"),
    ("claimed", "", ["not-author"], "claimed"),
])  # fmt: skip
def test_what_several_answers_come_to(current, before, answers, expected):
    found = author_rules.consent_after_answer(current=current, before=before, answers=answers)
    assert found == expected


def test_editors_are_notified_of_a_no_and_everybody_reads_it(asked, mailoutbox, client):
    UserFactory(email="managing@example.org", managing_editor=True)
    new_mails(mailoutbox)
    consent.answer_request(asked.pk, answer="declined", now=LATER)
    assert new_mails(mailoutbox) == [("managing@example.org", "An author declined the review")]
    submission = Submission.objects.get(pk=asked.submission_id)
    assert log_since()[-2:] == [
        log_line(
            submission.preprint, "consent.answered", None, LATER,
            submission=submission.pk, request=asked.pk, answer="declined",
        ),
        log_line(
            submission.preprint, "submission.consent_changed", None, LATER, is_public=True,
            submission=submission.pk, consent="mailed-no",
        ),
    ]  # fmt: skip
    page = client.get(submission.preprint.get_absolute_url()).text
    ground = "An author, asked at an address given by the submitter, declined"
    assert page.count(ground) == 2  # now, and in the history
    assert "An author declined" not in page
    assert ADDRESS not in page


def test_a_confirmed_author_changes_their_mind_also_after_the_triage(client):
    submission = RoundFactory(submission__consent="declined").submission
    submission.version.authors.update(user=submission.submitter)
    client.force_login(submission.submitter)
    page = reverse("reviews:own_submission", args=[submission.pk])
    assert "I agree to the review" in client.get(page).text
    client.post(reverse("reviews:say_consent", args=[submission.pk]), {"agree": "1"})
    submission.refresh_from_db()
    assert (submission.consent, submission.preprint.shows_full_text) == ("agreed", True)
    (change,) = ConsentChange.objects.all()
    assert (change.consent, change.changed_by) == ("agreed", submission.submitter)


def test_who_is_asked_after_the_work_was_accepted_reads_so(asked, client):
    client.get(reverse("reviews:open_consent", args=[consent.token_of_request(asked)]))
    page = reverse("reviews:consent", args=[asked.pk])
    before = client.get(page).text
    assert "If the editors take it" in before
    assert "accepted it for review" not in before
    two = {"editor": UserFactory(editor=True), "second_editor": UserFactory(editor=True)}
    accepted = Submission.objects.filter(pk=asked.submission_id)
    accepted.update(state="accepted", decided_at=NOW, **two)
    after = client.get(page).text
    assert "The editors accepted it for review on" in after
    assert "If the editors take it" not in after
    assert "before they decide" not in after
    assert "accepted for review or not" not in after
    assert "when the reviews are ready" in after
    RoundFactory(submission_id=asked.submission_id, state="assessed", closed_at=NOW)
    posted = client.get(page).text
    assert "when other reviews of it are ready" in " ".join(posted.split())
    assert "when the reviews are ready" not in posted
    later = RoundFactory(submission_id=asked.submission_id, number=2)
    assert "when the reviews are ready" in client.get(page).text
    Round.objects.filter(pk=later.pk).update(state="lapsed", closed_at=NOW)
    send_consent_mail(asked.pk)
    assert "when other reviews of it are ready" in " ".join(mail.outbox[-1].body.split())
    consent.answer_request(asked.pk, answer="not-author", now=LATER)
    assert "you get an e-mail" not in " ".join(client.get(page).text.split())
    stop = stopped_mails.stop_token_of(asked)
    page = client.get(reverse("reviews:stop_consent_mails", args=[asked.pk, stop])).text
    assert "Your answer was: is no author of this work." in page
    assert "Do not send me these" not in page


def test_the_page_is_left_and_asks_nothing_of_a_submission_that_is_over(asked, client):
    link = reverse("reviews:open_consent", args=[consent.token_of_request(asked)])
    page, answer = (
        reverse(f"reviews:{name}", args=[asked.pk]) for name in ("consent", "answer_consent")
    )
    assert 'name="agreed"' in client.get(link, follow=True).text
    client.post(answer, {"leave": "1"})
    assert client.get(page).status_code == 410
    client.get(link)
    Submission.objects.filter(pk=asked.submission_id).update(state="withdrawn", withdrawn_at=NOW)
    shown = client.get(page).text
    assert 'name="agreed"' not in shown
    assert "If the editors take it" not in shown
    assert "you get an" not in shown
    assert "no answer is needed" in shown
    assert state_of(asked)[0] == ""


def test_the_authors_agree_only_where_somebody_has_checked_who_answers(asked):
    submission = asked.submission
    author = UserFactory(email="grace@example.org")
    EmailAddress.objects.create(user=author, email=author.email, verified=True)
    consent.answer_request(asked.pk, answer="agreed", now=LATER)
    assert state_of(asked) == ("agreed", "mailed-yes")
    own = consent.ask_author(
        submission.pk, email="grace@example.org", by=submission.submitter, now=LATER
    )
    consent.answer_request(own.pk, answer="agreed", now=LATER)
    assert state_of(own) == ("agreed", "mailed-yes")
    consent.answer_request(own.pk, answer="not-author", now=LATER)
    submission.version.authors.update(user=author)
    consent.answer_request(own.pk, answer="agreed", now=LATER)
    assert state_of(own) == ("agreed", "agreed"), "it is the address of a confirmed author"
    consent.answer_request(asked.pk, answer="declined", now=LATER)
    assert state_of(asked) == ("declined", "agreed")
    of_editor = consent.ask_author(
        submission.pk, email="b@example.org", by=UserFactory(editor=True), now=LATER
    )
    consent.answer_request(of_editor.pk, answer="declined", now=LATER)
    assert state_of(of_editor) == ("declined", "declined")
    assert others(asked) == ["asked"]


def test_nobody_is_asked_at_an_address_of_their_own(asked, client):
    submitter = asked.submission.submitter
    EmailAddress.objects.create(user=submitter, email="Second@example.org", verified=False)
    for email in (submitter.email, "second@example.org"):
        with pytest.raises(author_errors.OwnAddress):
            consent.ask_author(asked.submission_id, email=email, by=submitter, now=LATER)
    preprint = PreprintFactory()
    form = {"role": "reader", "reason": "It matters.", "interests_choice": "none"}
    client.force_login(submitter)
    page = reverse("reviews:submit_preprint", args=[preprint.pk])
    answer = client.post(page, {**form, "author_addresses": "ada@example.org second@example.org"})
    assert (answer.status_code, preprint.submissions.count()) == (409, 0)
    assert "This is an address of your own." in answer.text
    client.post(page, {**form, "author_addresses": "ada@example.org"})
    assert preprint.submissions.get().consent == "asked"


def test_editors_do_not_say_what_was_answered_by_mail():
    submission = SubmissionFactory(consent="mailed-no")
    offered = [value for value, _words in consent_choices(submission)]
    assert offered == [
        *("not-asked", "claimed", "asked", "agreed", "declined", "mailed-no", "no-answer")
    ]
    asked = [value for value, _words in consent_choices(SubmissionFactory(consent="asked"))]
    assert asked == [*("claimed", "asked", "agreed", "declined", "no-answer")]


def test_who_is_not_confirmed_says_nothing_for_the_authors_and_an_editor_says_why(asked):
    submission = asked.submission
    change = {"consent": "agreed", "now": LATER}
    with pytest.raises(author_errors.MaySayNoConsent):
        consent.change_consent(submission.pk, by=submission.submitter, reason="Yes.", **change)
    editor = UserFactory(editor=True)
    with pytest.raises(author_errors.WhyMissing):
        consent.change_consent(submission.pk, by=editor, reason=" ", **change)
    consent.change_consent(submission.pk, by=editor, reason="She wrote to us.", **change)
    assert state_of(asked) == ("", "agreed")
    assert ConsentChange.objects.get(consent="agreed").reason == "She wrote to us."
    assert "She wrote" not in str(list(Event.objects.values_list("data", flat=True)))
    own = SubmissionFactory(submitter=editor)
    with pytest.raises(author_errors.MaySayNoConsent):
        consent.change_consent(own.pk, by=editor, reason="I know.", **change)


def test_a_mind_is_changed_a_few_times_a_day(asked):
    """By a person or by a link; somebody else still can."""
    answers = ("agreed", "declined") * CONSENT_CHANGES_A_DAY
    for answer in answers[:CONSENT_CHANGES_A_DAY]:
        consent.answer_request(asked.pk, answer=answer, now=LATER)
    with pytest.raises(author_errors.TooManyChanges):
        consent.answer_request(asked.pk, answer="agreed", now=LATER)
    submission, author = asked.submission, UserFactory()
    submission.version.authors.update(user=author)
    by = {"by": author, "reason": ""}
    for answer in answers[:CONSENT_CHANGES_A_DAY]:
        consent.change_consent(submission.pk, consent=answer, now=LATER, **by)
    with pytest.raises(author_errors.TooManyChanges):
        consent.change_consent(submission.pk, consent="agreed", now=LATER, **by)
    assert ConsentChange.objects.filter(submission=submission, changed_by=author).count() == 4
    tomorrow = LATER + timedelta(days=1)
    consent.change_consent(submission.pk, consent="agreed", now=tomorrow, **by)
    assert state_of(asked) == ("declined", "agreed")


def test_a_work_is_submitted_and_withdrawn_a_few_times_a_day():
    preprint, submitter = PreprintFactory(), UserFactory()
    form = {"is_author": True, "reason": "", "interests": Interests.none(), "now": NOW}
    for _again in range(SUBMISSIONS_OF_A_WORK):
        made = submissions.submit_preprint(preprint.pk, submitter=submitter, **form)
        ending.withdraw_submission(made.pk, by=submitter, now=NOW)
    with pytest.raises(errors.SubmittedTooOften):
        submissions.submit_preprint(preprint.pk, submitter=submitter, **form)
    submissions.submit_preprint(preprint.pk, submitter=UserFactory(), **form)


def test_the_schedule_says_that_nobody_answered_once_and_a_late_answer_counts(asked):
    Policy.objects.update(consent_days=9)
    almost = NOW + timedelta(days=9) - timedelta(hours=1)
    assert consent.close_unanswered(now=almost) == 0
    newer = SubmissionFactory(consent="asked")
    mail_request(newer, ADDRESS, by=newer.submitter, now=LATER)
    after = NOW + timedelta(days=9, hours=1)
    assert consent.close_unanswered(now=after) == 2
    assert consent.close_unanswered(now=after) == 0
    assert state_of(asked) == ("", "no-answer")
    assert sorted(others(asked)) == ["asked", "no-answer"]
    consent.answer_request(asked.pk, answer="agreed", now=after)
    assert state_of(asked) == ("agreed", "mailed-yes")


@pytest.mark.usefixtures("one_editor_triages")
def test_accepting_a_work_overrules_no_author_who_has_answered(asked, client):
    """The work beside it, of which nobody has answered, is accepted with what the editor knows."""
    consent.answer_request(asked.pk, answer="declined", now=LATER)
    editor, second = UserFactory(editor=True), UserFactory(editor=True)
    client.force_login(editor)
    page = client.get(reverse("reviews:submission", args=[asked.submission_id])).text
    assert 'name="consent"' not in page
    assert "Accepting the work does not change that." in page
    for submission in Submission.objects.all():
        page = client.get(reverse("reviews:submission", args=[submission.pk])).text
        assert ('name="consent"' in page) is (submission.pk != asked.submission_id)
        submissions.accept_submission(
            submission.pk,
            editor=editor,
            second_editor=second,
            claimed_author_id=None,
            consent="agreed",
            now=LATER,
        )
    assert state_of(asked) == ("declined", "mailed-no")
    assert others(asked) == ["agreed"]
