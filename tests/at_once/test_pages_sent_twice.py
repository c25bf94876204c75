"""The back button, a reload, a second click: a form sent again changes nothing more.

Every act answers with a redirect, so that a reload asks only for the page it leads to.
"""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from accounts.models import User
from curation import form_texts
from curation.models import Issue
from ingest.models import Source
from preprints.duplicates import merge as merging
from reviews.models import Assessment
from tests.at_once import issues, works
from tests.at_once.effects import count_all, since
from tests.at_once.reviewing import assessments, inviting
from tests.at_once.sending import send
from tests.at_once.sources import make_source
from tests.curation.works import fill, make_candidate, write_editorial
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import NOW, day_to_type
from web import sent_twice

pytestmark = pytest.mark.django_db
Sent = tuple[User, str, dict[str, Any]]


@pytest.fixture(autouse=True)
def _nothing_leaves(monkeypatch):
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)


def paste() -> Sent:
    return UserFactory(), reverse("reviews:submit"), {"link": "arXiv:2605.00001"}


def decline() -> Sent:
    url = reverse("reviews:decline_submission", args=[SubmissionFactory().pk])
    typed = {"ground": "not-ready", "text": "Add the proof.", "interests_choice": "none"}
    return UserFactory(editor=True), url, typed


def invite() -> Sent:
    opened = RoundFactory()
    typed = {"email": "noor@example.org", "name": "Noor", "message": "", "due_on": day_to_type()}
    return opened.submission.editor, reverse("reviews:invite_reviewer", args=[opened.pk]), typed


def revoke() -> Sent:
    invitation = InvitationFactory()
    url = reverse("reviews:revoke_invitation", args=[invitation.pk])
    return invitation.round.submission.editor, url, {}


def volunteer() -> Sent:
    opened = RoundFactory(submission__preprint__status="under-review")
    url = reverse("reviews:volunteer", args=[opened.submission.preprint_id])
    return inviting.verified_user(), url, {"interests_choice": "none"}


def accept_review() -> Sent:
    review = ReviewFactory(submitted=True)
    url = reverse("reviews:accept_review", args=[review.pk])
    return review.round.submission.editor, url, {}


def publish_review() -> Sent:
    review = ReviewFactory(submitted=True, round__state="assessed")
    url = reverse("reviews:publish_review", args=[review.pk])
    return review.round.submission.editor, url, {}


def release_round() -> Sent:
    review = ReviewFactory(accepted=True)
    url = reverse("reviews:release_round", args=[review.round_id])
    return review.round.submission.editor, url, {"reason": "One is ill."}


def write_as_reviewer() -> Sent:
    review = ReviewFactory(round=RoundFactory(released=True), accepted=True)
    url = reverse("reviews:reviewer_thread", args=[review.pk])
    return review.reviewer, url, {"text": "I agree."}


def write_as_editor() -> Sent:
    of = RoundFactory(released=True)
    url = reverse("reviews:editor_thread", args=[of.pk])
    return of.submission.editor, url, {"text": "Thank you."}


def send_to_authors() -> Sent:
    approved = assessments.assessment_of_an_author()
    url = reverse("reviews:send_to_authors", args=[approved.pk])
    return approved.round.submission.editor, url, {}


def post_round() -> Sent:
    sent, author = assessments.round_with_authors()
    return author, reverse("reviews:post_round", args=[sent.pk]), {}


def propose() -> Sent:
    opened = assessments.round_with_a_review()
    typed = {
        "significance": term("significance", "important").pk,
        "strength": term("strength", "solid").pk,
        "text": "An important result. It is solid.",
        "interests_choice": "none",
    }
    return opened.submission.editor, reverse("reviews:write_assessment", args=[opened.pk]), typed


def decide(name: str, **typed: str) -> Callable[[], Sent]:
    def prepare() -> Sent:
        assessment = assessments.proposed()
        url = reverse(f"reviews:{name}", args=[assessment.pk])
        second = assessment.round.submission.second_editor
        return second, url, {"seen": assessment.fingerprint, "interests_choice": "none", **typed}

    return prepare


def publish_assessment() -> Sent:
    opened = assessments.round_with_a_review()
    submission = opened.submission
    assessment = AssessmentFactory(
        round=opened, state="approved", approved_by=submission.second_editor, approved_at=NOW
    )
    return submission.editor, reverse("reviews:publish_assessment", args=[assessment.pk]), {}


