"""What makes each kind of mail untrue before its turn comes; then it is not sent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import outbox
from mails.digests import make_due_digests
from mails.kinds import MAIL_KINDS
from mails.services import choose_mails
from reviews.models import Round, Submission
from reviews.notifications import LOADERS
from reviews.services import ending, posting, submissions, withdrawing
from reviews.true_mails import STAYS_TRUE, TRUE_WHILE, is_still_so
from tests.factories.accounts import UserFactory
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.first_beginnings import start_held_response
from tests.reviews.mails_true_or_not import CASES
from tests.reviews.outcomes import new_mails
from tests.reviews.process import Process
from tests.reviews.rows_of_mails import ENDS, LATER

pytestmark = pytest.mark.django_db
# Not sent by `reviews.send_mail`: the handler of each asks what it needs itself.
ASKED_BY_THEIR_HANDLERS = {
    *("author_confirmed", "author_taken_back", "consent_asked", "thread_entry"),
    *("invitation", "invitation_reminder", "invitation_closed", "invited_day_set"),
    *("work_left_invited", "work_returned_invited"),
    *("review_reminder", "review_day_set", "is_this_your_review", "keep_account"),
}


def is_true_of(kind, name, row):
    return is_still_so(kind, LOADERS[name](row.pk) if name else row)


@pytest.mark.parametrize(
    ("kind", "name", "true_of", "not_of"),
    [(kind, *rest) for kinds, *rest in CASES for kind in kinds],
)
def test_each_kind_of_mail_is_sent_only_while_it_is_true(
    kind, name, true_of, not_of, one_editor_triages
):
    assert [is_true_of(kind, name, make()) for make in true_of] == [True] * len(true_of)
    assert [is_true_of(kind, name, make()) for make in not_of] == [False] * len(not_of)


@pytest.fixture
def bystander():
    """Another work, of which the same is mailed and nothing is taken back."""
    return SubmissionFactory(accepted=True)


@pytest.mark.parametrize("end", ["withdrawn", "lapsed"])
def test_a_work_that_was_accepted_is_not_called_declined_after_its_end(
    end, bystander, one_editor_triages, mailoutbox
):
    ended = SubmissionFactory()
    editors = {
        "editor": UserFactory(editor=True),
        "second_editor": UserFactory(editor=True),
        "claimed_author_id": None,
    }
    submissions.accept_submission(ended.pk, **editors, now=NOW)
    outbox.promise("reviews.notify_submitter_of_decision", submission_id=bystander.pk)
    if end == "withdrawn":
        ending.withdraw_submission(ended.pk, by=ended.submitter, now=LATER)
    else:
        Submission.objects.filter(pk=ended.pk).update(state="lapsed", **ENDS["lapsed"])
    mails = new_mails(mailoutbox)
    assert not {"Not sent for review", "Accepted for review"} & subjects(mails, ended.submitter)
    assert "Accepted for review" in subjects(mails, bystander.submitter)


def subjects(mails, person):
    return {subject for to, subject in mails if to == person.email}


def test_a_decision_that_an_appeal_took_back_is_mailed_as_the_next_one_alone(mailoutbox):
    decided = SubmissionFactory(accepted=True)
    for _decision in range(2):
        outbox.promise("reviews.notify_submitter_of_decision", submission_id=decided.pk)
    got = [one for one in new_mails(mailoutbox) if one[0] == decided.submitter.email]
    assert got == [(decided.submitter.email, "Accepted for review")]


def test_in_a_digest_the_same_mail_stands_once_too(mailoutbox):
    decided = SubmissionFactory(accepted=True)
    choose_mails(decided.submitter_id, {"submission_decided": "daily"})
    for _decision in range(2):
        outbox.promise("reviews.notify_submitter_of_decision", submission_id=decided.pk)
    outbox.work()
    mailoutbox.clear()
    make_due_digests(now=timezone.now() + timedelta(days=2))
    outbox.work()
    (digest,) = (one for one in mailoutbox if one.to == [decided.submitter.email])
    assert digest.body.count("have accepted") == 1


def test_what_is_withdrawn_before_its_mail_is_not_mailed(one_editor_triages, mailoutbox):
    process = Process(1)
    start_held_response(process)
    outbox.work()
    sent = Round.objects.get(submission__preprint=process.work)
    posting.post_round(sent.pk, author=process.author, now=process.now)
    response, held = sent.responses.get(), sent.assessment
    taken = sent.reviews.published().earliest("pk")
    for act, row, by in (
        (withdrawing.withdraw_response, response, process.author),
        (withdrawing.withdraw_assessment, held, process.managing),
        (withdrawing.withdraw_review, taken, process.managing),
    ):
        act(row.pk, by=by, reason="It names somebody.", now=process.now)
    outbox.work()
    bodies = " ".join(one.body for one in mailoutbox)
    assert response.text not in bodies
    assert held.text not in bodies
    said = [subject for _to, subject in new_mails(mailoutbox)]
    gone = {"The authors have responded", "The assessment is public", "Your review is public"}
    assert not gone & set(said)
    assert {"An author response was withdrawn", "A review was withdrawn"} <= set(said)


def test_of_every_kind_is_said_what_makes_it_untrue():
    ours = {kind for kind, one in MAIL_KINDS.items() if one.template.startswith("reviews/")}
    tried = [kind for kinds, *_rest in CASES for kind in kinds]
    assert sorted(tried) == sorted(TRUE_WHILE)
    assert not STAYS_TRUE & TRUE_WHILE.keys()
    assert ours - STAYS_TRUE - TRUE_WHILE.keys() == ASKED_BY_THEIR_HANDLERS
