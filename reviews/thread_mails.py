"""Mails about new entries in the private thread of a round.

What reviewers wrote is mailed once its day is over, all of a day in one mail, so that the hour
names nobody.
"""

from datetime import UTC, datetime, time, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from events.outbox import NotNeeded, handler
from mails.models import Mail
from mails.people import ADDRESSEES
from mails.promising import Recipient, promise_mail
from mails.sending import send_promised_mail
from reviews.models import Review, ThreadEntry
from reviews.models.threads import is_in_thread, reviews_in_thread
from reviews.services.consulting import is_editor_in_thread
from reviews.services.reviewing import lock_round

KIND = "thread_entry"


@handler("reviews.notify_of_thread_entry", atomic=True)
def notify_of_thread_entry(entry_id: int) -> None:
    """All who read the thread but who wrote it."""
    entry = load_entry(entry_id)
    if entry.review_id is not None:
        lock_round(entry.round_id)  # of two entries handled at once, the second sees the mails
    submission = entry.round.submission
    two = (submission.editor_id, submission.second_editor_id)
    for editor in User.objects.filter(pk__in=[pk for pk in two if pk]).order_by("pk"):
        if editor.pk != entry.editor_id and is_editor_in_thread(entry.round, editor):
            _promise(entry, Recipient("user", editor.pk))
    others = reviews_in_thread(entry.round).exclude(Q(pk=entry.review_id))
    for review_id in others.order_by("reviewer_number").values_list("pk", flat=True):
        _promise(entry, Recipient("review", review_id))


def _promise(entry: ThreadEntry, to: Recipient) -> None:
    """Unless a mail to them about another entry of the day will have this one, too."""
    same_day = [other.pk for other in mailed_with(entry) if other.pk != entry.pk]
    of_work = Mail.objects.filter(kind=KIND, submission_id=entry.round.submission_id)
    known = of_work.filter(recipient_kind=to.kind, recipient_id=to.pk)
    if known.filter(promise__arguments__entry_id__in=same_day).exists():
        return
    promise_mail(
        KIND,
        "reviews.send_thread_mail",
        to=to,
        submission_id=entry.round.submission_id,
        due_at=due_at(entry),
        entry_id=entry.pk,
        recipient={to.kind: to.pk},
    )


def due_at(entry: ThreadEntry) -> datetime | None:
    """When the mail goes out; None at once, where an editor wrote."""
    if entry.review_id is None:
        return None
    day_after = entry.written_at.astimezone(UTC).date() + timedelta(days=1)
    return datetime.combine(day_after, time(), tzinfo=UTC)


def mailed_with(entry: ThreadEntry) -> list[ThreadEntry]:
    """All that reviewers wrote on that day, in their order; an editor's entry alone."""
    if entry.review_id is None:
        return [entry]
    entries = ThreadEntry.objects.filter(round=entry.round_id, review__isnull=False)
    found = entries.select_related("review").order_by("number")
    return [other for other in found if other.written_on == entry.written_on]


@handler("reviews.send_thread_mail")
def send_thread_mail(entry_id: int, recipient: dict[str, int]) -> None:
    """Whether its recipient may still read the thread is asked when it is sent."""
    ((kind, pk),) = recipient.items()
    entry = load_entry(entry_id)
    entries = [one for one in mailed_with(entry) if kind != "review" or one.review_id != pk]
    context: dict[str, object] = {"written": entry, "entries": entries, "review": None}
    if kind == "review":
        review = Review.objects.select_related("round", "reviewer").get(pk=pk)
        context["review"] = review
        may_read = is_in_thread(review)
    else:
        editor = User.objects.filter(pk=pk, is_active=True).first()
        may_read = editor is not None and is_editor_in_thread(entry.round, editor)
    if not may_read:
        raise NotNeeded(_("Its recipient may not read the thread any more."))
    send_promised_mail(ADDRESSEES[kind](pk), KIND, context)


def load_entry(entry_id: int) -> ThreadEntry:
    """Its reviewer's account is not loaded: no mail names it."""
    related = ("round__submission", "round__version__preprint", "review", "editor__profile")
    return ThreadEntry.objects.select_related(*related).get(pk=entry_id)
