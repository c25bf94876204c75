"""After a redaction the log gives no passage away, and guards the sealed original."""

import pytest
from django.db import transaction
from django.test import Client

from events.commitments import commitment
from events.forgetting import forget_actor
from events.models import Event, PublicSalt
from events.services import NamedSubject, record_event
from reviews.services.redacting import redact_response
from reviews.services.redaction_steps import Passage
from tests.events.test_complete_log import tamper
from tests.factories.times import NOW
from tests.reviews.test_redacting import REASON, WORDS, posted, redact
from tests.reviews.test_signing_later import log_holds
from text.hashing import content_hash

pytestmark = pytest.mark.django_db


def test_nobody_finds_the_passage_in_the_log_by_trying():
    """With all that the API says: the hash of a text is made of its salt and its public parts."""
    review, _assessment, response = posted()
    editor = review.round.submission.editor
    guess = f"We thank {WORDS} for this."
    parts = (str(response.version_id), str(response.number), guess)
    assert [event for event in hashes() if is_hash_of(event, parts)], "before it is redacted"
    others = {event["id"]: event["salt"] for event in hashes()}
    redact_response(
        response.pk, editor=editor, passage=Passage("text", WORDS), reason=REASON, now=NOW
    )
    redacted = (*parts, "text", "2026-03-02")
    assert not [event for event in hashes() if is_hash_of(event, parts)]
    assert not [event for event in hashes() if is_hash_of(event, redacted)]
    gone = {pk for pk, salt in others.items() if salt and not api_event(pk)["salt"]}
    assert gone == {Event.objects.get(kind="response.posted").pk}, "no other text is touched"
    assert log_holds() is True
    event = Event.objects.get(kind="response.posted")
    with transaction.atomic():
        PublicSalt.objects.create(event=event, value=others[event.pk])
        assert "the salt of a redacted text is there again" in str(log_holds())
        transaction.set_rollback(True)
    newest = Event.objects.get(kind="response.redacted")
    tamper(f"DELETE FROM events_publicsalt WHERE event_id = {newest.pk}")
    assert response.identifier in str(log_holds())


def hashes():
    events = Client().get("/api/v1/events/?limit=100").json()["results"]
    return [event for event in events if "hash" in event["data"]]


def api_event(pk):
    return Client().get(f"/api/v1/events/{pk}/").json()


def is_hash_of(event, parts):
    made = {commitment(event["salt"], parts), content_hash(*parts)}
    return event["data"]["hash"] in made


def test_an_original_that_the_owner_of_the_database_rewrites_or_deletes_is_noticed():
    review, _assessment, response = posted()
    redact(review)
    redact_response(
        response.pk,
        editor=review.round.submission.editor,
        passage=Passage("text", WORDS),
        reason=REASON,
        now=NOW,
    )
    assert log_holds() is True
    original = review.originals.get()
    for change in ("UPDATE {} SET text = 'Else.' WHERE id = {}", "DELETE FROM {} WHERE id = {}"):
        with transaction.atomic():
            tamper(change.format("reviews_sealedoriginal", original.pk))
            assert log_holds() == (
                f"1 sealed originals are not as it says: original {original.pk} of review "
                f"{review.pk}"
            )
            transaction.set_rollback(True)
    forgotten = forget_actor(review.round.submission.editor_id)
    person = NamedSubject(f"person {review.round.submission.editor_id}")
    record_event("account.erased", about=person, now=NOW, data={"forgotten": forgotten})
    assert log_holds() is True, "without the salt nothing can be compared"
