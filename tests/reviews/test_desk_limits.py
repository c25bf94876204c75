"""Where the rows of an editor's desk end: the oldest of many, a due moment, each condition."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from reviews.models import Review
from reviews.selectors.desk import page as desk_page
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.desks import corrected_signature, decisions, desk_of, open_round
from tests.reviews.test_desk_order import KINDS, day, round_to_assess, round_without_reviewers
from tests.reviews.test_desk_rows import CONFIRMED

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
    (group,) = desk_of(editor).groups
    assert [row.version for row in group.rows] == [made[1].version, made[2].version]
    assert group.is_cut


def test_a_triage_is_late_only_after_the_day_it_is_due(editor):
    due = NOW.replace(hour=9, minute=0)
    SubmissionFactory(triage_due_at=due)
    evening = NOW.replace(hour=23, minute=59)
    assert [row.is_late for row in decisions(editor, now=evening)] == [False]
    after = evening + timedelta(minutes=1)
    assert [row.is_late for row in decisions(editor, now=after)] == [True]


def test_a_row_says_how_long_it_waits_until_when_and_whether_that_is_over(client, editor):
    now = timezone.now()
    for days in (9, 12):
        waits = {"submitted_at": now - timedelta(days=days)}
        SubmissionFactory(triage_due_at=now + timedelta(days=10 - days), **waits)
    client.force_login(editor)
    text = " ".join(client.get("/editor/").content.decode().split())
    assert text.count("(late: due ") == text.count(" desk__since--late") == 1
    sides = re.findall(r"desk__since.*?</p>", text)
    late, due = now - timedelta(days=2), now + timedelta(days=1)
    for side, words, days, until in ((0, "late: due", 12, late), (1, "due", 9, due)):
        since = now - timedelta(days=days)
        assert f'title="{since:%Y-%m-%d %H:%M} UTC"' in sides[side]
        plain = re.sub(r"<.*?>", "", sides[side]).replace("\xa0", " ")
        assert f"{days} days" in plain
        assert f"({words} {until.day} {until:%B}" in plain


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
    assert [row.version for row in decisions(second, now=NOW)] == [kept.version]


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
    (group,) = desk_of(editor).groups
    assert [row.version for row in group.rows] == [one.version for one in newer]
    assert not group.is_cut
    make(editor, second, day(6))
    (group,) = desk_of(editor).groups
    assert [row.version for row in group.rows] == [one.version for one in newer]
    assert group.is_cut


def test_of_sixty_rounds_the_newest_is_shown_where_it_alone_needs_an_assessment(editor, second):
    for number in range(59):
        round_that_needs_nothing(editor, second, day(number))
    ready, fields = round_to_assess(editor, second, day(60))
    (group,) = desk_of(editor).groups
    assert [(row.what, row.version) for row in group.rows] == [(fields["what"], ready.version)]
    assert not group.is_cut


@pytest.mark.parametrize("make", KINDS)
def test_as_many_rows_of_a_kind_as_are_shown_are_all_of_them(editor, second, monkeypatch, make):
    monkeypatch.setattr(desk_page, "DESK_ROWS_A_KIND", 2)
    made = [make(editor, second, day(number))[0] for number in (1, 2)]
    (group,) = desk_of(editor).groups
    assert [row.version for row in group.rows] == [one.version for one in made]
    assert not group.is_cut
    make(editor, second, day(3))
    (group,) = desk_of(editor).groups
    assert [row.version for row in group.rows] == [one.version for one in made]
    assert group.is_cut