def mark_different() -> Sent:
    url = reverse("reviews:mark_different", args=[works.candidate().pk])
    return UserFactory(editor=True), url, {}


def undo_merge() -> Sent:
    kept, merged = works.two_works()
    merge = merging.merge_preprints(kept.pk, merged.pk, reason="One work.", now=NOW)
    return UserFactory(editor=True), reverse("reviews:undo_merge", args=[merge.pk]), {}


def begin_issue() -> Sent:
    typed = {"title": "Agents", "volume": 3, "number": 1}
    return UserFactory(editor=True), reverse("curation:begin_issue"), typed


def add_entry() -> Sent:
    issue, work = issues.make_issue(), make_candidate()
    url = reverse("curation:add_entry", args=[issue.pk, work.pk])
    return issue.editor, url, {"so_it_is": "on"}


def declare_interests() -> Sent:
    issue, work = issues.make_issue(), make_candidate()
    url = reverse("curation:declare_interests", args=[issue.pk, work.pk])
    return issue.editor, url, {"interests_choice": "none"}


def declare_same() -> Sent:
    issue, editor = issues.make_issue(), UserFactory(editor=True)
    entry = fill(issue, issue.editor, make_candidate())
    url = reverse("curation:declare_same", args=[issue.pk])
    return editor, url, {"so_it_is": "on", "version": entry.version_id}


def move_entry() -> Sent:
    last = issues.entries(4)[-1]
    url = reverse("curation:move_entry", args=[last.pk, "up"])
    return last.issue.editor, url, {"position": last.position}


def remove_entry() -> Sent:
    entry = issues.entries(3)[1]
    return entry.issue.editor, reverse("curation:remove_entry", args=[entry.pk]), {}


def save_entry() -> Sent:
    (entry,) = issues.entries(1)
    seen = form_texts.entry_fingerprint(entry)
    typed = {"section": "Trust", "recommendation": "Read it slowly.", "seen": seen}
    return entry.issue.editor, reverse("curation:save_entry", args=[entry.pk]), typed


def save_issue() -> Sent:
    issue = issues.make_issue()
    typed = {
        "title": "Trust",
        "editorial": "Three works.",
        "seen": form_texts.issue_fingerprint(issue),
    }
    return issue.editor, reverse("curation:save_issue", args=[issue.pk]), typed


def publish_issue() -> Sent:
    issue = issues.make_issue()
    fill(issue, issue.editor, make_candidate())
    write_editorial(issue, issue.editor)
    return issue.editor, reverse("curation:publish_issue", args=[issue.pk]), {}


def decide_on_source(name: str, **fields: object) -> Callable[[], Sent]:
    def prepare() -> Sent:
        source: Source = make_source(**fields)
        return UserFactory(editor=True), reverse(f"ingest:{name}", args=[source.slug]), {}

    return prepare


FORMS = {
    "paste a link": paste,
    "decline": decline,
    "invite": invite,
    "revoke": revoke,
    "volunteer": volunteer,
    "accept a review": accept_review,
    "publish a late review": publish_review,
    "release a round": release_round,
    "write in a thread": write_as_reviewer,
    "write in a thread as an editor": write_as_editor,
    "send to the authors": send_to_authors,
    "post a round": post_round,
    "propose": propose,
    "approve": decide("approve_assessment"),
    "return": decide("return_assessment", comment="Say why."),
    "publish an assessment": publish_assessment,
    "tell apart": mark_different,
    "undo a merge": undo_merge,
    "begin an issue": begin_issue,
    "add an entry": add_entry,
    "declare of a work in an issue": declare_interests,
    "declare of all works in an issue": declare_same,
    "move an entry": move_entry,
    "remove an entry": remove_entry,
    "save an entry": save_entry,
    "save an issue": save_issue,
    "publish an issue": publish_issue,
    "pause": decide_on_source("pause"),
    "run now": decide_on_source("run_now", is_paused=True),
    "allow once": decide_on_source("allow_once", is_paused=True, is_stopped=True),
}


# What is refused stays with its writer, as every text that was posted.
KEPT_AS_DRAFT = {"invite": {("rows", "drafts.Draft"): 1}}


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
