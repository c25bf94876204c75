"""Erasing from the log who acted. What happened stays, and so do the links of the chain.

A link holds of the actor a salted hash alone. Number and salt are removed together: then nobody can
find out whose number was in it, and `verify_log` knows by `ForgottenActor` that both were.
"""

from django.db import connection, transaction

from events.locks import Lock, hold
from events.models import Event, ForgottenActor, Salt

# Public events in which the actor's own name stands beside what they published: it stays there, and
# with it the number of the emptied account and the salt, so that the name can be verified.
NAMED = ("response.posted", "revision.declared")


@transaction.atomic
def forget_actor(actor_id: int) -> int:
    """Erase that this person acted, from every event but those that bear their name in public;
    returns from how many."""
    hold(Lock.SEAL)  # nobody seals an event meanwhile
    acted = Event.objects.filter(actor_id=actor_id).exclude(kind__in=NAMED)
    sealed = acted.filter(payload_format__gt=2, seal__isnull=False).exclude(seal__actor_hash="")
    sealed_ids = list(sealed.values_list("pk", flat=True))
    ForgottenActor.objects.bulk_create(ForgottenActor(event_id=pk) for pk in sealed_ids)
    Salt.objects.filter(event__in=sealed_ids).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('verso.forgetting_actor', 'on', true)")
        count = acted.update(actor_id=None)
        cursor.execute("SELECT set_config('verso.forgetting_actor', '', true)")
    return count
