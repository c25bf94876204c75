"""A newer version after an assessment: who declares it, what the editor chooses, what follows."""

from datetime import timedelta

import pytest

from accounts.guests import make_guest
from curation.selectors.candidates import candidates
from events.models import Outbox
from preprints.models import Preprint
from reviews import errors, revision_errors
from reviews.models import Invitation, Revision, Round
from reviews.services import reviewing, revising
from tests.at_once.reviewing.assessments import proposal
from tests.at_once.reviewing.writing import content
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import (
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import DUE, NOW
from tests.reviews.posted import approve_and_post
from tests.reviews.revised import declared_revision, revised_work
from tests.rewriting import rewriting

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


def declare(revised, *, author=None, version=None, answers=None):
    return revising.declare_revision(
        (version or revised.newer).pk,
        author=author or revised.author,
        note="Section **two** is new.",
        answers=answers or {},
        now=LATER,
    )


def decide(revision, decision, *, editor=None, reason="It answers the reviews."):
    return revising.decide_revision(
        revision.pk,
        editor=editor or revision.round.submission.editor,
        decision=decision,
        reason=reason,
        due_on=DUE,
        now=LATER,
    )


# --- Declaring ------------------------------------------------------------------------------------


def test_an_author_declares_the_newest_version_with_answers():
    revised = revised_work()
    ReviewFactory(round=revised.round, published=True, number=2)
    revision = declare(revised, answers={1: "We *agree*.", 2: "  "})
    assert (revision.identifier, revision.round) == (f"V{revised.preprint.pk}.2.c", revised.round)
    assert revision.note_html == "<p>Section <strong>two</strong> is new.</p>\n"
    (answer,) = revision.answers.all()
    assert (answer.review, answer.text_html) == (revised.review, "<p>We <em>agree</em>.</p>\n")
    assert revised.preprint.status == "revised"


def test_only_a_confirmed_author_declares_a_revision():
    revised, stranger = revised_work(), UserFactory()
    for person in (stranger, revised.round.submission.submitter, revised.round.submission.editor):
        with pytest.raises(errors.AuthorsOnly):
            declare(revised, author=person)
    assert not Revision.objects.exists()


def test_a_version_is_declared_once():
    revised = revised_work()
    declare(revised)
    with pytest.raises(revision_errors.AlreadyRevised):
        declare(revised)
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("status", ["withdrawn", "retracted"])
def test_a_withdrawn_work_is_not_revised(status):
    revised, bystander = revised_work(), revised_work()
    Preprint.objects.filter(pk=revised.newer.preprint_id).update(status=status)
    with pytest.raises(errors.WorkWithdrawn):
        declare(revised)
    assert declare(bystander)


def test_a_version_that_its_source_withdrew_is_no_revision():
    revised = revised_work()
    withdrawn = VersionFactory(preprint=revised.preprint, number=3, is_withdrawn=True)
    with pytest.raises(errors.WorkWithdrawn):
        declare(revised, version=withdrawn)


def test_only_the_newest_version_is_declared_and_only_if_newer_than_the_assessed_one():
    revised = revised_work()
    with pytest.raises(revision_errors.NotTheNewestVersion):
        declare(revised, version=revised.round.version)
    newest = VersionFactory(preprint=revised.preprint, number=3)
    with pytest.raises(revision_errors.NotTheNewestVersion):
        declare(revised)
    assert declare(revised, version=newest)


def test_an_assessed_version_is_no_revision_of_itself():
    revised = revised_work()
    Preprint.objects.filter(pk=revised.newer.preprint_id).update(
        current_version=revised.round.version
    )
    with pytest.raises(revision_errors.NothingToRevise):
        declare(revised, version=revised.round.version)


def test_a_work_under_review_or_never_sent_for_it_is_not_revised():
    revised = revised_work()
    RoundFactory(submission=revised.round.submission, number=2)
    with pytest.raises(revision_errors.ReviewGoesOn):
        declare(revised)
    waiting = SubmissionFactory()
    with pytest.raises(revision_errors.NotAssessedYet):
        declare(revised, version=waiting.version, author=waiting.submitter)


def test_a_second_revision_waits_for_the_decision_on_the_first():
    revised = revised_work()
    declare(revised)
    newest = VersionFactory(preprint=revised.preprint, number=3)
    with pytest.raises(revision_errors.RevisionWaits):
        declare(revised, version=newest)


# --- Deciding -------------------------------------------------------------------------------------


def test_no_new_review_leaves_the_work_revised_and_opens_nothing():
    revision = declared_revision()
    assert decide(revision, "none") == []
    revision.refresh_from_db()
    assert (revision.decision, revision.reason) == ("none", "It answers the reviews.")
    assert Round.objects.count() == 1
    assert revision.version.preprint.status == "revised"


def test_the_editors_alone_have_a_round_that_takes_an_assessment_and_no_reviews():
    revision = declared_revision()
    assert decide(revision, "editors") == []
    opened = revision.version.rounds.get()
    assert (opened.number, opened.kind, opened.state) == (2, "editors", "open")
    assert not Invitation.objects.exists()
    assert proposal(opened)().identifier == f"{revision.version.identifier}.a1"


def test_a_full_review_invites_each_earlier_reviewer_again():
    revised = revised_work()
    guests = guest_review(revised.round, number=2)
    ReviewFactory(round=revised.round)  # never submitted: not asked again
    sent = decide(declared_revision(revised), "full")
    opened = revised.newer.rounds.get()
    assert (opened.number, opened.kind) == (2, "full")
    assert {invitation.email for invitation in sent} == {
        revised.review.reviewer.email,
        "guest@example.org",
    }
    assert {one.round_id for one in sent} == {opened.pk}
    assert guests.invitation.token_hash not in {one.token_hash for one in sent}
    mails = Outbox.objects.filter(task="reviews.send_invitation_mail")
    assert mails.count() == 2


def guest_review(answered, *, number):
    guest = make_guest("Grace Guest")
    invitation = InvitationFactory(
        round=answered, email="guest@example.org", state="accepted", user=guest
    )
    return ReviewFactory(
        round=answered, reviewer=guest, invitation=invitation, published=True, number=number
    )


def test_a_reviewer_who_became_an_author_or_left_is_not_invited_again():
    revised = revised_work()
    coauthor = ReviewFactory(round=revised.round, published=True, number=2).reviewer
    revised.newer.authors.update(user=coauthor)
    gone = ReviewFactory(round=revised.round, published=True, number=3).reviewer
    gone.is_active = False
    gone.save()
    sent = decide(declared_revision(revised), "full")
    assert [one.email for one in sent] == [revised.review.reviewer.email]


def test_who_reviewed_twice_is_invited_once():
    revised = revised_work()
    middle = RoundFactory(
        submission=revised.round.submission,
        version=VersionFactory(preprint=revised.preprint, number=3),
        number=2,
        state="assessed",
        closed_at=NOW,
    )
    ReviewFactory(round=middle, reviewer=revised.review.reviewer, published=True)
    newest = VersionFactory(preprint=revised.preprint, number=4)
    revision = declare(revised, version=newest)
    assert revision.round == middle
    assert len(decide(revision, "full")) == 1


def test_only_the_handling_editor_decides_and_once():
    revision = declared_revision()
    submission = revision.round.submission
    for person in (submission.second_editor, revision.author, UserFactory(editor=True)):
        with pytest.raises(errors.NotTheHandlingEditor):
            decide(revision, "none", editor=person)
    with pytest.raises(revision_errors.DecisionWithoutReason):
        decide(revision, "none", reason=" ")
    decide(revision, "none")
    with pytest.raises(revision_errors.AlreadyDecided):
        decide(revision, "full")


def test_a_work_withdrawn_meanwhile_is_not_reviewed_again():
    revision = declared_revision()
    Preprint.objects.filter(pk=revision.version.preprint_id).update(status="withdrawn")
    for decision in ("editors", "full"):
        with pytest.raises(errors.WorkWithdrawn):
            decide(revision, decision)
    decide(revision, "none")


# --- What follows ---------------------------------------------------------------------------------


def assess(opened):
    return approve_and_post(proposal(opened)(), now=LATER)


def second_round(revised):
    decide(declared_revision(revised), "full")
    opened = revised.newer.rounds.get()
    ReviewFactory(round=opened, reviewer=revised.review.reviewer, accepted=True)
    Round.objects.filter(pk=opened.pk).update(state="released", released_at=NOW)
    return opened


def test_a_second_assessment_stands_beside_the_first():
    revised = revised_work()
    second = assess(second_round(revised))
    assert second.identifier == f"{revised.newer.identifier}.a1"
    assert second.version == revised.newer
    revised.assessment.refresh_from_db()
    assert revised.assessment.state == "published"
    assert revised.preprint.status == "reviewed"


@pytest.mark.parametrize("decision", ["full", "editors"])
def test_a_work_whose_revision_was_assessed_is_eligible_again(decision):
    revised = revised_work(consent="agreed")
    ReviewFactory(round=revised.round, published=True, number=2)
    assert missing_of(revised) == ["assessment", "strength", "response"]
    decide(declared_revision(revised), decision)
    opened = revised.newer.rounds.get()
    if decision == "full":
        ReviewFactory(round=opened, reviewer=revised.review.reviewer, accepted=True)
        Round.objects.filter(pk=opened.pk).update(state="released", released_at=NOW)
    second = assess(opened)
    assert missing_of(revised) == []
    (candidate,) = considered(revised)
    assert candidate.assessment == second
    assert len(candidate.ratings) == (1 if decision == "full" else 2), "of the newest round"


def considered(revised):
    works = Preprint.objects.filter(pk=revised.newer.preprint_id)
    return candidates(now=LATER + timedelta(days=15), preprints=works).candidates


def missing_of(revised):
    (candidate,) = considered(revised)
    return [check.name for check in candidate.missing]


def test_a_selected_work_stays_selected_through_a_second_round():
    revised = revised_work()
    Preprint.objects.filter(pk=revised.newer.preprint_id).update(
        status="selected", selected_for="Volume 1, Issue 2"
    )
    opened = second_round(revised)
    assert (revised.preprint.status, revised.preprint.selected_for) == (
        "selected",
        "Volume 1, Issue 2",
    )
    assess(opened)
    assert revised.preprint.status == "selected"


def test_a_third_version_can_follow_the_second_round():
    revised = revised_work()
    assess(second_round(revised))
    newest = VersionFactory(preprint=revised.preprint, number=3)
    revision = declare(revised, version=newest)
    decide(revision, "full")
    assert newest.rounds.get().number == 3


def test_the_new_round_takes_a_review_of_an_earlier_reviewer():
    revised = revised_work()
    decide(declared_revision(revised), "full")
    opened = revised.newer.rounds.get()
    review = reviewing.begin_review(
        opened.pk,
        reviewer=revised.review.reviewer,
        due_on=DUE,
        email_verified=True,
        now=LATER,
    )
    reviewing.submit_review(review.pk, reviewer=review.reviewer, content=content(), now=LATER)
    review.refresh_from_db()
    assert (review.status, review.version) == ("submitted", revised.newer)


# --- Final ----------------------------------------------------------------------------------------


def finalize(revised, *, author=None, version=None):
    return revising.declare_final(
        (version or revised.newer).pk, author=author or revised.author, now=LATER
    )


def test_an_author_declares_the_newest_version_final():
    revised, bystander = revised_work(), revised_work()
    submission = finalize(revised)
    assert (submission.final_version, revised.preprint.status) == (revised.newer, "final")
    assert bystander.preprint.status == "reviewed"
    with pytest.raises(revision_errors.AlreadyFinal):
        finalize(revised)


def test_nobody_else_declares_a_version_final():
    revised = revised_work()
    for person in (UserFactory(), revised.round.submission.editor):
        with pytest.raises(errors.AuthorsOnly):
            finalize(revised, author=person)
    with pytest.raises(revision_errors.NotTheNewestVersion):
        finalize(revised, version=revised.round.version)


def test_a_version_is_not_final_while_somebody_works_on_it():
    revised = revised_work()
    revision = declare(revised)
    with pytest.raises(revision_errors.RevisionWaits):
        finalize(revised)
    decide(revision, "full")
    with pytest.raises(revision_errors.ReviewGoesOn):
        finalize(revised)


def test_a_withdrawn_or_unassessed_work_has_no_final_version():
    revised = revised_work()
    with rewriting():
        revised.assessment.delete()
    with pytest.raises(revision_errors.NotAssessedYet):
        finalize(revised)
    Preprint.objects.filter(pk=revised.newer.preprint_id).update(status="withdrawn")
    with pytest.raises(revision_errors.WithdrawnNotFinal):
        finalize(revised)


def test_a_newer_version_can_follow_a_final_one():
    revised = revised_work()
    finalize(revised)
    newest = VersionFactory(preprint=revised.preprint, number=3)
    declare(revised, version=newest)
    assert revised.preprint.status == "revised"
