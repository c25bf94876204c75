"""Where the rows of an editor's desk end: the oldest of many, a due moment, each condition."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reviews.models import Review
from reviews.selectors import desk as desk_page
from reviews.selectors.desk import editor_desk
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.test_desk_order import KINDS, day, round_to_assess, round_without_reviewers
from tests.reviews.test_desk_rows import CONFIRMED, corrected_signature, open_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory(editor=True)


@pytest.fixture
def second():
    return UserFactory(editor=True)


@pytest.mark.parametrize("make", KINDS)
def test_of_many_rows_of_a_kind_those_that_waited_longest_are_shown(
    editor, second, monkeypatch, make
):
    monkeypatch.setattr(desk_page, "DESK_ROWS_A_KIND", 2)
    made = {number: make(editor, second, day(number))[0] for number in (3, 1, 2, 4)}
    desk = editor_desk(editor, now=NOW)
    assert [row.version for row in desk.rows] == [made[1].version, made[2].version]
    assert desk.is_cut


def test_a_triage_is_late_only_after_the_day_it_is_due(editor):
    due = NOW.replace(hour=9, minute=0)
    SubmissionFactory(triage_due_at=due)
    evening = NOW.replace(hour=23, minute=59)
    assert [row.is_late for row in editor_desk(editor, now=evening).rows] == [False]
    after = evening + timedelta(minutes=1)
    assert [row.is_late for row in editor_desk(editor, now=after).rows] == [True]


def test_a_late_row_says_so_in_words(client, editor):
    late = SubmissionFactory(triage_due_at=timezone.now() - timedelta(days=2))
    SubmissionFactory(triage_due_at=timezone.now() + timedelta(days=2))
    client.force_login(editor)
    text = client.get("/editor/").content.decode()
    assert text.count("Late: it was due") == text.count(" desk__since--late") == 1
    assert f'Late: it was due <time datetime="{late.triage_due_at.isoformat()}' in text


@pytest.mark.parametrize(
    "changed",
    [
        {"byline_kind": "pseudonym"},
        {"status": "disowned"},
        {"byline_approved_at": NOW},
        {"confirmed_at": None, "confirmed_by": ""},
    ],
)
def test_only_a_submitted_signature_waits_for_the_second_editor(editor, second, changed):
    kept, review = (corrected_signature(editor, second, **CONFIRMED) for _ in range(2))
    if "byline_approved_at" in changed:
        changed = {**changed, "byline_approved_by": second}
    Review.objects.filter(pk=review.pk).update(**changed)
    assert [row.version for row in editor_desk(second, now=NOW).rows] == [kept.version]


# --- More rows than are shown --------------------------------------------------------------------


def round_that_needs_nothing(editor, second, since):
    """One reviewer writes, another is asked."""
    opened = open_round(editor, second, opened_at=since)
    ReviewFactory(round=opened)
    InvitationFactory(round=opened)
    return opened


@pytest.mark.parametrize("make", [round_without_reviewers, round_to_assess])
def test_rounds_that_need_nothing_hide_no_newer_round_that_does(editor, second, monkeypatch, make):
    monkeypatch.setattr(desk_page, "DESK_ROWS_A_KIND", 2)
    for number in range(3):
        round_that_needs_nothing(editor, second, day(number))
    newer = [make(editor, second, day(number))[0] for number in (4, 5)]
    desk = editor_desk(editor, now=NOW)
    assert [row.version for row in desk.rows] == [one.version for one in newer]
    assert not desk.is_cut
    make(editor, second, day(6))
    desk = editor_desk(editor, now=NOW)
    assert [row.version for row in desk.rows] == [one.version for one in newer]
    assert desk.is_cut


def test_of_sixty_rounds_the_newest_is_shown_where_it_alone_needs_an_assessment(editor, second):
    for number in range(59):
        round_that_needs_nothing(editor, second, day(number))
    ready, fields = round_to_assess(editor, second, day(60))
    desk = editor_desk(editor, now=NOW)
    assert [(row.what, row.version) for row in desk.rows] == [(fields["what"], ready.version)]
    assert not desk.is_cut


@pytest.mark.parametrize("make", KINDS)
def test_as_many_rows_of_a_kind_as_are_shown_are_all_of_them(editor, second, monkeypatch, make):
    monkeypatch.setattr(desk_page, "DESK_ROWS_A_KIND", 2)
    made = [make(editor, second, day(number))[0] for number in (1, 2)]
    desk = editor_desk(editor, now=NOW)
    assert [row.version for row in desk.rows] == [one.version for one in made]
    assert not desk.is_cut
    make(editor, second, day(3))
    desk = editor_desk(editor, now=NOW)
    assert [row.version for row in desk.rows] == [one.version for one in made]
    assert desk.is_cut
