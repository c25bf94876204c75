"""That an assessment be withdrawn waits for its second editor: with a row, a day, a reminder."""

from datetime import timedelta

import pytest
from django.urls import reverse

from reviews.policies import current_policy
from reviews.services import withdrawing
from reviews.services.editor_days import editor_days_due, give_editor_days, remind_editor
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.desks import decisions, open_round, page_of, waiting

pytestmark = pytest.mark.django_db
TO_AGREE = "Agree, as second editor, that an assessment be withdrawn, or keep it"
AGREES = "The second editor agrees that an assessment be withdrawn, or keeps it"


@pytest.fixture
def asked():
    """A published assessment; another one, of the same editors, of which nobody asks that."""
    editor, second = UserFactory(editor=True), UserFactory(editor=True)
    one, _other = (
        AssessmentFactory(
            round=open_round(editor, second, state="assessed", closed_at=NOW), published=True
        )
        for _ in range(2)
    )
    return withdrawing.ask_for_withdrawal(one.pk, editor=editor, reason="It errs.", now=NOW)


def of_kind(rows, what):
    return [row for row in rows if row.what == what]


def test_it_stands_on_both_desks_with_a_day_until_it_is_decided(asked):
    submission = asked.round.submission
    give_editor_days(now=NOW)
    (row,) = of_kind(decisions(submission.second_editor), TO_AGREE)
    (waits,) = of_kind(waiting(submission.editor), AGREES)
    day = NOW.date() + timedelta(days=7)  # five working days
    assert row.due.date() == waits.due.date() == day
    assert row.acts[0].url == f"{page_of(submission)}#withdrawal"
    assert of_kind(decisions(submission.editor), TO_AGREE) == []
    withdrawing.keep_assessment(asked.pk, second_editor=submission.second_editor, now=NOW)
    assert of_kind(decisions(submission.second_editor), TO_AGREE) == []
    assert of_kind(waiting(submission.editor), AGREES) == []


def test_the_second_editor_is_reminded_of_it(asked):
    give_editor_days(now=NOW)
    late = NOW + timedelta(days=8)
    (day_id,) = editor_days_due(late.date(), now=late)
    reminder = remind_editor(day_id, policy=current_policy(), now=late)
    assert reminder.editor_day.kind == "withdrawals"


def test_it_is_decided_on_the_page_also_once_a_later_round_is_under_way(asked, client):
    submission = asked.round.submission
    later = RoundFactory(submission=submission, version=asked.version, number=2)
    ReviewFactory(round=later)
    client.force_login(submission.second_editor)
    page = client.get(page_of(submission)).content.decode()
    assert 'id="withdrawal"' in page
    assert reverse("reviews:keep_assessment", args=[asked.pk]) in page
