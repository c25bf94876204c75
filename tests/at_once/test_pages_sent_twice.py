"""The back button, a reload, a second click: a form sent again changes nothing more.

Every act answers with a redirect, so that a reload asks only for the page it leads to.
"""

import time
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from curation import form_texts
from curation.models import Issue
from ingest.models import Source
from reviews.models import Assessment
from tests.at_once import issues
from tests.at_once.effects import count_all, since
from tests.at_once.forms_to_send import FORMS
from tests.at_once.reviewing import assessments
from tests.at_once.sending import send
from tests.at_once.sources import make_source
from tests.factories.accounts import UserFactory
from web import sent_twice

pytestmark = pytest.mark.django_db
KEPT_AS_DRAFT = {"invite": {("rows", "drafts.Draft"): 1}}


@pytest.fixture(autouse=True)
def _nothing_leaves(monkeypatch):
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_sent_twice_counts_once(client, name):
    person, url, typed = FORMS[name]()
    client.force_login(person)
    first = client.post(url, typed)
    assert first.status_code == 302, first.content.decode()[:2000]
    before, placed = count_all(), issues.positions() if name == "move an entry" else None
    again = client.post(url, typed)
    assert again.status_code in (200, 302, 409, 422)
    assert since(before) == KEPT_AS_DRAFT.get(name, {})
    assert placed is None or issues.positions() == placed


@pytest.mark.parametrize("name", FORMS)
def test_a_double_click_is_answered_like_one_click(client, name):
    """The browser shows the second answer, so it must say that the act was carried out."""
    person, url, typed = FORMS[name]()
    client.force_login(person)
    click = {**typed, "csrfmiddlewaretoken": "as the page has it"}
    first = client.post(url, click)
    before = count_all()
    again = client.post(url, click)
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert since(before) == {}
    assert [one for one in get_messages(again.wsgi_request) if one.level_tag == "error"] == []


def test_each_person_at_one_address_gets_the_answer_to_their_own_click(client):
    """Also where another person has saved there since, or sends the very same values."""
    issue = issues.make_issue()
    url, bystander = reverse("curation:save_issue", args=[issue.pk]), Client()
    client.force_login(issue.editor)
    bystander.force_login(UserFactory(editor=True))

    def click(title: str) -> dict[str, str]:
        seen = form_texts.issue_fingerprint(Issue.objects.get())
        typed = {"title": title, "editorial": "", "seen": seen}
        return {**typed, "csrfmiddlewaretoken": "as the page has it"}

    first = click("A")
    answer = client.post(url, first)
    assert (answer.status_code, Issue.objects.get().title) == (302, "A")
    replaced = click("B")
    assert bystander.post(url, replaced).status_code == 302
    assert bystander.post(url, first).status_code == 422, "the answer to another person"
    assert Issue.objects.get().title == "B"
    before = count_all()
    for browser, sent in [(client, first), (bystander, replaced), (client, first)]:
        again = browser.post(url, sent)
        assert (again.status_code, again.get("Location")) == (302, answer["Location"])
    assert (since(before), Issue.objects.get().title) == ({}, "B")
    for title in ("C", "A"):  # the same person's other text, then the first one meant anew
        assert client.post(url, click(title)).status_code == 302
        assert Issue.objects.get().title == title


@pytest.mark.django_db(transaction=True)
def test_a_click_during_the_first_one_waits_for_its_answer(monkeypatch):
    """Two browsers' tabs share the session; the act is carried out once."""
    source = make_source()
    editor = UserFactory(editor=True)
    url = reverse("ingest:pause", args=[source.slug])
    first = Client()
    first.force_login(editor)
    called = []

    def pause_slowly(source_id: int, **_options: Any) -> Source:
        called.append(source_id)
        with connection.cursor() as cursor:  # until the second one waits for the lock
            for _ in range(3000):
                cursor.execute(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                )
                if cursor.fetchone()[0]:
                    break
                time.sleep(0.02)
        return source

    monkeypatch.setattr("ingest.services.sources.pause", pause_slowly)

    def click() -> tuple[int, str]:
        client = Client()
        client.cookies = first.cookies
        answer = client.post(url, {"reason": "", "csrfmiddlewaretoken": "as the page has it"})
        return answer.status_code, answer["Location"]

    outcome = send(click, click)
    assert outcome.raised == []
    assert outcome.returned == [(302, "/editor/sources/")] * 2
    assert called == [source.pk]


@pytest.mark.django_db(transaction=True)
def test_clicks_that_would_hold_every_thread_are_asked_to_come_again():
    """Another person's form, and a preview of the same form, are answered meanwhile."""
    issue = issues.make_issue()
    url, typed = reverse("curation:save_issue", args=[issue.pk]), {"title": "A", "editorial": "B"}
    click = {
        **typed,
        "seen": form_texts.issue_fingerprint(issue),
        "csrfmiddlewaretoken": "of the page",
    }
    client, bystander = Client(), Client()
    client.force_login(issue.editor)
    bystander.force_login(UserFactory(editor=True))
    lock = "SELECT {}(hashtextextended(%s, %s))"
    request = client.get(url).wsgi_request
    request.POST = QueryDict(urlencode(click))
    place = [sent_twice._sent_form(request).lock, sent_twice._LOCKS]
    with psycopg.connect(**connection.get_connection_params()) as first:
        first.execute(lock.format("pg_advisory_lock"), place)
        with sent_twice._waiting:
            refused = client.post(url, click)
            assert bystander.post(url, {**click, "title": "C"}).status_code == 302
            assert client.post(url, {**click, "preview": "1"}).status_code in (200, 409, 422)
        assert (refused.status_code, refused["Retry-After"]) == (503, "2")
        assert Issue.objects.get().title == "C"
    assert client.post(url, click).status_code in (302, 409, 422)


def test_an_assessment_is_not_approved_without_having_been_seen(client):
    """An old page, a page that lost its field, and a forged one."""
    assessment = assessments.proposed()
    client.force_login(assessment.round.submission.second_editor)
    url = reverse("reviews:approve_assessment", args=[assessment.pk])
    none = {"interests_choice": "none"}
    for typed in ({}, {"seen": ""}, {"seen": "0" * 16}):
        client.post(url, {**none, **typed})
        assert Assessment.objects.get().state == "proposed"
    seen = assessment.fingerprint
    Assessment.objects.update(text="Rewritten since.")
    client.post(url, {**none, "seen": seen})
    assert Assessment.objects.get().state == "proposed"
    client.post(url, {**none, "seen": Assessment.objects.get().fingerprint})
    assert Assessment.objects.get().state == "approved"
