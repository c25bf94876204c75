"""Rows asked for by their id, and what rows count and choose of others: published things only."""

from datetime import timedelta

import pytest

from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def status_of(client):
    def ask(path):
        return client.get(f"/api/v1/{path}").status_code

    return ask


@pytest.fixture
def reviewed():
    """A round whose work has another published review, so that the work itself is well known."""
    opened = RoundFactory()
    ReviewFactory(round=opened, published=True)
    return opened


@pytest.mark.parametrize("state", ["proposed", "returned", "approved"])
def test_an_assessment_has_an_address_from_the_day_it_is_published(status_of, ids, reviewed, state):
    bystander = AssessmentFactory(published=True)
    approved = {"approved_by": reviewed.submission.second_editor, "approved_at": NOW}
    assessment = AssessmentFactory(
        round=reviewed, state=state, published_at=NOW, **(approved if state == "approved" else {})
    )
    assert status_of(f"assessments/{assessment.pk}/") == 404
    assert status_of(f"assessments/{bystander.pk}/") == 200
    assert ids("assessments/", limit=1) == [bystander.pk], "it takes no place on a page either"
    assessment.state, assessment.approved_by = "published", reviewed.submission.second_editor
    assessment.save()
    assert status_of(f"assessments/{assessment.pk}/") == 200
    assert ids("assessments/") == [assessment.pk, bystander.pk]


@pytest.mark.parametrize("status", ["draft", "submitted", "accepted", "disowned"])
def test_a_review_has_an_address_from_the_day_it_is_published(status_of, ids, reviewed, status):
    (shown,) = ids("reviews/")
    accepted = {"accepted_at": NOW, "reviewer_number": 2}
    review = ReviewFactory(round=reviewed, published=True, number=2, status=status, **accepted)
    assert (status_of(f"reviews/{review.pk}/"), status_of(f"reviews/{shown}/")) == (404, 200)
    assert ids("reviews/", limit=1) == [shown]
    review.status = "published"
    review.save()
    assert status_of(f"reviews/{review.pk}/") == 200
    assert ids("reviews/") == [review.pk, shown]


def test_an_issue_has_an_address_from_the_day_it_is_published(status_of, ids):
    published, in_preparation = publish(IssueFactory(number=1)), IssueFactory(number=2)
    assert status_of(f"issues/{in_preparation.pk}/") == 404
    assert status_of(f"issues/{published.pk}/") == 200
    assert ids("issues/", limit=1) == [published.pk]
    publish(in_preparation)
    assert status_of(f"issues/{in_preparation.pk}/") == 200
    assert ids("issues/") == [in_preparation.pk, published.pk]


def test_a_preprint_counts_the_published_reviews_of_all_its_versions(get):
    first = RoundFactory(state="assessed")
    work = first.submission.preprint
    ReviewFactory(round=first, published=True)
    for status in ("draft", "submitted", "disowned"):
        ReviewFactory(round=first, published=True, number=None, status=status)
    elsewhere = ReviewFactory(published=True).version.preprint_id
    assert get(f"preprints/{work.pk}/")["review_count"] == 1
    second = VersionFactory(preprint=work, number=2)
    again = RoundFactory(submission=first.submission, version=second, number=2)
    for number in (1, 2):
        ReviewFactory(round=again, published=True, number=number)
    assert get(f"preprints/{work.pk}/")["review_count"] == 3
    assert {row["id"]: row["review_count"] for row in get("preprints/")["results"]} == {
        work.pk: 3,
        elsewhere: 1,
    }


@pytest.fixture
def assessed_twice():
    """Version 1 assessed as landmark, version 2 as useful a day later; another work beside it."""
    first = RoundFactory(state="assessed")
    work = first.submission.preprint
    second = VersionFactory(preprint=work, number=2)
    again = RoundFactory(submission=first.submission, version=second, number=2)
    # The later one is stored first: what is newest is decided by the day, not by the number.
    AssessmentFactory(
        round=again,
        published=True,
        published_at=NOW + timedelta(days=1),
        significance=term("significance", "useful"),
    )
    AssessmentFactory(round=first, published=True, significance=term("significance", "landmark"))
    AssessmentFactory(
        published=True,
        published_at=NOW + timedelta(days=2),
        significance=term("significance", "valuable"),
    )
    return first.submission


def shown_assessment(row):
    shown = row["assessment"]
    return shown["identifier"], shown["significance"]["term"]


def test_a_preprint_shows_its_newest_published_assessment(get, assessed_twice):
    work = assessed_twice.preprint_id
    newest = (f"V{work}.2.a1", "useful")
    assert shown_assessment(get(f"preprints/{work}/")) == newest
    (row,) = [row for row in get("preprints/")["results"] if row["id"] == work]
    assert shown_assessment(row) == newest


@pytest.mark.parametrize("state", ["proposed", "returned", "approved"])
def test_an_assessment_on_its_way_replaces_no_published_one(get, assessed_twice, state):
    work = assessed_twice.preprint_id
    assessed_twice.rounds.update(state="assessed")
    third = VersionFactory(preprint=assessed_twice.preprint, number=3)
    AssessmentFactory(
        round=RoundFactory(submission=assessed_twice, version=third, number=3),
        state=state,
        published_at=NOW + timedelta(days=9),
        approved_by=assessed_twice.second_editor,
        approved_at=NOW,
    )
    assert shown_assessment(get(f"preprints/{work}/")) == (f"V{work}.2.a1", "useful")


def test_a_preprint_that_nobody_assessed_yet_shows_no_assessment(get):
    opened = RoundFactory(submission=SubmissionFactory(accepted=True))
    AssessmentFactory(round=opened, state="approved", approved_by=opened.submission.second_editor)
    shown = get(f"preprints/{opened.submission.preprint_id}/")
    assert (shown["assessment"], shown["review_count"]) == (None, 0)


def test_an_issue_holds_its_own_entries_in_their_order(get):
    issue, other = IssueFactory(), IssueFactory(number=2)
    works = {position: PreprintFactory(version__title=f"Work {position}") for position in (3, 1, 2)}
    for position, work in works.items():
        EntryFactory(issue=issue, preprint=work, position=position)
    bystander = EntryFactory(issue=other).preprint_id
    for one in (issue, other):
        publish(one)
    shown = get(f"issues/{issue.pk}/")
    assert shown["entry_count"] == 3
    assert [
        (entry["position"], entry["version"]["title"], entry["preprint"]["id"])
        for entry in shown["entries"]
    ] == [(position, f"Work {position}", works[position].pk) for position in (1, 2, 3)]
    (entry,) = get(f"issues/{other.pk}/")["entries"]
    assert (entry["preprint"]["id"], entry["authors"]) == (bystander, ["Ada Example"])
    assert [row["entry_count"] for row in get("issues/")["results"]] == [1, 3]
