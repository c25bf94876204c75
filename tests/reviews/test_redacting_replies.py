"""What was published in reply is redacted as a review is: revisions, corrections, appeals."""

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import Role, User
from reviews import redaction_errors as errors
from reviews.models import Correction, Round
from reviews.services.appealing import appeal_assessment, dismiss_appeal, take_appeal
from reviews.services.correcting import post_corrections
from reviews.services.redacting_replies import redact_appeal, redact_correction, redact_revision
from reviews.services.redaction_steps import Passage
from reviews.services.revising import declare_revision
from tests.factories.accounts import UserFactory
from tests.factories.reviews import CorrectionFactory
from tests.factories.times import NOW
from tests.reviews.revised import revised_work
from tests.reviews.test_redacting import REASON, WORDS, page
from tests.reviews.test_signing_later import log_holds, rewrite

pytestmark = pytest.mark.django_db


def revised_with_replies():
    """A revision with an answer, posted corrections, a dismissed appeal: each names somebody."""
    revised = revised_work()
    of, editor = revised.round, revised.round.submission.editor
    declared = declare_revision(
        revised.newer.pk,
        author=revised.author,
        note=f"We asked {WORDS}.",
        answers={1: f"{WORDS} agrees."},
        now=NOW,
    )
    for number in (1, 2):
        CorrectionFactory(round=of, number=number, wrong=f"{WORDS} did it.", asked_at=NOW)
    Round.objects.filter(pk=of.pk).update(sent_at=NOW)
    post_corrections(of, actor_id=editor.pk, now=NOW)
    appeal = appeal_assessment(revised.assessment.pk, by=revised.author, text="No.", now=NOW)
    free = UserFactory(editor=True)
    take_appeal(appeal.pk, editor=free, now=NOW)
    dismiss_appeal(appeal.pk, editor=free, reason=f"{WORDS} is right.", now=NOW)
    return declared, Correction.objects.order_by("number").first(), appeal


def test_revisions_corrections_and_the_outcome_of_an_appeal_are_redacted_in_the_same_way():
    revision, correction, appeal = revised_with_replies()
    before = log_holds()  # the round that it revises was made without events
    editor = revision.round.submission.editor
    managing = UserFactory(managing_editor=True)
    named = {"reason": REASON, "now": NOW}
    for part in ("note", "answer-1"):
        redact_revision(revision.pk, editor=editor, passage=Passage(part, WORDS), **named)
    redact_correction(correction.pk, editor=editor, passage=Passage("wrong", WORDS), **named)
    for row, act, part in (
        (appeal, redact_appeal, "reason"),
        (correction, redact_correction, "note"),
    ):
        with pytest.raises((errors.NotYoursToRedact, errors.PassageNotFound)):
            act(row.pk, editor=editor, passage=Passage(part, WORDS), **named)
    redact_appeal(appeal.pk, editor=managing, passage=Passage("reason", WORDS), **named)
    shown = page(revision.version.get_absolute_url()) + page(f"/{appeal.assessment.identifier}")
    for words in ("We asked [redacted].", "[redacted] agrees.", "[redacted] is right."):
        assert words in shown
    assert "A passage of “The answer to review 1” was redacted on 2 March 2026:" in shown
    assert "[redacted] did it." in shown
    assert shown.count(f"{WORDS} did it.") == 1, "the other correction stays"
    assert shown.count(REASON) == 4
    api = Client().get(f"/api/v1/revisions/{revision.pk}/").json()
    assert "Quenneville" not in str(api)
    assert [one["part"] for one in api["redactions"]] == ["note", "answer-1"]
    assert log_holds() == before
    for row, change in (
        (revision, {"note": "Else."}),
        (revision, {"redactions": []}),
        (correction, {"wrong": "Else."}),
        (appeal, {"reason": "Else."}),
    ):
        with transaction.atomic():
            rewrite(row, **change)
            assert "3 published texts are not in it as they stand" in str(log_holds()), change
            transaction.set_rollback(True)


def test_nobody_redacts_what_they_decided_nor_what_is_not_posted():
    revision, correction, appeal = revised_with_replies()
    editor = revision.round.submission.editor
    managing = UserFactory(managing_editor=True)
    named = {"reason": REASON, "now": NOW}
    appeal.refresh_from_db()
    Role.objects.create(user=appeal.editor, name=Role.Name.MANAGING_EDITOR)
    decided = User.objects.get(pk=appeal.editor_id)
    with pytest.raises(errors.NotYoursToRedact):
        redact_appeal(appeal.pk, editor=decided, passage=Passage("reason", WORDS), **named)
    rewrite(correction, note=f"It is so, {WORDS} says.")
    note = Passage("note", WORDS)
    with pytest.raises(errors.NotYoursToRedact):
        redact_correction(correction.pk, editor=editor, passage=note, **named)
    asked = CorrectionFactory(round=correction.round, number=3, wrong=f"{WORDS} did it.")
    with pytest.raises(errors.NothingToRedact):
        redact_correction(asked.pk, editor=editor, passage=Passage("wrong", WORDS), **named)
    redact_correction(correction.pk, editor=managing, passage=note, **named)
    redact_appeal(appeal.pk, editor=managing, passage=Passage("reason", WORDS), **named)
