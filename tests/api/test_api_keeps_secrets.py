"""No answer of the API, to anyone, holds an identity or a text that is not public."""

import base64
from urllib.parse import parse_qs, urlsplit

import pytest

from drafts.models import Draft
from events.sealing import seal_new_events
from events.services import NamedSubject, record_event
from tests.api.conftest import LISTS, reviewed_preprint
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW

SITE = "http://127.0.0.1:8000"
HIDDEN_ID = 987_654_321_000  # hidden rows count from here, so that their ids can be recognised
PLAIN_WORDS = [
    "unnamed",  # in name, e-mail and handle of everybody who must not be named
    "Secretly",  # in every text that must not be seen
    str(HIDDEN_ID)[:9],
]


def unnamed(number: int, **roles):
    return UserFactory(
        pk=HIDDEN_ID + number,
        email=f"unnamed-{number}@example.org",
        name=f"Unnamed Person {number}",
        **roles,
    )


@pytest.fixture
def people():
    return {
        "reviewer": unnamed(1),
        "pseudonymous reviewer": unnamed(2),
        "author": unnamed(3),
        "editor": unnamed(4, editor=True),
        "second editor": unnamed(5, editor=True),
        "managing editor": unnamed(6, managing_editor=True),
        "administrator": unnamed(7, administrator=True, is_staff=True, is_superuser=True),
        "reader": unnamed(8),
    }


@pytest.fixture
def hidden(people):
    """Everything that may be in the database and not in an answer; gives addresses of it."""
    reviewed_preprint()
    texts = {"recommendations": "Secretly weak.", "recommendations_html": "<p>Secretly weak.</p>"}
    submission = SubmissionFactory(
        accepted=True, submitter=people["author"], reason="Secretly hopeful",
        editor=people["editor"], second_editor=people["second editor"],
    )  # fmt: skip
    under_review = RoundFactory(submission=submission)
    ReviewFactory(round=under_review, published=True, reviewer=people["reviewer"], **texts)
    ReviewFactory(
        round=under_review, published=True, number=2, reviewer=people["pseudonymous reviewer"],
        byline_kind="pseudonym", byline_name="Night Owl", **texts,
    )  # fmt: skip
    draft = ReviewFactory(
        pk=HIDDEN_ID, round=under_review, reviewer=people["reader"], summary="Secretly begun",
        summary_html="Secretly begun", byline_kind="signed",
        byline_name="Unnamed Person 8",
    )  # fmt: skip
    other_round = RoundFactory(
        submission=SubmissionFactory(
            accepted=True, editor=people["editor"], second_editor=people["second editor"]
        )
    )
    submitted = ReviewFactory(
        pk=HIDDEN_ID + 1, round=other_round, submitted=True, reviewer=people["reviewer"],
        byline_kind="signed", byline_name="Unnamed Person 1", ai_use="Secretly much",
    )  # fmt: skip
    InvitationFactory(round=other_round, email="unnamed@example.org", message="Secretly asked")
    assessment = AssessmentFactory(
        pk=HIDDEN_ID, round=other_round, text="Secretly convincing", teaser="Secretly",
        comment="Secretly unsure",
    )  # fmt: skip
    issue = IssueFactory(pk=HIDDEN_ID, number=9, title="Secretly chosen", editor=people["editor"])
    EntryFactory(issue=issue, recommendation="Secretly best", recommended_by_name="Unnamed")
    SubmissionFactory(
        state="declined", decline_code="other", decline_text="Secretly bad", decided_at=NOW,
        competing_interests="Secretly related", is_decline_public=True,
    )  # fmt: skip
    Draft.objects.create(
        owner=people["reader"], key="review:1", fields={"a": "Secretly"}, saved_at=NOW
    )
    event = record_event(
        "review.begun",
        about=NamedSubject("Secretly"),
        now=NOW,
        data={"by": "unnamed"},
        actor_id=HIDDEN_ID + 1,
    )
    record_event("preprint.listed", about=NamedSubject("V1"), now=NOW, actor_id=HIDDEN_ID + 1)
    seal_new_events()
    return [
        f"/api/v1/reviews/{draft.pk}/",
        f"/api/v1/reviews/{submitted.pk}/",
        f"/api/v1/assessments/{assessment.pk}/",
        f"/api/v1/issues/{issue.pk}/",
        f"/api/v1/events/{event.pk}/",
        *[f"/api/v1/people/{person.profile.handle}/" for person in people.values()],
    ]


ROLES = [
    "anonymous",
    "reader",
    "author",
    "reviewer",
    "pseudonymous reviewer",
    "editor",
    "second editor",
    "managing editor",
    "administrator",
]


@pytest.fixture(params=ROLES)
def browser(request, client, people):
    if request.param != "anonymous":
        client.force_login(people[request.param])
    return client


def walk(client):
    """Every answer that can be reached from the index, page by page."""
    waiting, seen = ["/api/v1/"], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        yield address, answer
        for link in addresses_in(answer.json() if "json" in answer["Content-Type"] else None):
            path = link.removeprefix(SITE)
            if path in {f"/api/v1/{name}/" for name in LISTS}:
                path += "?limit=2"
            if path == "/api/v1/search/":
                path += "?q=the"
            waiting.append(path)


def addresses_in(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from addresses_in(part)
    elif isinstance(value, str) and value.startswith(f"{SITE}/api/v1/"):
        yield value


def assert_tells_nothing(address, answer):
    text = answer.content.decode() + str(answer.headers)
    for link in [
        address,
        *addresses_in(answer.json() if "json" in answer["Content-Type"] else None),
    ]:
        for cursor in parse_qs(urlsplit(link).query).get("cursor", []):
            text += base64.urlsafe_b64decode(cursor + "==").decode()
    for word in PLAIN_WORDS:
        assert word.lower() not in text.lower(), f"{address} tells {word}"


@pytest.mark.django_db
def test_no_answer_discloses_a_secret_to_anyone(browser, hidden):
    reached = 0
    for address, answer in walk(browser):
        assert_tells_nothing(address, answer)
        reached += 1
    assert reached > len(LISTS) * 2


@pytest.mark.django_db
def test_what_is_hidden_has_no_address(browser, hidden):
    for address in hidden:
        answer = browser.get(address)
        assert answer.status_code == 404, address


@pytest.mark.django_db
def test_filters_do_not_find_what_is_hidden(browser, hidden, people):
    for path in (
        "reviews/?byline_kind=signed",
        "preprints/?significance_min=useful",
        "assessments/?strength_min=inadequate",
        "issues/?number=9",
        "events/?kind=review.begun",
    ):
        answer = browser.get(f"/api/v1/{path}")
        assert answer.status_code == 200
        assert_tells_nothing(path, answer)
    assert browser.get("/api/v1/issues/?number=9").json()["results"] == []


@pytest.mark.django_db
def test_the_walk_would_find_a_secret(client, hidden):
    PreprintFactory(version__title="Secretly shown")
    answers = dict(walk(client))
    with pytest.raises(AssertionError, match="tells Secretly"):
        list(map(assert_tells_nothing, answers, answers.values()))
