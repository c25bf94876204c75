"""Nobody hides an exchanged name from `verify_log` by saying that who acted was forgotten."""

import pytest
from django.db import connection

from events.forgetting import forget_actor, forgotten_without_erasure
from events.models import Event, ForgottenActor
from events.sealing import seal_new_events
from events.services import NamedSubject, record_event
from events.verifying import verify_log
from privacy.erasing import erase_account
from tests.events.published import set_row
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW
from tests.privacy.world import make_life, make_person, reviewed

pytestmark = pytest.mark.django_db
HIDDEN = "who acted was forgotten 1 times without an erasure"


def found():
    seal_new_events()
    return verify_log(now=NOW).reason


def forget_past_services(event):
    """As whoever owns the database can: no actor, no salt, and a row that says so."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM events_salt WHERE event_id = %s", [event.pk])
        cursor.execute("UPDATE events_event SET actor_id = NULL WHERE id = %s", [event.pk])
        cursor.execute("INSERT INTO events_forgottenactor (event_id) VALUES (%s)", [event.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def signed():
    """A signed review, in a journal in which another account was erased lawfully."""
    erased, other = make_person(), UserFactory()
    make_life(erased)
    seal_new_events()
    review = reviewed(other, byline_kind="signed", byline_name="Noor Other")
    erase_account(erased.pk, now=NOW)
    assert ForgottenActor.objects.exists()
    assert found() == ""
    return review


def published(review):
    """Its event, as a signed review of one of them is published by its editor."""
    return Event.objects.get(kind="review.published", data__row=f"review {review.pk}")


def test_a_name_exchanged_behind_a_forgotten_actor_is_noticed(signed):
    set_row(signed, byline_name="Somebody Else")
    assert signed.identifier in found()
    forget_past_services(published(signed))
    assert found() == HIDDEN


def test_so_is_a_row_that_an_erasure_made_and_that_is_gone(signed):
    lawful = ForgottenActor.objects.earliest("pk")
    set_row(lawful.event, actor_id=None)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM events_forgottenactor WHERE event_id = %s", [lawful.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert found() == "the salt of the event was removed"


def test_erasures_from_before_they_were_counted_stand_for_what_was_written_before():
    before, after = (
        record_event("review.begun", about=NamedSubject("V1.1"), now=NOW, actor_id=actor)
        for actor in (4711, 4712)
    )
    seal_new_events()
    record_event("account.erased", about=NamedSubject("person 4711"), now=NOW)
    later = record_event("review.begun", about=NamedSubject("V1.1"), now=NOW, actor_id=4713)
    seal_new_events()
    assert forget_actor(4711) == 1
    assert (forgotten_without_erasure(), found()) == (0, "")
    assert before.pk < after.pk < later.pk
    assert forget_actor(4713) == 1
    assert forgotten_without_erasure() == 1
    record_event(
        "account.erased", about=NamedSubject("person 4713"), now=NOW, data={"forgotten": 1}
    )
    assert (forgotten_without_erasure(), found()) == (0, "")
