"""The facts about a candidate are its own, the latest, and only what is published or accepted."""

from datetime import timedelta

import pytest

from curation.selectors.candidates import author_ids, candidates
from preprints.models import Author
from tests.curation.works import (
    ASSESSED,
    add_reviews,
    make_candidate,
    make_editor,
    make_round,
)
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import NOW
from tests.rewriting import rewriting

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def candidate_of(preprint):
    return candidates(now=NOW).of(preprint.pk)


def missing_of(preprint):
    return [check.name for check in candidate_of(preprint).missing]


def review_by(person, preprint, **fields):
    opened = preprint.submissions.get().rounds.get()
    return ReviewFactory(round=opened, published=True, reviewer=person, **fields)


@pytest.mark.parametrize("role", ["editor", "second_editor"])
def test_neither_editor_of_a_work_counts_as_its_reviewer(role):
    preprint = make_candidate(ratings=(("important", "solid"),))
    submission = preprint.submissions.get()
    review_by(getattr(submission, role), preprint, number=2)
    assert missing_of(preprint) == ["reviews"]
    assert len(candidate_of(preprint).ratings) == 1
    review_by(make_editor("An editor of other works"), preprint, number=3)
    assert missing_of(preprint) == []


def declined_submission(preprint, **fields):
    return SubmissionFactory(
        preprint=preprint, state="declined", decline_code="other", decline_text="No.", **fields
    )


def test_a_declined_submission_gives_no_consent_and_no_editors():
    preprint = PreprintFactory()
    declined = declined_submission(preprint, editor=make_editor(), decided_at=NOW)
    add_reviews(RoundFactory(submission=declined, state="assessed"))
    accepted = make_candidate()
    assert missing_of(preprint) == ["assessment", "strength", "response", "consent"]
    assert candidate_of(preprint).handled_by == ()
    assert missing_of(accepted) == []


def test_a_later_declined_submission_changes_nothing():
    preprint = make_candidate()
    before = candidate_of(preprint)
    submitter = preprint.submissions.get().submitter
    declined_submission(
        preprint, submitter=submitter, consent="declined", editor=make_editor("Another")
    )
    assert candidate_of(preprint) == before


def test_the_authors_of_a_work_are_its_own_and_those_who_submitted_it_as_such():
    preprint, other = make_candidate(submitter=UserFactory()), make_candidate()
    known, reader, declined = UserFactory(), UserFactory(), UserFactory()
    Author.objects.filter(version__preprint=preprint).update(user=known)
    Author.objects.filter(version__preprint=other).update(user=UserFactory())
    declined_submission(preprint, submitter=reader, is_author=False)
    declined_submission(preprint, submitter=declined)
    submitter = preprint.submissions.get(state="accepted").submitter
    assert author_ids(preprint.pk) == {known.pk, submitter.pk, declined.pk}
    assert candidate_of(preprint).author_ids == author_ids(preprint.pk)


def test_a_reader_who_submitted_a_work_is_no_author_of_it():
    reader = UserFactory()
    preprint = make_candidate(submitter=reader, is_author=False, ratings=(("important", "solid"),))
    assert candidate_of(preprint).author_ids == set()
    assert author_ids(preprint.pk) == set()
    review_by(reader, preprint, number=2)
    assert missing_of(preprint) == []


def test_the_ratings_are_those_of_the_newest_round_whichever_was_published_last():
    preprint = make_candidate(ratings=(("useful", "solid"),))
    submission = preprint.submissions.get()
    earlier = preprint.current_version.reviews.get()
    second = VersionFactory(preprint=preprint, number=2)
    again = RoundFactory(submission=submission, version=second, number=2, state="assessed")
    earlier.published_at = NOW + DAY
    with rewriting():
        earlier.save()
    ReviewFactory(
        round=again,
        reviewer=earlier.reviewer,
        published=True,
        significance=term("significance", "landmark"),
    )
    assert [one.significance.slug for one in candidate_of(preprint).ratings] == ["landmark"]


