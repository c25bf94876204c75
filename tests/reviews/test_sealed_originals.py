"""What stood in a redacted passage is sealed: who reads it, and what the log says of that."""

import pytest
from django.urls import reverse

from events.models import Event
from reviews import redaction_errors as errors
from reviews.models import SealedOriginal
from reviews.services.redacting import (
    read_original,
)
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.reviews.test_redacting import WEAKNESSES, WORDS, posted, redact

pytestmark = pytest.mark.django_db


def test_the_original_is_read_by_managing_editors_alone_with_a_reason_in_the_log(client):
    review, _assessment, _response = posted()
    redact(review)
    original = SealedOriginal.objects.get()
    assert original.text == WEAKNESSES
    address = reverse("reviews:read_original", args=[original.pk])
    managing = UserFactory(managing_editor=True)
    for person in (review.round.submission.editor, UserFactory(administrator=True)):
        client.force_login(person)
        assert client.post(address, {"reason": "I ask."}).status_code == 403
        with pytest.raises(errors.NotTheJournals):
            read_original(original.pk, reader=person, reason="I ask.", now=NOW)
    client.force_login(managing)
    assert WORDS not in client.get(address).content.decode()
    assert WORDS not in client.post(address, {"reason": " "}).content.decode()
    assert not Event.objects.filter(kind="redaction.original_read").exists()
    assert WORDS in client.post(address, {"reason": "A court asks."}).content.decode()
    event = Event.objects.get(kind="redaction.original_read")
    assert (event.is_public, event.actor_id) == (False, managing.pk)
    assert event.data == {"original": original.pk, "reason": "A court asks."}


@pytest.mark.parametrize("part", ["author", "reviewer"])
def test_whoever_wrote_or_reviews_the_work_reads_no_original(client, part):
    """It can name a hidden reviewer to an author, or an author's friend to a reviewer."""
    review, _assessment, _response = posted()
    redact(review)
    original = SealedOriginal.objects.get()
    person, free = UserFactory(managing_editor=True), UserFactory(managing_editor=True)
    if part == "author":
        review.version.authors.update(user=person)
    else:
        ReviewFactory(round=review.round, reviewer=person, submitted=True)
    with pytest.raises(errors.NotTheJournals):
        read_original(original.pk, reader=person, reason="I ask.", now=NOW)
    client.force_login(person)
    address = reverse("reviews:read_original", args=[original.pk])
    assert WORDS not in client.post(address, {"reason": "I ask."}).text
    assert not Event.objects.filter(kind="redaction.original_read").exists()
    read_original(original.pk, reader=free, reason="A court asks.", now=NOW)
