"""Appeals against one decline: what is upheld answers all of them.

There can be two, of who only said to be an author and of the authors who were confirmed since.
"""

from collections.abc import Sequence
from datetime import datetime

from events.outbox import promise
from events.services import record_event
from reviews import moves
from reviews.models import Appeal

ANSWER = ("state", "editor", "reason", "reason_html", "interests", "decided_at")


def lock_others_against_decline(appeal: Appeal) -> list[Appeal]:
    """Those against the same decline that are not decided. Call it with the submission locked, and
    before the decline is taken back."""
    if appeal.declined is None or appeal.decision_at not in (appeal.work.decided_at, None):
        return []
    waiting = Appeal.objects.open().against_decline(appeal.work).exclude(pk=appeal.pk)
    return list(waiting.select_for_update(of=("self",)).select_related("work__version"))


def uphold_with(appeal: Appeal, others: Sequence[Appeal], *, now: datetime) -> None:
    """What the others ask for is so: who filed them, and who had taken them, are notified.

    Else another could still be decided after the work was declined anew, though the decline that it
    is against does not stand any more.
    """
    for other in others:
        moves.UPHOLD_WITH_ANOTHER.check(other.state)
        former_id = other.editor_id
        for name in ANSWER:
            setattr(other, name, getattr(appeal, name))
        other.save(update_fields=ANSWER)
        record_event(
            "appeal.upheld",
            about=other.version,
            actor_id=appeal.editor_id,
            now=now,
            data={"appeal": other.pk, "upheld_with": appeal.pk},
        )
        promise("reviews.notify_of_appeal_upheld_with", appeal_id=other.pk, former_id=former_id)