def test_ratings_stand_highest_first_whoever_gave_them():
    given = (
        ("useful", "compelling"),
        ("landmark", "solid"),
        ("useful", "exceptional"),
        ("landmark", "convincing"),
    )
    ratings = candidate_of(make_candidate(ratings=given)).ratings
    assert [(one.significance.slug, one.strength.slug) for one in ratings] == [
        ("landmark", "convincing"),
        ("landmark", "solid"),
        ("useful", "exceptional"),
        ("useful", "compelling"),
    ]


def test_a_review_that_is_not_published_rates_nothing():
    preprint = make_candidate()
    before = candidates(now=NOW)
    opened = preprint.submissions.get().rounds.get()
    for status in ("submitted", "disowned"):
        ReviewFactory(
            round=opened,
            published=True,
            number=None,
            status=status,
            significance=term("significance", "landmark"),
        )
    after = candidates(now=NOW)
    assert (after.candidates, after.rated) == (before.candidates, before.rated)
    assert sum(after.rated.values()) == 2


def test_an_unconfirmed_review_does_not_move_the_journals_mean():
    make_candidate()
    before = candidates(now=NOW).rated
    elsewhere = make_round()
    ReviewFactory(round=elsewhere, published=True, confirmed_at=None, confirmed_by="")
    assert candidates(now=NOW).rated == before
    ReviewFactory(round=elsewhere, published=True, number=2)
    assert sum(candidates(now=NOW).rated.values()) == sum(before.values()) + 1


@pytest.mark.parametrize("state", ["proposed", "returned", "approved"])
def test_only_a_published_assessment_is_a_candidates(state):
    opened, other = make_round(), make_candidate()
    add_reviews(opened)
    AssessmentFactory(
        round=opened,
        state=state,
        published_at=ASSESSED,
        approved_by=opened.submission.second_editor,
        approved_at=ASSESSED,
    )
    preprint = opened.submission.preprint
    assert candidate_of(preprint).assessment is None
    assert missing_of(preprint) == ["assessment", "strength", "response"]
    assert candidate_of(other).assessment.version == other.current_version


def test_a_response_to_another_work_or_round_does_not_end_the_two_weeks():
    waiting, answered, again = (make_candidate(assessed_at=NOW) for _ in range(3))
    for preprint in (answered, again):
        ResponseFactory(round=preprint.submissions.get().rounds.get())
    add_second_round(again)
    found = [missing_of(preprint) for preprint in (waiting, answered, again)]
    assert found == [["response"], [], ["response"]]
    newest = again.submissions.get().rounds.get(number=2)
    ResponseFactory(round=newest)
    assert missing_of(again) == []


def add_second_round(preprint):
    """A newer version, assessed just now."""
    newer = VersionFactory(preprint=preprint, number=2)
    submission = preprint.submissions.get()
    second = RoundFactory(submission=submission, version=newer, number=2, state="assessed")
    AssessmentFactory(round=second, published=True, published_at=NOW)


def test_the_issues_in_preparation_that_hold_a_work_are_named_in_order():
    preprint, other = make_candidate(), make_candidate()
    later, earlier, elsewhere = (IssueFactory(number=number) for number in (3, 1, 2))
    for issue in (later, earlier):
        EntryFactory(issue=issue, preprint=preprint)
    EntryFactory(issue=elsewhere, preprint=other)
    assert candidate_of(preprint).planned_for == (later, earlier)
    assert candidate_of(other).planned_for == (elsewhere,)
    publish(later)
    found = candidates(now=NOW, preprints=type(preprint).objects.filter(pk=preprint.pk))
    assert found.of(preprint.pk).planned_for == (earlier,)
    assert [check.name for check in found.of(preprint.pk).missing] == ["unselected"]


def test_works_of_one_score_stand_in_the_order_in_which_they_came():
    works = [make_candidate() for _ in range(3)]
    assert [one.preprint for one in candidates(now=NOW).candidates] == works


def test_a_work_without_a_version_is_no_candidate():
    preprint = make_candidate()
    gone = make_candidate()
    gone.current_version = None
    gone.save()
    assert [one.preprint for one in candidates(now=NOW).candidates] == [preprint]
    with pytest.raises(LookupError):
        candidate_of(gone)
