"""No feed, to anyone, holds an identity or a text that is not public."""

import pytest

from curation.models import Issue
from reviews.models import Assessment, Review
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import SubjectFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import NOW
from tests.interop.conftest import feed_addresses, reviewed_preprint
from tests.made_once import check_what_was_made, made_once

pytestmark = pytest.mark.django_db
SECRETS = ("secretly", "unnamed")  # in every text and name that must not be seen
ABSTRACT, REVIEW = "We state four axioms", "The work states four axioms."
ROLES = ["anonymous", "reviewer", "editor", "managing_editor", "administrator"]


def unnamed(**fields):
    return UserFactory(name="Unnamed Person", **fields)


def secrets_in_feeds(client, public_words, form):
    """Which secrets stand in which feed; each feed must hold its public words."""
    found = set()
    for address, words in public_words.items():
        answer = client.get(f"{address}.{form}")
        assert answer.status_code == 200, address
        text = answer.content.decode()
        assert words in text, address
        found |= {(address, secret) for secret in SECRETS if secret in text.lower()}
    return found


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with made_once(django_db_blocker):
        world = make_world(feed_addresses(reviewed_preprint()))
        check_what_was_made()
        yield world


def make_world(feeds):
    people = {
        role: unnamed(email=f"unnamed-{role}@example.org", **{role: True}) for role in ROLES[1:]
    }
    submission = SubmissionFactory(
        accepted=True, editor=people["editor"], second_editor=people["managing_editor"]
    )
    submission.preprint.subjects.set(SubjectFactory.create_batch(1))
    under_review = RoundFactory(submission=submission)
    ReviewFactory(
        round=under_review, published=True, reviewer=people["reviewer"],
        recommendations="Secretly weak", recommendations_html="Secretly weak",
    )  # fmt: skip
    ReviewFactory(
        round=under_review, submitted=True, reviewer=unnamed(), byline_kind="signed",
        byline_name="Unnamed Person", summary_html="Secretly submitted",
    )  # fmt: skip
    ReviewFactory(round=under_review, reviewer=unnamed(), summary_html="Secretly begun")
    AssessmentFactory(round=under_review, text="Secretly", text_html="Secretly assessed")
    issue = IssueFactory(number=9, title="Secretly chosen")
    EntryFactory(issue=issue, recommendation_html="Secretly best")
    public_words = (ABSTRACT, REVIEW, "Why these.", "signature: ", ABSTRACT, REVIEW)
    addresses = dict(zip(feeds, public_words, strict=True))
    return people, addresses | {f"/feeds/preprints/{submission.preprint_id}": REVIEW}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_no_feed_shows_a_secret_to_anyone(client, world, role, form):
    people, public_words = world
    if role in people:
        client.force_login(people[role])
    assert secrets_in_feeds(client, public_words, form) == set()


def publish_review(status):
    given = {"significance": term("significance", "useful"), "strength": term("strength", "solid")}
    Review.objects.filter(status=status).update(
        status="published", number=2, byline_kind="signed", byline_name="Unnamed Person",
        confidence=4, submitted_at=NOW, confirmed_at=NOW, confirmed_by="account", published_at=NOW,
        summary="Begun", **given,
    )  # fmt: skip


def publish_submitted_review():
    publish_review("submitted")


def publish_begun_review():
    publish_review("draft")


def publish_assessment():
    assessment = Assessment.objects.exclude(state="published").get()
    second_editor = assessment.round.submission.second_editor
    Assessment.objects.filter(pk=assessment.pk).update(
        state="published", approved_by=second_editor, approved_at=NOW, published_at=NOW
    )


def publish_draft_issue():
    publish(Issue.objects.get(state="draft"))


@pytest.mark.parametrize(
    ("publish_rows", "names", "secrets"),
    [
        (publish_submitted_review, ["reviews", "preprints/{}"], SECRETS),
        (publish_begun_review, ["reviews", "preprints/{}"], SECRETS),
        (publish_assessment, ["preprints", "subjects/decision-theory"], {"secretly"}),
        (publish_draft_issue, ["issues"], {"secretly"}),
    ],
)
@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_the_same_rows_would_be_seen_in_a_feed(client, world, form, publish_rows, names, secrets):
    _people, public_words = world
    publish_rows()
    own = Review.objects.filter(recommendations="Secretly weak").get().version.preprint_id
    assert secrets_in_feeds(client, public_words, form) == {
        (f"/feeds/{name.format(own)}", secret) for name in names for secret in secrets
    }
