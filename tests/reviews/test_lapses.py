"""Works that nobody reviews: warned of, lapsed with what was tried, reopened, submitted anew."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from events.models import Event
from events.outbox import work
from preprints.models import Preprint
from reading.selectors.me import my_page
from reviews import errors
from reviews.interests import Interests
from reviews.models import Invitation, Policy, Review, Round, Submission
from reviews.policies import current_policy
from reviews.selectors.earlier_submissions import earlier_submissions
from reviews.services import lapsing
from reviews.services.replying import refuse_review
from reviews.services.submissions import submit_preprint
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import DUE, NOW
from tests.reviews.desks import desk_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def run_at(*days):
    for day in days:
        lapsing.lapse_neglected(now=NOW + day * DAY)


@pytest.mark.parametrize(
    ("make", "warned", "lapsed", "reason"),
    [
        (lambda: SubmissionFactory(), 166, 180, "no-decision"),
        (lambda: RoundFactory().submission, 76, 90, "no-reviewer"),
        (lambda: InvitationFactory().round.submission, 76, 90, "no-reviewer"),
        # Due 21 days after it was begun.
        (lambda: ReviewFactory().round.submission, 187, 201, "no-review"),
    ],
    ids=["no decision", "nobody asked", "nobody agreed", "no review"],
)
def test_what_waits_too_long_is_warned_of_and_lapses(make, warned, lapsed, reason):
    submission = make()
    run_at(warned - 1)
    submission.refresh_from_db()
    assert submission.lapse_warned_at is None
    run_at(warned, lapsed - 1)
    submission.refresh_from_db()
    state = submission.state
    assert (submission.lapse_warned_at, state) == (NOW + warned * DAY, state)
    assert state in ("submitted", "accepted")
    run_at(lapsed)
    submission.refresh_from_db()
    assert (submission.state, submission.lapse_reason) == ("lapsed", reason)
    assert Preprint.objects.get().status == "lapsed"


def submitted_review():
    return ReviewFactory(submitted=True).round.submission


def assessment():
    return AssessmentFactory().round.submission


def round_of_editors():
    return RoundFactory(kind="editors").submission


def withdrawn():
    submission = RoundFactory().submission
    Preprint.objects.filter(pk=submission.preprint_id).update(status="withdrawn")
    return submission


def test_a_refused_review_is_none_and_the_wait_begins_when_it_is_refused():
    review = ReviewFactory(submitted=True)
    ReviewFactory(submitted=True)  # a bystander, which does not lapse
    submission = review.round.submission
    editor = submission.editor
    refuse_review(review.pk, editor=editor, reason="Insults.", now=NOW + 50 * DAY)
    run_at(125)
    submission.refresh_from_db()
    assert submission.lapse_warned_at is None
    run_at(126)
    desk = desk_of(editor, now=NOW + 127 * DAY)
    assert [group.name for group in desk.groups] == ["lapses", "reviewers"]
    run_at(139, 140)
    lapsed = Submission.objects.filter(state="lapsed")
    assert [(one.pk, one.lapse_reason) for one in lapsed] == [(submission.pk, "no-reviewer")]


@pytest.mark.parametrize("make", [submitted_review, assessment, round_of_editors, withdrawn])
def test_what_has_a_review_or_was_reviewed_or_withdrawn_does_not_lapse(make):
    submission, neglected = make(), RoundFactory().submission
    run_at(300, 350)
    submission.refresh_from_db()
    neglected.refresh_from_db()
    assert (submission.state, submission.lapse_warned_at) == ("accepted", None)
    assert neglected.state == "lapsed"


def test_nothing_lapses_unwarned_however_long_the_schedule_stood_still():
    submission = RoundFactory().submission
    run_at(300, 313)
    submission.refresh_from_db()
    assert (submission.state, submission.lapses_at) == ("accepted", NOW + 314 * DAY)
    run_at(314)
    submission.refresh_from_db()
    assert submission.state == "lapsed"


def test_an_answer_to_the_warning_stops_it_and_a_new_wait_is_warned_of_anew():
    opened = RoundFactory()
    run_at(76)
    review = ReviewFactory(round=opened, agreed_at=NOW + 80 * DAY, due_on=DUE + 80 * DAY)
    run_at(90, 200)
    submission = Submission.objects.get()
    assert submission.state == "accepted"
    Review.objects.filter(pk=review.pk).update(agreed_at=NOW)  # has long agreed, and is late
    run_at(300)
    submission.refresh_from_db()
    assert (submission.state, submission.lapse_warned_at) == ("accepted", NOW + 300 * DAY)


def test_it_says_in_public_what_was_tried_and_closes_the_round(client):
    opened = RoundFactory()
    pending = InvitationFactory(round=opened)
    InvitationFactory(round=opened, email="no@example.org", state="declined")
    writing = ReviewFactory(round=opened, by_guest=True, invitation__email="late@example.org")
    run_at(187, 201)
    event = Event.objects.get(kind="submission.lapsed")
    assert (event.is_public, event.actor_id) == (True, None)
    assert event.data == {
        "submission": opened.submission_id,
        "round": 1,
        "reason": "no-review",
        "invited": 3,
        "declined": 1,
        "agreed": 1,
    }
    page = client.get(f"/preprints/{opened.version.preprint_id}/").content.decode()
    assert "Lapsed: no review had come in (3 invited, 1 declined, 1 agreed)" in page
    states = dict(Invitation.objects.values_list("email", "state"))
    assert states == {
        pending.email: "closed",
        "no@example.org": "declined",
        "late@example.org": "accepted",
    }
    opened.refresh_from_db()
    writing.refresh_from_db()
    assert (opened.state, bool(writing.why_closed)) == ("lapsed", True)


def mailed():
    mail.outbox.clear()
    while work():
        pass
    return sorted((one.to[0], one.subject.split(":")[0]) for one in mail.outbox)


def test_authors_editors_and_who_wrote_are_mailed():
    review = ReviewFactory(reviewer__email="reviewer@example.org")
    submission = review.round.submission
    people = {"submitter": submission.submitter, "editor": submission.editor}
    people["second"] = submission.second_editor
    for name, user in people.items():
        type(user).objects.filter(pk=user.pk).update(email=f"{name}@example.org")
    run_at(187)
    soon = [(f"{name}@example.org", "[Verso] Lapses soon") for name in ("editor", "second")]
    assert mailed() == [*soon, ("submitter@example.org", "[Verso] It waits too long")]
    run_at(201)
    assert mailed() == [
        ("editor@example.org", "[Verso] Lapsed"),
        ("reviewer@example.org", "[Verso] The round of review is closed"),
        ("second@example.org", "[Verso] Lapsed"),
        ("submitter@example.org", "[Verso] Lapsed"),
    ]
    editor = people["editor"]
    lapsing.reopen_submission(submission.pk, editor=editor, now=NOW + 210 * DAY)
    assert mailed() == [("submitter@example.org", "[Verso] Goes on")]


def test_a_warning_that_was_answered_meanwhile_is_not_mailed():
    submission = SubmissionFactory()
    run_at(166)
    Submission.objects.update(
        state="declined", decline_code="other", decline_text="No.", editor=UserFactory(editor=True)
    )
    assert submission.pk
    assert mailed() == []


def test_an_editor_reopens_it_with_one_act(client):
    """It goes on where it ended: the round takes reviews, and the draft can be submitted."""
    review = ReviewFactory()
    run_at(187, 201)
    editor = UserFactory(editor=True)
    client.force_login(editor)
    page = reverse("reviews:submission", args=[review.round.submission_id])
    assert "Reopen it" in client.get(page).content.decode()
    client.post(reverse("reviews:reopen_submission", args=[review.round.submission_id]))
    review = Review.objects.select_related("round__submission__preprint").get()
    opened, submission = review.round, review.round.submission
    assert (opened.state, submission.state, review.why_closed) == ("open", "accepted", "")
    assert submission.preprint.status == "under-review"
    with pytest.raises(errors.NotLapsed):
        lapsing.reopen_submission(submission.pk, editor=editor, now=NOW)


def test_what_was_not_decided_on_waits_for_the_decision_again():
    submission = SubmissionFactory()
    run_at(166, 180)
    later = NOW + 200 * DAY
    lapsing.reopen_submission(submission.pk, editor=UserFactory(editor=True), now=later)
    submission.refresh_from_db()
    assert (submission.state, submission.triage_due_at) == ("submitted", later + 7 * DAY)
    assert Preprint.objects.get().status == "submitted"
    run_at(201)
    submission.refresh_from_db()
    assert (submission.state, submission.lapses_at) == ("submitted", None)


def test_a_lapsed_work_is_submitted_anew_and_then_not_reopened():
    lapsed = RoundFactory().submission
    run_at(76, 90)
    submit_preprint(
        lapsed.preprint_id,
        submitter=UserFactory(),
        is_author=False,
        reason="It matters.",
        interests=Interests.none(),
        now=NOW + 100 * DAY,
    )
    assert Preprint.objects.get().status == "submitted"
    with pytest.raises(errors.AlreadySubmitted):
        lapsing.reopen_submission(lapsed.pk, editor=UserFactory(editor=True), now=NOW + 101 * DAY)
    assert sorted(Submission.objects.values_list("state", flat=True)) == ["lapsed", "submitted"]


def test_an_author_does_not_reopen_their_own_work():
    author = UserFactory(editor=True)
    submission = SubmissionFactory(submitter=author)
    run_at(166, 180)
    with pytest.raises(errors.EditorIsAuthor):
        lapsing.reopen_submission(submission.pk, editor=author, now=NOW)


def test_the_policy_sets_the_days():
    submission = RoundFactory().submission
    Policy.objects.update(lapse_without_reviewer_days=30, lapse_warning_days=7)
    run_at(23, 29)
    submission.refresh_from_db()
    assert submission.state == "accepted"
    run_at(30)
    submission.refresh_from_db()
    assert submission.state == "lapsed"


def test_one_that_fails_holds_up_no_other(monkeypatch):
    broken, bystander = RoundFactory().submission, RoundFactory().submission
    record = lapsing.record_event

    def fail_for_one(kind, **fields):
        if fields["data"]["submission"] == broken.pk:
            raise RuntimeError
        return record(kind, **fields)

    monkeypatch.setattr(lapsing, "record_event", fail_for_one)
    run_at(76, 90)
    states = dict(Submission.objects.values_list("pk", "state"))
    assert states == {broken.pk: "accepted", bystander.pk: "lapsed"}
    assert Round.objects.get(submission=broken).state == "open"


def test_running_it_twice_changes_nothing_more():
    RoundFactory()
    counts = []
    for day in (76, 76, 90, 90):
        counts.append(lapsing.lapse_neglected(now=NOW + day * DAY))
    assert counts == [1, 0, 1, 0]
    policy = current_policy()
    with pytest.raises(errors.NotLapsing):
        lapsing.warn_of_lapse(Submission.objects.get().pk, policy=policy, now=NOW + 91 * DAY)


def test_my_work_and_a_later_submission_say_that_it_lapsed_and_when():
    """It had been accepted long before, so the day of that is not when it ended."""
    submission = RoundFactory().submission
    run_at(76, 91)
    submitter = submission.submitter
    (own,) = my_page(submitter, now=NOW + 92 * DAY).own_preprints
    assert own.waiting.words.startswith("It lapsed: nobody answered for too long.")
    anew = submit_preprint(
        submission.preprint_id,
        submitter=submitter,
        is_author=True,
        reason="",
        interests=Interests.none(),
        now=NOW + 100 * DAY,
    )
    (earlier,) = earlier_submissions(anew)
    assert (earlier.words, earlier.ended_at) == ("Lapsed", NOW + 91 * DAY)
