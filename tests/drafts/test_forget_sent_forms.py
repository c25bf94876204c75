"""What is known of a sent form is removed once no page can be open that was loaded before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drafts.limits import SENT_FORM_DAYS
from drafts.models import SentForm
from drafts.services import SentDraft, finish_draft, save_draft
from drafts.tasks import forget_sent_forms
from tests.factories.reviews import ReviewFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def send_form(review, *, at):
    key = f"review:{review.pk}"
    saved = save_draft(review.reviewer, key, sent=SentDraft({"summary": "Sent."}), now=at)
    finish_draft(review.reviewer, key, saved_revision=saved.revision)
    return SentForm.objects.get(owner=review.reviewer, key=key)


@pytest.fixture
def now(monkeypatch):
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


def test_only_what_was_sent_long_ago_is_removed_and_only_once(now):
    limit = now - SENT_FORM_DAYS * DAY
    old = send_form(ReviewFactory(), at=limit - DAY)
    kept = [send_form(ReviewFactory(), at=at) for at in (limit, limit + DAY, now)]
    assert SentForm.objects.get(pk=old.pk).saved_at == limit - DAY
    assert forget_sent_forms() == 1
    assert set(SentForm.objects.all()) == set(kept)
    assert forget_sent_forms() == 0


def test_a_form_that_was_sent_again_is_known_for_longer(now):
    review = ReviewFactory()
    first = send_form(review, at=now - 2 * SENT_FORM_DAYS * DAY)
    assert send_form(review, at=now - DAY) == first
    assert forget_sent_forms() == 0
