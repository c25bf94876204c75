"""A selected work was to be looked at again, and the round that was opened for it lapsed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from preprints.models import Preprint
from reading.selectors.me import my_page
from reviews.models import ConfirmedAssessment, EditorDay, Reopening, Round
from reviews.selectors.author_waiting import Reader, author_waiting
from reviews.selectors.desk.reopenings import LAPSED_REOPENING
from reviews.services import revising
from reviews.services.editor_days import give_editor_days
from reviews.services.pausing import pause_submission, resume_submission
from reviews.services.reopened_assessments import decide_reopening, reopen_assessment
from reviews.services.round_lapses import reopen_round
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import RoundFactory
from tests.factories.times import DUE, NOW
from tests.reviews.desks import desk_of
from tests.reviews.selected import selected_work

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)
ENDED = NOW + timedelta(days=150)
NOTICED = ENDED + timedelta(days=1)


def lapsed_again(of):
    """Decided "full", and nobody reviewed it."""
    reopen(of, LATER)
    decide(of, "full", LATER)
    of.submission.rounds.filter(number=2).update(state="lapsed", closed_at=ENDED)
    return of.submission.rounds.get(number=2)


def reopen(of, now):
    return reopen_assessment(of.submission.pk, editor=of.editor, reason="Why not?", now=now)


def decide(of, decision, now):
    return decide_reopening(
        of.submission.pk,
        editor=of.editor,
        decision=decision,
        reason="Because.",
        due_on=DUE,
        seen=Reopening.objects.of_submission(of.submission).last().pk,
        now=now,
    )


def rows(editor):
    """Of every kind, each with its acts."""
    return {
        group.name: [[act.words for act in row.acts] for row in group.rows]
        for group in desk_of(editor, now=NOTICED).groups
    }


@pytest.fixture
def of():
    return selected_work()


def test_its_handling_editor_goes_on_or_looks_again_from_the_desk(of, client):
    bystander = selected_work()
    ended, other = lapsed_again(of), lapsed_again(bystander)
    Round.objects.filter(pk=other.pk).update(state="open", closed_at=None)
    assert rows(of.editor) == {"lapsed-reopenings": [["Look again", "Go on with this round"]]}
    assert rows(of.submission.second_editor) == {}
    assert "lapsed-reopenings" not in rows(bystander.editor)
    client.force_login(of.editor)
    page = client.get(reverse("reviews:submission", args=[of.submission.pk])).text
    assert "ended on" in page
    assert "looks at the work again" not in page
    look = client.get(reverse("reviews:reopen_assessment", args=[of.submission.pk])).text
    assert "without an assessment." in look
    assert f"{reverse('reviews:submission', args=[of.submission.pk])}#lapsed" in look
    give_editor_days(now=NOTICED)
    ((row,),) = [group.rows for group in desk_of(of.editor, now=NOTICED).groups]
    words = author_waiting(of.submission, Reader(is_author=True), now=NOTICED)
    (own,) = my_page(of.author, now=NOTICED).own_preprints
    assert words.words == own.waiting.words
    assert own.waiting.words.startswith("Nobody reviewed version 1 again, so that round has ended.")
    assert words.until == own.waiting.until == row.due.date()
    unlike = author_waiting(bystander.submission, Reader(is_author=True), now=NOTICED)
    assert "Nobody reviewed" not in unlike.words
    response = client.post(reverse("reviews:reopen_round", args=[ended.pk]))
    assert response.status_code == 302
    assert "lapsed-reopenings" not in rows(of.editor)


def test_looking_again_ends_the_row_and_so_does_the_decision(of):
    lapsed_again(of)
    reopen(of, NOTICED)
    assert set(rows(of.editor)) == {"reopenings"}
    decide(of, "stands", NOTICED)
    assert rows(of.editor) == {}


def test_a_round_that_goes_on_no_more_is_only_looked_at_again(of):
    ended = lapsed_again(of)
    revising.declare_final(ended.version_id, author=of.author, now=NOTICED)
    assert rows(of.editor) == {"lapsed-reopenings": [["Look again"]]}
    Preprint.objects.filter(pk=of.preprint.pk).update(status="selected")
    of.submission.refresh_from_db()
    of.submission.final_version = None
    of.submission.save()
    reopen_round(ended.pk, editor=of.editor, now=NOTICED)
    assert "lapsed-reopenings" not in rows(of.editor)


def confirm(of, number, at):
    version = VersionFactory(preprint=of.preprint, number=number, seen_at=LATER)
    ConfirmedAssessment.objects.create(
        assessment=of.assessment,
        version=version,
        editor=of.editor,
        reason="It holds.",
        confirmed_at=at,
    )


def test_the_row_goes_once_the_assessment_is_confirmed_since(of):
    lapsed_again(of)
    confirm(of, 2, LATER)
    assert LAPSED_REOPENING.name in rows(of.editor), "confirmed before the round lapsed"
    confirm(of, 3, ENDED)
    assert LAPSED_REOPENING.name not in rows(of.editor)


def test_a_later_round_that_answered_no_reopening_has_no_such_row(of):
    other = selected_work(editor=of.editor)
    lapsed = {"state": "lapsed", "closed_at": ENDED, "number": 2}
    RoundFactory(submission=of.submission, version=of.assessment.version, **lapsed)
    assert LAPSED_REOPENING.name not in rows(of.editor)
    lapsed_again(other)
    assert len(rows(of.editor)[LAPSED_REOPENING.name]) == 1


def test_its_day_stays_where_the_work_leaves_and_comes_back_for_it_waits_all_the_time():
    of = selected_work()
    lapsed_again(of)
    give_editor_days(now=NOTICED)
    days = EditorDay.objects.filter(kind=LAPSED_REOPENING.name, submission=of.submission)
    (due,) = days.values_list("due_on", flat=True)
    rows = Preprint.objects.filter(pk=of.preprint.pk)
    rows.update(status="withdrawn", status_before_withdrawal="selected", status_at=NOTICED)
    pause_submission(of.submission.pk, now=NOTICED)
    rows.update(status="selected", status_before_withdrawal="")
    resume_submission(of.submission.pk, now=NOTICED + timedelta(days=10))
    assert list(days.values_list("due_on", flat=True)) == [due]
