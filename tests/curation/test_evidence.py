"""The whole evidence of an issue without candidates: what every score of the journal rests on."""

from curation.models import Issue
from curation.ranking import Rating
from curation.selectors.candidates import Considered, ScaleTerms
from curation.selectors.evidence import issue_evidence
from tests.factories.times import NOW


def test_the_ratings_of_the_journal_are_counted_from_the_lowest_significance_and_strength():
    rated = {Rating(0.5, 0.2): 1, Rating(0.25, 0.8): 2, Rating(0.5, 0.0): 3, Rating(0.25, 0.4): 4}
    considered = Considered((), ScaleTerms({}, {}), rated, Rating(0.25, 0.5))
    issue = Issue(volume=2, number=3, title="When it fails")
    found = issue_evidence(issue, considered, selected=[], code_version="1.2", now=NOW)
    assert found == {
        "format": 2,
        "code_version": "1.2",
        "made_at": NOW.isoformat(),
        "issue": {"volume": 2, "number": 3, "title": "When it fails"},
        "parameters": {
            "prior_weight": 1.0,
            "journal_mean": {"significance": 0.25, "strength": 0.5},
            "rated_reviews": [
                {"significance": 0.25, "strength": 0.4, "count": 4},
                {"significance": 0.25, "strength": 0.8, "count": 2},
                {"significance": 0.5, "strength": 0.0, "count": 3},
                {"significance": 0.5, "strength": 0.2, "count": 1},
            ],
            "needed_reviewers": 2,
            "lowest_strength": "solid",
        },
        "candidates": [],
    }
