"""Whose words a redacted passage was gets a mail, and nobody else; of what they declared, too."""

from datetime import timedelta

import pytest
from django.db import transaction

from events.outbox import work
from mails.models import Mail
from reviews import redaction_errors as errors
from reviews.interests import Interests
from reviews.models import Correction, EditorInterests, IssueInterests, Submission
from reviews.services.editor_interests import keep_interests
from reviews.services.redacting_issue_interests import redact_issue_interests
from reviews.services.redacting_later_words import redact_confirmation, redact_reopening
from reviews.services.redacting_replies import redact_appeal, redact_correction
from reviews.services.redaction_steps import Passage
from reviews.services.reopened_assessments import decide_reopening, reopen_assessment
from tests.factories.accounts import UserFactory
from tests.factories.times import DUE, NOW
from tests.reviews import test_redacting_declines as declines
from tests.reviews.selected import selected_work
from tests.reviews.test_published_declines import take_back
from tests.reviews.test_redacting import REASON, WORDS
from tests.reviews.test_redacting_later_words import looked_at_again
from tests.reviews.test_redacting_replies import revised_with_replies
from tests.reviews.test_signing_later import log_holds, rewrite

pytestmark = pytest.mark.django_db
SAID = Interests(("personal",), f"A friend of {WORDS}.")
LEFT = "A friend of [redacted]."
NAMED = {"reason": REASON, "now": NOW}


def mailed():
    """Who got a mail that a passage was redacted."""
    while work():
        pass
    mails = Mail.objects.filter(kind="passage_redacted").order_by("recipient_id")
    return list(mails.values_list("recipient_id", flat=True))


def opened_by_one_and_decided_by_another():
    of, opener = selected_work(), UserFactory(managing_editor=True)
    opened = reopen_assessment(
        of.submission.pk, editor=opener, reason=f"{WORDS} doubts it.", now=NOW, interests=SAID
    )
    decide_reopening(
        of.submission.pk,
        editor=of.editor,
        decision="stands",
        reason=f"{WORDS} is wrong.",
        due_on=DUE,
        seen=opened.pk,
        now=NOW,
        interests=SAID,
    )
    keep_interests(of.submission, opener, SAID, now=NOW)
    opened.refresh_from_db()
    return of, opener, opened


@pytest.mark.parametrize(
    ("part", "is_of_decision"),
    [
        ("why_reopened", False),
        ("interests-1", False),
        ("decision_reason", True),
        ("decision_interests-1", True),
    ],
)
def test_of_a_reopening_the_one_who_said_it(part, is_of_decision):
    of, opener, opened = opened_by_one_and_decided_by_another()
    redact_reopening(
        opened.pk, editor=UserFactory(managing_editor=True), passage=Passage(part, WORDS), **NAMED
    )
    assert mailed() == [of.editor.pk if is_of_decision else opener.pk]


@pytest.mark.parametrize("part", ["interests-1", "decision_interests-1"])
def test_what_is_redacted_with_it_is_of_the_editor_who_declared_it(part):
    of, opener, opened = opened_by_one_and_decided_by_another()
    redact_reopening(
        opened.pk, editor=UserFactory(managing_editor=True), passage=Passage(part, WORDS), **NAMED
    )
    by, other = (opener, of.editor) if part == "interests-1" else (of.editor, opener)
    words = dict(EditorInterests.objects.values_list("editor", "words"))
    assert words == {by.pk: LEFT, other.pk: SAID.words}


def test_of_a_confirmation_its_editor():
    of = selected_work()
    _reopening, confirmed = looked_at_again(of)
    passage = Passage("why_confirmed", WORDS)
    for editor in (of.editor, of.submission.second_editor, UserFactory(editor=True)):
        with pytest.raises(errors.NotYoursToRedact):
            redact_confirmation(confirmed.pk, editor=editor, passage=passage, **NAMED)
    managing = UserFactory(managing_editor=True)
    redact_confirmation(confirmed.pk, editor=managing, passage=passage, **NAMED)
    assert mailed() == [of.editor.pk]


def test_of_a_correction_the_author_and_of_the_note_to_it_the_editor():
    revision, correction, appeal = revised_with_replies()
    editor, managing = revision.round.submission.editor, UserFactory(managing_editor=True)
    rewrite(correction, note=f"{WORDS} says so.", decided_by=editor)
    redact_correction(correction.pk, editor=managing, passage=Passage("note", WORDS), **NAMED)
    assert mailed() == [editor.pk]
    Mail.objects.all().delete()
    redact_correction(correction.pk, editor=managing, passage=Passage("wrong", WORDS), **NAMED)
    assert mailed() == [correction.author_id]
    Mail.objects.all().delete()
    redact_appeal(appeal.pk, editor=managing, passage=Passage("reason", WORDS), **NAMED)
    appeal.refresh_from_db()
    assert mailed() == [appeal.editor_id]


def test_the_log_holds_why_a_passage_of_a_correction_was_redacted():
    revision, correction, _appeal = revised_with_replies()
    editor = revision.round.submission.editor
    redact_correction(correction.pk, editor=editor, passage=Passage("wrong", WORDS), **NAMED)
    before = log_holds()
    redactions = Correction.objects.get(pk=correction.pk).redactions
    with transaction.atomic():
        rewrite(correction, redactions=[{**one, "reason": "Else."} for one in redactions])
        assert log_holds() != before
        transaction.set_rollback(True)
    assert log_holds() == before


def test_of_what_was_declared_with_an_issue_the_editor_who_declared_it():
    of, other = selected_work(), UserFactory(editor=True)
    row = IssueInterests.objects.create(
        issue="V9.1",
        version=of.round.version,
        editor=other,
        declared_at=NOW,
        published_at=NOW,
        **SAID.row_fields,
    )
    redact_issue_interests(
        row.pk,
        editor=UserFactory(managing_editor=True),
        passage=Passage("competing_interests", WORDS),
        **NAMED,
    )
    assert mailed() == [other.pk]


@pytest.mark.usefixtures("one_editor_triages")
def test_of_a_decline_who_decided_it_though_others_handle_the_work_since():
    row = declines.declined()
    first = row.editor_id
    take_back(row, now=NOW + timedelta(days=1))
    again = Submission.objects.get(pk=row.pk)
    second = declines.declined(declines.SECOND, one=again, now=NOW + timedelta(days=2)).editor_id
    declines.redact(row, "decline-1")
    assert mailed() == [first]
    Mail.objects.all().delete()
    declines.redact(Submission.objects.get(pk=row.pk), "decline-2")
    assert mailed() == [second]
