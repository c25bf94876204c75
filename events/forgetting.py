"""Erasing from the log who acted, and what a redacted text was. What happened stays, and so do the
links of the chain.

A link holds of the actor a salted hash alone. Number and salt are removed together: then nobody can
find out whose number was in it, and `verify_log` knows by `ForgottenActor` that both were.
"""

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from events.kinds import CHANGED, kinds_with
from events.locks import Lock, hold
from events.models import SALTED, Event, ForgottenActor, PublicSalt, Salt

ERASED = "account.erased"
# Public events in which the actor's own name stands beside what they published: it stays there, and
# with it the number of the emptied account and the salt, so that the name can be verified.
NAMED = ("response.posted", "revision.declared")


@transaction.atomic
def forget_actor(actor_id: int) -> int:
    """Erase that this person acted, from every event but those that bear their name in public;
    returns how many say so by a `ForgottenActor`: the event of the erasure holds that number. A
    trigger refuses every other way."""
    hold(Lock.SEAL)  # nobody seals an event meanwhile
    acted = Event.objects.filter(actor_id=actor_id).exclude(kind__in=NAMED)
    sealed = acted.filter(payload_format__gt=2, seal__isnull=False).exclude(seal__actor_hash="")
    sealed_ids = list(sealed.values_list("pk", flat=True))
    ForgottenActor.objects.bulk_create(ForgottenActor(event_id=pk) for pk in sealed_ids)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('verso.forgetting_actor', 'on', true)")
        Salt.objects.filter(event__in=sealed_ids).delete()
        acted.update(actor_id=None)
        cursor.execute("SELECT set_config('verso.forgetting_actor', '', true)")
    return len(sealed_ids)


def forgotten_without_erasure() -> int:
    """How many events say that who acted was forgotten, though no erasure stands for it, or how
    many erased ones do not say so. Of erasures from before they were counted only what was written
    after the last of them is known."""
    erasures = Event.objects.filter(kind=ERASED)
    counted = erasures.filter(data__has_key="forgotten").values_list("data", flat=True)
    expected = sum(data["forgotten"] for data in counted)
    before = erasures.exclude(data__has_key="forgotten").order_by("pk").last()
    if before is None:
        return abs(ForgottenActor.objects.count() - expected)
    since = ForgottenActor.objects.filter(event__gt=before.pk).count()
    return max(since - expected, 0)


def forget_public_salts(redacted: str, row: str) -> None:
    """Of every event that said how this row stood: nobody can try passages any more.

    In the transaction that redacts it, before the event of the kind `redacted` is recorded, which
    says how it stands then; a trigger refuses every other way. row: as events name it
    (`data["row"]`).
    """
    events = Event.objects.filter(kind__in=kinds_with(redacted), data__row=row)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('verso.forgetting_salts', 'on', true)")
        PublicSalt.objects.filter(event__in=events).delete()
        cursor.execute("SELECT set_config('verso.forgetting_salts', '', true)")


def has_plain_hash(redacted: str, row: str) -> bool:
    """Whether an event of an earlier format holds a hash of this row that was made without salt."""
    events = Event.objects.filter(kind__in=kinds_with(redacted), data__row=row)
    return events.filter(payload_format__lt=SALTED).exists()


def kept_salts() -> list[str]:
    """The rows of which a passage was redacted, and a salt from before is there all the same."""
    kept: list[str] = []
    for first, later in CHANGED.items():
        redacted = [kind for kind in later if kind.endswith("redacted")]
        newest = Event.objects.filter(
            kind__in=redacted, data__row=OuterRef("event__data__row"), pk__gt=OuterRef("pk")
        )
        salts = PublicSalt.objects.filter(event__kind__in=(first, *later))
        kept += salts.filter(Exists(newest)).values_list("event__data__row", flat=True)
    return kept
