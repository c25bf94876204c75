"""Mail that follows from what happened to issues; as in `reviews.notifications`, a row for each."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from accounts.addressees import addressee_of
from accounts.models import Role, User
from curation.models import Entry
from curation.selectors.candidates import author_ids
from events.models import Event
from events.outbox import NotNeeded, handler
from mails.promising import Recipient, promise_mail
from mails.sending import send_promised_mail
from preprints.models import Preprint
from reviews.models import Submission


@handler("curation.send_mail")
def send_mail(template: str, user: int, about: int) -> None:
    """about: the id of what the template is about. What is for editors goes to nobody who is none
    when it is sent; each editor has a row of their own.
    """
    person = User.objects.filter(pk=user, is_active=True).first()
    if person is not None and not person.is_editor and template in FOR_EDITORS:
        raise NotNeeded(gettext("The recipient is no editor any more."))
    send_promised_mail(addressee_of(user), template, LOADERS[template](about))


@handler("curation.notify_authors_of_selection", atomic=True)
def notify_authors_of_selection(entry_id: int) -> None:
    """Notify the authors we know and whoever submitted the work."""
    entry = Entry.objects.get(pk=entry_id)
    submitters = Submission.objects.filter(
        preprint=entry.preprint_id, state=Submission.State.ACCEPTED
    )
    people = author_ids(entry.preprint_id) | set(submitters.values_list("submitter", flat=True))
    _promise_mails("work_selected", User.objects.filter(pk__in=people), about=entry_id)


@handler("curation.notify_editors_of_candidates", atomic=True)
def notify_editors_of_candidates(event_id: int) -> None:
    editors = User.objects.filter(roles__name__in=[Role.Name.EDITOR, Role.Name.MANAGING_EDITOR])
    _promise_mails("candidates_assembled", editors, about=event_id)


def _promise_mails(template: str, people: "QuerySet[User]", *, about: int) -> None:
    user_ids = people.filter(is_active=True).order_by("pk").values_list("pk", flat=True).distinct()
    for user_id in user_ids:
        promise_mail(
            template,
            "curation.send_mail",
            to=Recipient("user", user_id),
            template=template,
            user=user_id,
            about=about,
        )


def _entry(entry_id: int) -> dict[str, Any]:
    return {"entry": Entry.objects.select_related("issue", "version__preprint").get(pk=entry_id)}


def _candidates(event_id: int) -> dict[str, Any]:
    event = Event.objects.get(pk=event_id)
    works = Preprint.objects.filter(pk__in=event.data["preprints"])
    return {"works": list(works.select_related("current_version").order_by("pk"))}


FOR_EDITORS = ("candidates_assembled",)
LOADERS = {"work_selected": _entry, "candidates_assembled": _candidates}
