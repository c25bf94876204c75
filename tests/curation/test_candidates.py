import pytest

from curation.selectors.candidates import candidates
from preprints.models import Author, Preprint
from reviews.models import Submission
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
from tests.factories.reviews import AssessmentFactory, ResponseFactory, ReviewFactory, term
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
QUERIES = 8


def missing_of(preprint):
    return [check.name for check in candidates(now=NOW).of(preprint.pk).missing]


def test_a_work_with_two_reviews_and_an_assessment_is_eligible():
    preprint = make_candidate()
    (candidate,) = candidates(now=NOW).candidates
    assert (candidate.preprint, candidate.missing) == (preprint, ())
    assert candidate.assessment.identifier == f"V{preprint.pk}.1.a1"
    assert candidate.handled_by == tuple(
        person.profile.name
        for person in (preprint.submissions.get().editor, preprint.submissions.get().second_editor)
    )


def test_of_other_works_no_submission_is_read(monkeypatch):
    """There are as many as the journal has accepted works."""
    asked, other = make_candidate(), make_candidate()
    read = []
    original = Submission.from_db.__func__

    def from_db(cls, *args):
        row = original(cls, *args)
        read.append(row.preprint_id)
        return row

    monkeypatch.setattr(Submission, "from_db", classmethod(from_db))
    candidates(now=NOW, preprints=Preprint.objects.filter(pk=asked.pk))
    assert read == [asked.pk]
    candidates(now=NOW)
    assert set(read) == {asked.pk, other.pk}


def test_a_work_without_a_published_review_is_not_considered():
    PreprintFactory()
    ReviewFactory(round=make_round(), submitted=True)
    assert candidates(now=NOW).candidates == ()


def test_a_work_waits_until_its_issue_is_published():
    preprint, other = make_candidate(), make_candidate()
    entry = EntryFactory(preprint=preprint, version=preprint.current_version)
    assert {one.preprint for one in candidates(now=NOW).candidates} == {preprint, other}
    publish(entry.issue)
    assert [one.preprint for one in candidates(now=NOW).candidates] == [other]


def test_a_work_with_reviews_but_no_assessment_is_considered_and_not_eligible():
    under_review = make_round()
    add_reviews(under_review)
    assert missing_of(under_review.submission.preprint) == ["assessment", "strength", "response"]


def test_an_assessment_below_solid_is_not_enough():
    assert missing_of(make_candidate(strength="incomplete")) == ["strength"]


def test_an_approved_assessment_counts_only_once_it_is_published():
    approved = make_round()
    add_reviews(approved)
    AssessmentFactory(
        round=approved, state="approved", approved_by=approved.submission.second_editor
    )
    assert missing_of(approved.submission.preprint) == ["assessment", "strength", "response"]


def test_a_newer_version_needs_an_assessment_of_its_own():
    preprint = make_candidate()
    VersionFactory(preprint=preprint, number=2)
    assert missing_of(preprint) == ["assessment", "strength", "response"]


def test_the_authors_answer_ends_their_two_weeks():
    preprint = make_candidate(assessed_at=NOW)
    assert missing_of(preprint) == ["response"]
    assessed = preprint.submissions.get().rounds.get()
    ResponseFactory(round=assessed, author=preprint.submissions.get().submitter)
    assert missing_of(preprint) == []


def test_a_reviewer_found_to_be_an_author_counts_neither_as_reviewer_nor_in_the_score():
    preprint = make_candidate(ratings=(("landmark", "exceptional"), ("important", "solid")))
    author = Author.objects.get(version__preprint=preprint)
    author.user = preprint.current_version.reviews.get(number=1).reviewer
    author.save()
    found = candidates(now=NOW).of(preprint.pk)
    assert [check.name for check in found.missing] == ["reviews"]
    assert [terms.significance.slug for terms in found.ratings] == ["important"]


def test_of_a_reviewer_of_two_versions_the_later_rating_counts():
    preprint = make_candidate(ratings=(("useful", "solid"),))
    reviewer = preprint.current_version.reviews.get().reviewer
    second = VersionFactory(preprint=preprint, number=2)
    again = make_round_of(preprint, second)
    ReviewFactory(
        round=again,
        reviewer=reviewer,
        published=True,
        significance=term("significance", "landmark"),
    )
    found = candidates(now=NOW).of(preprint.pk)
    assert [terms.significance.slug for terms in found.ratings] == ["landmark"]
    assert "reviews" in [check.name for check in found.missing]


def make_round_of(preprint, version):
    first = preprint.submissions.get()
    return first.rounds.create(submission=first, version=version, number=2, opened_at=ASSESSED)


def test_a_work_whose_authors_were_only_asked_is_not_eligible():
    assert missing_of(make_candidate(consent="asked", is_author=False)) == ["consent"]


def test_a_work_of_a_published_issue_is_no_longer_considered():
    preprint = make_candidate()
    entry = EntryFactory(preprint=preprint)
    assert candidates(now=NOW).of(preprint.pk).planned_for == (entry.issue,)
    publish(entry.issue)
    assert candidates(now=NOW).candidates == ()


def test_a_work_whose_submission_was_declined_after_all_has_no_editors_and_is_not_eligible():
    declined, other = make_candidate(), make_candidate()
    declined.submissions.update(state="declined", decline_code="other", decline_text="Why.")
    considered = candidates(now=NOW)
    found = considered.of(declined.pk)
    assert [check.name for check in found.missing] == ["consent"]
    assert (found.handled_by, len(found.ratings)) == ((), 2)
    assert [one.preprint for one in considered.eligible] == [other]


def test_candidates_stand_by_score_with_the_eligible_ones_first():
    good = make_candidate(ratings=(("important", "solid"), ("important", "solid")))
    best = make_candidate(ratings=(("landmark", "exceptional"), ("landmark", "compelling")))
    not_ready = make_candidate(ratings=(("landmark", "exceptional"),) * 2, assessed_at=NOW)
    found = [one.preprint for one in candidates(now=NOW).candidates]
    assert found == [best, good, not_ready]


def test_the_journal_mean_is_that_of_all_published_reviews():
    make_candidate(ratings=(("useful", "inadequate"), ("landmark", "exceptional")))
    published = make_candidate(ratings=(("landmark", "exceptional"),) * 2)
    publish(EntryFactory(preprint=published, issue=IssueFactory(editor=make_editor())).issue)
    considered = candidates(now=NOW)
    assert sum(considered.rated.values()) == 4
    assert considered.journal_mean.mean == 0.75


def test_an_editor_and_a_submitting_author_may_not_count_as_reviewers():
    submitter = UserFactory()
    preprint = make_candidate(ratings=(("important", "solid"),), submitter=submitter)
    ReviewFactory(
        round=preprint.submissions.get().rounds.get(), published=True, number=2, reviewer=submitter
    )
    found = candidates(now=NOW).of(preprint.pk)
    assert submitter.pk in found.author_ids
    assert [check.name for check in found.missing] == ["reviews"]


@pytest.mark.parametrize("works", [2, 30])
def test_the_number_of_queries_does_not_grow_with_the_works(works, django_assert_num_queries):
    for _ in range(works):
        make_candidate()
    with django_assert_num_queries(QUERIES):
        found = candidates(now=NOW)
    assert len(found.eligible) == works
