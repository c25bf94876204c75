"""Forms about appeals with a text typed into them, as `forms_with_texts` has those of others."""

from typing import Any

from django.urls import reverse

from reviews.services import appealing
from tests.factories.reviews import (
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.forms_with_texts import TYPED, Sent, editor


def _declined() -> Any:
    return SubmissionFactory(
        state="declined", editor=editor(), decline_code="other", decline_text="Too short."
    )


def appeal() -> Sent:
    one = _declined()
    to = reverse("reviews:appeal_decline", args=[one.pk])
    return Sent(one.submitter, to, {"text": TYPED + "x" * 60_001})


def decide_appeal() -> Sent:
    one, person = _declined(), editor()
    filed = appealing.appeal_decline(one.pk, by=one.submitter, text="Why?", now=NOW)
    appealing.take_appeal(filed.pk, editor=person, now=NOW)
    to = reverse("reviews:appeal", args=[filed.pk])
    return Sent(person, to, {"outcome": "", "reason": TYPED, "interests_choice": "none"})


def take_over_appeal() -> Sent:
    one, person = _declined(), editor()
    filed = appealing.appeal_decline(one.pk, by=one.submitter, text="Why?", now=NOW)
    appealing.take_appeal(filed.pk, editor=editor(), now=NOW)
    to = reverse("reviews:take_over_appeal", args=[filed.pk])
    return Sent(person, to, {"reason": TYPED + "x" * 60_001})
