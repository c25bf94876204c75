"""The assessment of a work in an issue is looked at again: why, by whom, and what follows."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from events.completeness import compare_with_published
from events.outbox import work
from preprints.models import Preprint
from reviews import errors, reopening_errors, revision_errors
from reviews.editor_errors import OutsideTheirSubjects
from reviews.models import EditorSubject, Policy, Reopening, Round
from reviews.services.accepting import publish_review
from reviews.services.reopened_assessments import (
    decide_reopening,
    may_reopen,
    reopen_assessment,
    reopen_selected_work,
    reopen_selected_works,
)
from reviews.services.withdrawing import withdraw_assessment
from tests.factories.accounts import UserFactory
from tests.factories.preprints import SubjectFactory, VersionFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory, term
from tests.factories.times import DUE, NOW, day_to_type
from tests.reviews.desks import decisions
from tests.reviews.selected import selected_work

pytestmark = pytest.mark.django_db
WHY = "Figure 2 does not show what the text says."
LATER = NOW + timedelta(days=30)


@pytest.fixture
def of():
    """A selected work; beside it another one, of which nothing is looked at again."""
    selected_work()
    return selected_work()


def reopen(of, *, editor=None, reason=WHY, now=LATER):
    return reopen_assessment(of.submission.pk, editor=editor or of.editor, reason=reason, now=now)


def decide(of, decision="stands", *, editor=None, reason="It holds.", seen=None, now=LATER):
    newest = Reopening.objects.order_by("-pk").first()
    return decide_reopening(
        of.submission.pk,
        editor=editor or of.editor,
        decision=decision,
        reason=reason,
        due_on=DUE,
        seen=seen or (newest.pk if newest else 0),
        now=now,
    )


def look(now=LATER):
    """As the schedule does: at every selected work, twice."""
    reopen_selected_works(now=now)
    assert reopen_selected_works(now=now) == 0
    return [(one.cause, one.version.number) for one in Reopening.objects.order_by("pk")]


def newer_version(of, number=2):
    return VersionFactory(preprint=of.preprint, number=number, seen_at=LATER)


def late_review(of, strength):
    review = ReviewFactory(
        round=of.round, submitted=True, confirmed=True, strength=term("strength", strength)
    )
    publish_review(review.pk, editor=of.editor, now=LATER)
    return review


def second_assessment(of, strength):
    version = newer_version(of)
    again = RoundFactory(submission=of.submission, version=version, number=2, state="assessed")
    AssessmentFactory(
        round=again, published=True, published_at=LATER, strength=term("strength", strength)
    )
    return again


# --- What opens it again -------------------------------------------------------------------------


def test_nothing_is_looked_at_where_nothing_has_happened(of):
    late_review(of, "solid")
    assert look() == []


def test_a_newer_version_opens_it_once_and_the_next_one_after_the_decision(of):
    newer_version(of)
    assert look() == [("new-version", 2)]
    newer_version(of, 3)
    assert look() == [("new-version", 2)], "it is looked at already"
    decide(of)
    assert look() == [("new-version", 2)], "version 3 was there when it was decided"
    VersionFactory(preprint=of.preprint, number=4, seen_at=LATER + timedelta(days=1))
    assert look(now=LATER + timedelta(days=1)) == [("new-version", 2), ("new-version", 4)]


@pytest.mark.parametrize(
    ("strength", "expected"), [("incomplete", [("assessment", 2)]), ("solid", [])]
)
def test_a_later_assessment_below_the_bar_opens_it(of, strength, expected):
    second_assessment(of, strength)
    assert look() == expected
    assert all(one.assessment.version.number == 2 for one in Reopening.objects.all())


def test_a_late_review_below_the_bar_opens_it_at_once(of):
    review = late_review(of, "inadequate")
    while work():
        pass
    reopening = Reopening.objects.get()
    assert (reopening.cause, reopening.review, reopening.assessment) == (
        "review",
        review,
        of.assessment,
    )
    decide(of)
    assert look() == [("review", 1)]


def test_a_withdrawal_at_the_source_opens_it_even_while_it_is_looked_at(of):
    newer_version(of)
    look()
    Preprint.objects.filter(pk=of.preprint.pk).update(
        status="withdrawn", status_before_withdrawal="selected"
    )
    assert look() == [("new-version", 2), ("work-withdrawn", 2)]
    with pytest.raises(errors.WorkWithdrawn):
        decide(of, "full")
    decide(of, reason="The text was withdrawn for its figures alone.")
    assert set(Reopening.objects.values_list("decision", "decision_reason")) == {
        ("stands", "The text was withdrawn for its figures alone.")
    }


def test_nothing_is_opened_while_the_work_is_reviewed_again(of):
    RoundFactory(submission=of.submission, version=newer_version(of), number=2)
    assert look() == []
    with pytest.raises(revision_errors.ReviewGoesOn):
        reopen(of)


def test_an_editor_opens_it_with_a_reason(of):
    anyone = UserFactory(editor=True)
    reopening = reopen(of, editor=anyone)
    assert (reopening.opened_by, reopening.reason, reopening.is_waiting) == (anyone, WHY, True)
    with pytest.raises(reopening_errors.AlreadyReopened):
        reopen(of)


def test_who_may_not_open_it_and_when(of):
    limited = UserFactory(editor=True)
    EditorSubject.objects.create(editor=limited, subject=SubjectFactory(slug="geology"))
    of.preprint.subjects.add(SubjectFactory(slug="biology"))
    own = UserFactory(editor=True)
    of.preprint.current_version.authors.update(user=own)
    unselected = RoundFactory(state="assessed", closed_at=NOW)
    AssessmentFactory(round=unselected, published=True)
    refused = [
        (of.submission, limited, WHY, OutsideTheirSubjects),
        (of.submission, own, WHY, errors.EditorIsAuthor),
        (of.submission, UserFactory(), WHY, errors.NotAnEditor),
        (of.submission, of.editor, " ", reopening_errors.ReopenedWithoutReason),
        (unselected.submission, of.editor, WHY, reopening_errors.NotSelected),
    ]
    for submission, editor, reason, error in refused:
        with pytest.raises(error):
            reopen_assessment(submission.pk, editor=editor, reason=reason, now=NOW)
    assert not Reopening.objects.exists()
    offered = [may_reopen(of.submission, one) for one in (limited, own, UserFactory(editor=True))]
    assert offered == [False, False, True]


# --- What follows --------------------------------------------------------------------------------


def test_a_full_review_opens_a_round_and_invites_who_reviewed_it(of):
    newest = newer_version(of)
    look()
    invited = decide(of, "full")
    opened = Round.objects.get(submission=of.submission, number=2)
    assert (opened.version, opened.kind, opened.state) == (newest, "full", "open")
    assert len(invited) == 2
    assert Reopening.objects.get().round == opened
    with pytest.raises(reopening_errors.NothingReopened):
        decide(of)


def test_only_the_handling_editor_decides_and_on_what_they_have_seen(of):
    first = reopen(of)
    with pytest.raises(errors.NotTheHandlingEditor):
        decide(of, editor=of.submission.second_editor)
    with pytest.raises(reopening_errors.ReopenedWithoutReason):
        decide(of, reason=" ")
    Preprint.objects.filter(pk=of.preprint.pk).update(status="withdrawn")
    reopen_selected_work(of.preprint.pk, now=LATER)
    with pytest.raises(reopening_errors.ReopenedMeanwhile):
        decide(of, seen=first.pk)
    decide(of)
    assert not Reopening.objects.waiting().exists()


def test_a_round_opened_for_another_reason_answers_it(of):
    reopening = reopen(of)
    managing = UserFactory(managing_editor=True)
    withdraw_assessment(of.assessment.pk, by=managing, reason="Mixed up.", now=LATER)
    reopening.refresh_from_db()
    assert (reopening.is_waiting, reopening.round.number) == (False, 2)
    with pytest.raises(reopening_errors.NothingReopened):
        decide(of)


def test_a_round_on_the_version_before_does_not_answer_that_a_newer_one_appeared(of):
    """It waits on, to be looked at by itself; a doubt that waits beside it is answered."""
    newer_version(of)
    look()
    appeared = Reopening.objects.get()
    fields = {"assessment": of.assessment, "opened_at": LATER, "due_at": LATER}
    doubt = Reopening.objects.create(
        cause="editor", version=of.round.version, opened_by=of.editor, reason=WHY, **fields
    )
    managing = UserFactory(managing_editor=True)
    withdraw_assessment(of.assessment.pk, by=managing, reason="Mixed up.", now=LATER)
    for reopening in (appeared, doubt):
        reopening.refresh_from_db()
    assert doubt.round.version == of.round.version
    assert (appeared.cause, appeared.is_waiting) == ("new-version", True)


# --- Who learns of it ----------------------------------------------------------------------------


def test_the_editors_and_authors_are_mailed_and_the_desk_has_one_row(of):
    reopen(of)
    Preprint.objects.filter(pk=of.preprint.pk).update(status="withdrawn")
    reopen_selected_work(of.preprint.pk, now=LATER)
    while work():
        pass
    editors = {of.editor.email, of.submission.second_editor.email}
    assert {one.to[0] for one in mail.outbox} == editors | {of.author.email}
    assert all(WHY in one.body for one in mail.outbox if "An editor asked for it" in one.body)
    (row,) = decisions(of.editor)
    assert "An editor asked for it" in row.what
    assert row.due == LATER + timedelta(days=7)
    assert decisions(of.submission.second_editor) == []
    mail.outbox.clear()
    decide(of)
    while work():
        pass
    (mailed,) = mail.outbox
    assert mailed.to == [of.author.email]
    assert "It holds." in mailed.body
    assert decisions(of.editor) == []


def unlogged():
    return [name for name in compare_with_published().unlogged if "reopened" in name]


@pytest.mark.parametrize("change", [{"reason": "Else."}, {"decision_reason": "Else."}])
def test_the_log_holds_what_is_public_of_it_and_the_database_keeps_it(of, change):
    reopening = reopen(of)
    decide(of)
    assert unlogged() == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Reopening.objects.filter(pk=reopening.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        reopening.delete()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Reopening.objects.filter(pk=reopening.pk).update(**change)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    name = f"{reopening}, decided" if "decision_reason" in change else str(reopening)
    assert unlogged() == [name]


# --- Pages ---------------------------------------------------------------------------------------


def test_an_editor_reopens_and_decides_on_pages_that_keep_what_was_typed(client, of):
    client.force_login(of.editor)
    page = reverse("reviews:reopen_assessment", args=[of.submission.pk])
    to_decide = reverse("reviews:decide_reopening", args=[of.submission.pk])
    assert page in client.get(reverse("reviews:submission", args=[of.submission.pk])).text
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": WHY}).status_code == 422, "nothing is declared"
    sent = {"reason": WHY, "interests_choice": "none"}
    assert client.post(page, sent).status_code == 302
    assert to_decide in client.get(page).text
    fields = {"decision": "stands", "reason": "It holds.", "due_on": day_to_type(), "seen": 0}
    fields |= {"still_so": "on"}  # what was declared with the reopening
    refused = client.post(to_decide, fields)
    assert refused.status_code == 422
    assert "It holds." in refused.text
    assert WHY in refused.text
    newest = Reopening.objects.get().pk
    assert f'name="seen" value="{newest}"' in refused.text
    assert client.post(to_decide, fields | {"seen": newest}).status_code == 302
    assert "The assessment stands" in client.get(page).text
    client.force_login(of.submission.second_editor)
    assert client.get(to_decide).headers["Location"] == page
    assert client.get(page).status_code == 200


def test_the_day_of_a_decision_is_the_policys_own(of):
    Policy.objects.update(reopening_days=9, triage_days=30)
    assert reopen(of).due_at == LATER + timedelta(days=9)
