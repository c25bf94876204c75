"""Since when a saved form takes no text any more, or cannot be sent: it is deleted months later."""

from datetime import datetime

from django.db import transaction

from drafts.errors import FormClosed, NotYourForm
from drafts.form_kinds import find_kind
from drafts.models import Draft


def note_closed_forms(*, now: datetime) -> None:
    """Each night. A form that is open again, as that of a work which is back, counts anew later."""
    for draft in Draft.objects.select_related("owner").only("key", "closed_at", "owner").iterator():
        if is_closed(draft) != (draft.closed_at is not None):
            closed_at = now if draft.closed_at is None else None
            Draft.objects.filter(pk=draft.pk).update(closed_at=closed_at)


def is_closed(draft: Draft) -> bool:
    """A text of a form that is somebody else's now, or of no form, counts as open: it stays."""
    kind, number = find_kind(draft.key)
    if not number:
        return False
    if kind.why_not_sendable(number):
        return True
    try:
        with transaction.atomic():  # for the lock
            kind.check_may_write(draft.owner, number)
    except FormClosed:
        return True
    except NotYourForm:
        pass
    return False
