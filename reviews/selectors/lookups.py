"""What the page of a pasted link shows, from asking the source to the work that it found."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from ingest.models import Lookup
from preprints.models import Preprint
from preprints.rules import FREE
from reviews.models import Submission


def is_submitted(preprint: Preprint | None) -> bool:
    """Whether it has been sent for review; the page leads there instead of asking."""
    return preprint is not None and preprint.status not in FREE


def lookup_title(lookup: Lookup) -> str:
    """The page's heading, and the title of its tab."""
    if lookup.state == Lookup.State.WAITING:
        return _("Looking it up")
    if lookup.state == Lookup.State.FOUND:
        if is_submitted(lookup.preprint):
            return _("This work has already been submitted")
        return _("Is this the work?")
    if lookup.is_away or lookup.next_try_at:
        return _("%(source)s does not answer") % {"source": lookup.source_name}
    return _("We could not find it")


def asked_again_at(lookup: Lookup, *, now: datetime) -> datetime | None:
    """When the source will be asked again; None where that is past, and may be any moment."""
    due_at = lookup.next_try_at
    return due_at if due_at and due_at > now else None


def declined_at(lookup: Lookup, *, viewer: User) -> datetime | None:
    """When its last submission was declined; None where that is not so, or not the viewer's to
    know, as of one from before the journal published it."""
    if lookup.preprint is None:
        return None
    all_of_it = Submission.objects.filter(preprint=lookup.preprint)
    shown = all_of_it.visible_to(viewer) | all_of_it.publicly_declined()
    last = shown.order_by("-submitted_at").first()
    return last.decided_at if last and last.state == Submission.State.DECLINED else None


def submitted_at(preprint: Preprint | None, *, by: User) -> datetime | None:
    """When this person asked for the review that it is in, or was; None where it was not they."""
    own = Submission.objects.filter(preprint=preprint, submitter=by)
    last = own.open().order_by("-submitted_at").first()
    return last.submitted_at if preprint and last else None
