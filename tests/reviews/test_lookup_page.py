"""The page of a pasted link: its tab says what it shows, and no time that is past is announced."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ingest.models import Lookup
from ingest.record_json import record_to_json
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.test_submit_pages import RECORD
from web.templatetags.verso import day

pytestmark = pytest.mark.django_db
SHOWN = {
    "Looking it up": {"state": "waiting"},
    "arXiv does not answer": {"state": "failed", "is_away": True},
    "We could not find it": {"state": "failed"},
    "Is this the work?": {"state": "found", "record": record_to_json(RECORD)},
}


@pytest.fixture
def look_up(client):
    user = UserFactory()
    client.force_login(user)

    def make(**fields):
        place = {"source": "arxiv", "external_id": "1605.08386", "url": RECORD.location.url}
        asked = {"text": "arXiv:1605.08386", "asked_by": user, "created_at": NOW}
        return Lookup.objects.create(**place, **asked, **fields)

    return make


def shown(client, lookup, **headers):
    answer = client.get(reverse("reviews:submit_found_work", args=[lookup.pk]), headers=headers)
    return " ".join(answer.content.decode().split())


def title_and_heading(words):
    return re.search("<title>(.*?)</title>", words)[1], re.search("<h1>(.*?)</h1>", words)[1]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("heading", SHOWN)
def test_the_tab_has_the_title_of_what_the_page_shows(client, look_up, heading, headers):
    words = shown(client, look_up(**SHOWN[heading]), **headers)
    assert title_and_heading(words) == (f"{heading} · Verso", heading)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_of_a_work_that_was_submitted_the_tab_says_so(client, look_up, headers):
    words = shown(client, look_up(state="found", preprint=PreprintFactory(status="reviewed")))
    heading = "This work has already been submitted"
    assert title_and_heading(words) == (f"{heading} · Verso", heading)
    bystander = look_up(state="found", preprint=PreprintFactory())
    assert title_and_heading(shown(client, bystander))[1] == "Is this the work?"


def test_the_time_of_the_next_try_is_said_while_it_is_to_come(client, look_up):
    soon = timezone.now() + timedelta(minutes=5)
    to_come = look_up(state="failed", is_away=True, next_try_at=soon)
    past = look_up(state="failed", is_away=True, next_try_at=soon - timedelta(minutes=6))
    assert f"ask again automatically at {soon:%H:%M:%S} UTC" in shown(client, to_come)
    words = shown(client, past)
    assert "We will ask again as soon as we can" in words
    assert "try again in a few minutes" not in words + shown(client, to_come)
    assert not re.search(r"\d\d:\d\d:\d\d", words)
    assert 'hx-trigger="every 5s"' in words


def test_that_a_submission_was_declined_is_said_to_who_may_know_it(client, look_up):
    lookup = look_up(state="found", preprint=PreprintFactory())
    declined = {"state": "declined", "decided_at": NOW, "decline_code": "scope"}
    texts = {"decline_text": "Not for us."}
    SubmissionFactory(submitter=lookup.asked_by, **declined, **texts)
    SubmissionFactory(preprint=lookup.preprint, **declined, **texts)
    words = shown(client, lookup)
    assert "already listed here</a>, and is not under review." in words
    assert "declined" not in words
    SubmissionFactory(preprint=lookup.preprint, is_decline_public=True, **declined, **texts)
    assert f"declined on {day(NOW)}; it may be submitted again." in shown(client, lookup)
    SubmissionFactory(preprint=lookup.preprint, submitter=lookup.asked_by, **declined, **texts)
    words = shown(client, lookup)
    assert f"declined on {day(NOW)}; it may be submitted again." in words
    assert "not under review" not in words
    assert "Ask for a review" in words
