"""A declaration is redacted while something else is done with it: no redacted name comes back."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from reviews.interests import Interests
from reviews.models import Assessment, EditorInterests
from reviews.redaction_errors import TextIsRedactedMeanwhile
from reviews.services.editor_interests import keep_interests
from reviews.services.posting import publish_assessment
from reviews.services.redacting import redact_assessment
from reviews.services.redaction_steps import Passage
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.test_redacting import REASON, posted
from tests.reviews.test_signing_later import log_holds

pytestmark = pytest.mark.django_db(transaction=True)
DECLARED = "A grant with Dr Q and a house with Dr R."
REDACTED = "A grant with [redacted] and a house with [redacted]."


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)


def redact(assessment: Assessment, name: str) -> None:
    passage, managing = Passage("other-1", name), UserFactory(managing_editor=True)
    redact_assessment(assessment.pk, editor=managing, passage=passage, reason=REASON, now=NOW)


def later(first: Assessment) -> Assessment:
    """Of the same editors, approved and not posted yet; no author is known who reads it first."""
    submission = first.round.submission
    first.version.authors.update(user=None)
    return AssessmentFactory(
        round=RoundFactory(
            submission=submission, version=first.version, number=2, state="released"
        ),
        number=2,
        written_by=first.written_by,
        state="approved",
        approved_by=submission.second_editor,
        approved_at=NOW,
    )


def post(assessment: Assessment) -> None:
    publish_assessment(assessment.pk, editor=assessment.round.submission.editor, now=NOW)


def carry_out_before_the_end_of(first: Callable[[], Any], other: Callable[[], Any]) -> None:
    """The other call, on a connection of its own, while the first has written and not committed:
    it ends by then, or waits for a lock of the first."""

    def on_another_connection() -> None:
        try:
            other()
        finally:
            connection.close()

    thread = threading.Thread(target=on_another_connection)
    with transaction.atomic():
        first()
        thread.start()
        while thread.is_alive() and not somebody_waits_for_us():
            thread.join(0.005)
    thread.join()


def somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone() is not None


def words_of(*assessments: Assessment) -> list[str]:
    for one in assessments:
        one.refresh_from_db()
    return [one.other_interests[0]["words"] for one in assessments]


def test_two_names_of_one_declaration_are_redacted_in_two_assessments_one_after_the_other():
    """Whoever has seen the text with both names is shown it anew."""
    _review, first, _response = posted(DECLARED)
    post(second := later(first))
    assert words_of(first, second) == [DECLARED] * 2
    refused = []

    def redact_the_second() -> None:
        try:
            redact(second, "Dr R")
        except TextIsRedactedMeanwhile as error:
            refused.append(error)

    carry_out_before_the_end_of(lambda: redact(first, "Dr Q"), redact_the_second)
    assert len(refused) == 1
    assert words_of(first, second) == ["A grant with [redacted] and a house with Dr R."] * 2
    redact(second, "Dr R")
    assert EditorInterests.objects.get().words == REDACTED
    assert words_of(first, second) == [REDACTED] * 2
    assert log_holds() is True


def test_an_assessment_that_is_posted_meanwhile_is_posted_redacted():
    _review, first, _response = posted(DECLARED)
    second = later(first)
    carry_out_before_the_end_of(lambda: redact(first, "Dr Q"), lambda: post(second))
    assert second.state != Assessment.State.PUBLISHED, "as it was read before"
    after = "A grant with [redacted] and a house with Dr R."
    assert words_of(first, second) == [after] * 2
    assert second.state == Assessment.State.PUBLISHED
    assert log_holds() is True


def test_a_declaration_that_is_made_anew_meanwhile_is_kept_and_redacted():
    _review, first, _response = posted(DECLARED)
    second, bystander = first.approved_by, posted(DECLARED)[1].approved_by
    anew = Interests(words="By now: a house with Dr Q.")
    carry_out_before_the_end_of(
        lambda: keep_interests(first.round.submission, second, anew, now=NOW),
        lambda: redact(first, "Dr Q"),
    )
    assert dict(EditorInterests.objects.values_list("editor", "words")) == {
        second.pk: "By now: a house with [redacted].",
        bystander.pk: DECLARED,
    }
