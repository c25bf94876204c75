"""What is written as the reason of a redaction, which everybody reads."""

import pytest
from django.urls import reverse

from reviews import redaction_errors as errors
from reviews.models import SealedOriginal
from tests.factories.accounts import UserFactory
from tests.reviews.test_redacting import WORDS, posted, redact

pytestmark = pytest.mark.django_db


def test_a_reason_that_has_the_passage_in_it_is_refused_before_the_preview_too(client):
    """Everybody reads it."""
    (review, _assessment, _response), editor = posted(), UserFactory(managing_editor=True)
    reason = f"It named {WORDS}."
    with pytest.raises(errors.PassageInReason):
        redact(review, editor=editor, reason=reason)
    client.force_login(editor)
    to = reverse("reviews:redact_review", args=[review.pk])
    typed = {"part": "weaknesses", "passage": WORDS, "reason": reason}
    refused = client.post(to, typed)
    assert refused.status_code == 422
    assert "The passage itself stands in the reason" in refused.text
    assert "seen" not in refused.context["form"].data
    assert not SealedOriginal.objects.exists()
    redact(review, editor=editor)
