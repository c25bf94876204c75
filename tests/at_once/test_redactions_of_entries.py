"""Two entries of one list are redacted at once: neither redaction takes the other one back."""

import pytest

from accounts.models import User
from reviews.models import Assessment
from reviews.services.redacting import redact_assessment
from reviews.services.redaction_steps import Passage
from tests.at_once.sending import send
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW
from tests.reviews.test_redacting import REASON, posted
from tests.reviews.test_signing_later import log_holds

pytestmark = pytest.mark.django_db(transaction=True)


def redaction(assessment: Assessment, part: str, by: User):
    return lambda: redact_assessment(
        assessment.pk, editor=by, passage=Passage(part, "Dr Q"), reason=REASON, now=NOW
    )


def test_what_two_editors_declare_is_redacted_at_once(monkeypatch):
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)
    _review, assessment, _response = posted("A grant with Dr Q.", "A bet with Dr Q.")
    managing = UserFactory(managing_editor=True)
    calls = [redaction(assessment, part, managing) for part in ("other-1", "other-2")]
    assert send(*calls).raised == []
    assessment.refresh_from_db()
    assert [one["words"] for one in assessment.other_interests] == [
        "A grant with [redacted].",
        "A bet with [redacted].",
    ]
    assert {one["part"] for one in assessment.redactions} == {"other-1", "other-2"}
    assert log_holds() is True
