"""Mail that follows from what happened to issues; each function is one promise of the outbox."""

from typing import Any

from accounts.models import Role, User
from curation.models import Entry
from curation.selectors import author_ids
from events.models import Event
from events.outbox import handler
from preprints.models import Preprint
from reviews.models import Submission
from web.mail import send_mail


@handler("curation.tell_authors_of_selection")
def tell_authors_of_selection(entry_id: int) -> None:
    """Tell the authors we know and whoever submitted the work."""
    entry = Entry.objects.select_related("issue", "version__preprint").get(pk=entry_id)
    submitters = Submission.objects.filter(
        preprint=entry.preprint_id, state=Submission.State.ACCEPTED
    )
    people = author_ids(entry.preprint_id) | set(submitters.values_list("submitter", flat=True))
    _send(User.objects.filter(pk__in=people, is_active=True), "work_selected", entry=entry)


@handler("curation.tell_editors_of_candidates")
def tell_editors_of_candidates(event_id: int) -> None:
    event = Event.objects.get(pk=event_id)
    works = Preprint.objects.filter(pk__in=event.data["preprints"]).select_related(
        "current_version"
    )
    editors = User.objects.filter(
        roles__name__in=[Role.Name.EDITOR, Role.Name.MANAGING_EDITOR], is_active=True
    )
    _send(editors.distinct(), "candidates_assembled", works=list(works.order_by("pk")))


def _send(to: Any, template: str, **context: Any) -> None:
    for email in sorted(to.values_list("email", flat=True)):
        send_mail(email, f"curation/mail/{template}.txt", context)
