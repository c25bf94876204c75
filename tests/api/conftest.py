import pytest

from events.checkpoints import make_checkpoint
from events.sealing import seal_new_events
from events.services import NamedSubject, record_event
from reviews.models import Round
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import PreprintFactory, SubjectFactory
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    ResponseFactory,
    ReviewFactory,
    RevisionFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW

LISTS = (
    "preprints",
    "versions",
    "reviews",
    "assessments",
    "responses",
    "corrections",
    "revisions",
    "issues",
    "subjects",
    "people",
    "events",
    "links",
    "checkpoints",
)


def reviewed_preprint(number: int = 1) -> Round:
    """A preprint with all that may be published of it: one row more for every list."""
    subject = SubjectFactory(slug=f"subject-{number}")
    preprint = PreprintFactory(subjects=[subject])
    submission = SubmissionFactory(preprint=preprint, accepted=True)
    reviewed = RoundFactory(submission=submission)
    reviewer = UserFactory(name="Signing Person")
    ReviewFactory(
        round=reviewed,
        published=True,
        reviewer=reviewer,
        byline_kind="signed",
        byline_name="Signing Person",
    )
    AssessmentFactory(round=reviewed, published=True)
    ResponseFactory(round=reviewed)
    CorrectionFactory(round=reviewed, posted_at=NOW)
    RevisionFactory(round=reviewed, version=reviewed.version)
    issue = IssueFactory(number=number)
    EntryFactory(issue=issue, preprint=preprint)
    publish(issue)
    record_event(
        "review.published", about=NamedSubject("V1.1", preprint.pk), now=NOW, data={"n": number}
    )
    make_checkpoint(NOW)
    return reviewed


@pytest.fixture
def everything_published(db):
    reviewed = reviewed_preprint()
    seal_new_events()
    return reviewed


@pytest.fixture
def get(client):
    """GET under /api/v1/ and give the JSON of a 200."""

    def fetch(path: str, **query):
        answer = client.get(f"/api/v1/{path}", query)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return fetch


@pytest.fixture
def ids(get):
    """The ids that a list answers with."""

    def fetch(path: str, **query):
        return [row["id"] for row in get(path, **query)["results"]]

    return fetch


@pytest.fixture
def refusal(client):
    """GET what must be refused with 400; gives the errors by parameter."""

    def fetch(path: str, query: str):
        answer = client.get(f"/api/v1/{path}?{query}")
        assert answer.status_code == 400, answer.content
        assert answer["Content-Type"] == "application/problem+json"
        return answer.json()["errors"]

    return fetch
