"""No feed, to anyone, holds an identity or a text that is not public."""

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)

ROLES = ["anonymous", "reviewer", "editor", "managing_editor", "administrator"]


def unnamed(**fields):
    return UserFactory(name="Unnamed Person", **fields)


@pytest.fixture
def world(feeds):
    people = {
        role: unnamed(email=f"unnamed-{role}@example.org", **{role: True}) for role in ROLES[1:]
    }
    submission = SubmissionFactory(
        accepted=True, editor=people["editor"], second_editor=people["managing_editor"]
    )
    under_review = RoundFactory(submission=submission)
    ReviewFactory(
        round=under_review, published=True, reviewer=people["reviewer"],
        recommendations="Secretly weak", recommendations_html="Secretly weak",
    )  # fmt: skip
    ReviewFactory(
        round=under_review, submitted=True, reviewer=unnamed(), byline_kind="signed",
        byline_name="Unnamed Person", summary_html="Secretly handed in",
    )  # fmt: skip
    ReviewFactory(round=under_review, reviewer=unnamed(), summary_html="Secretly begun")
    AssessmentFactory(round=under_review, text="Secretly", text_html="Secretly assessed")
    issue = IssueFactory(number=9, title="Secretly chosen")
    EntryFactory(issue=issue, recommendation_html="Secretly best")
    return people, [*feeds, f"/feeds/preprints/{submission.preprint_id}"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_no_feed_tells_a_secret_to_anyone(client, world, role, form):
    people, addresses = world
    if role in people:
        client.force_login(people[role])
    for address in addresses:
        told = client.get(f"{address}.{form}").content.decode().lower()
        assert "secretly" not in told
        assert "unnamed" not in told
