import pytest

from events.checkpoints import make_checkpoint
from events.services import record_event
from reviews.models import Round
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import PreprintFactory, SubjectFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW

SITE = "http://127.0.0.1:8000"


def reviewed_preprint(number: int = 1) -> Round:
    """A preprint with all that may be published of it: one entry more in every feed."""
    preprint = PreprintFactory(subjects=[SubjectFactory()], status="reviewed")
    reviewed = RoundFactory(submission=SubmissionFactory(preprint=preprint, accepted=True))
    ReviewFactory(
        round=reviewed, published=True, weaknesses="One.", weaknesses_html="<p>One.</p>",
        ai_use="For the spelling.",
    )  # fmt: skip
    AssessmentFactory(round=reviewed, published=True)
    issue = IssueFactory(number=number, editorial_html="<p>Why these.</p>")
    EntryFactory(issue=issue, preprint=preprint)
    publish(issue)
    record_event("preprint.listed", about=preprint, now=NOW)
    make_checkpoint(NOW)
    return reviewed


@pytest.fixture
def reviewed(db):
    return reviewed_preprint()


@pytest.fixture
def feeds(reviewed):
    return feed_addresses(reviewed)


def feed_addresses(reviewed: Round) -> list[str]:
    """Of all feeds, without their format."""
    preprint = reviewed.version.preprint_id
    journal = ("preprints", "reviews", "issues", "log")
    names = (*journal, "subjects/decision-theory", f"preprints/{preprint}")
    return [f"/feeds/{name}" for name in names]
