"""The editors' list of mails: what waits, was sent, failed or was dropped; and why.

A reviewer, or somebody invited, is named to the two editors of the work alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from events.models import Outbox
from mails.kind import MailKind, To
from mails.kinds import MAIL_KINDS
from mails.models import Mail
from reviews import mail_rules, rules
from reviews.mail_errors import error_words
from reviews.mail_rows import mails_of_editor, state_of_mail
from reviews.mail_rules import MailState
from reviews.models import InvitationMail, Review, Submission
from web.list_lengths import FAILED_MAILS
from web.paging import Page, page_of

Words = str | Promise
# What the list can be narrowed to, by its name in the address.
SHOWN: dict[str, tuple[Words, Q]] = {
    "failed": (
        gettext_lazy("Could not be delivered"),
        Q(failed_at__isnull=False, done_at=None, dropped_at=None),
    ),
    "waiting": (gettext_lazy("Waiting"), Q(done_at=None, failed_at=None, dropped_at=None)),
    "sent": (gettext_lazy("Sent"), Q(done_at__isnull=False)),
    "dropped": (
        gettext_lazy("Stopped or not needed any more"),
        Q(dropped_at__isnull=False, done_at=None),
    ),
}
MASKED: dict[To, Words] = {
    To.ACCOUNT: gettext_lazy("whose account it is"),
    To.READER: gettext_lazy("a reader"),
    To.EDITOR: gettext_lazy("an editor"),
    To.AUTHOR: gettext_lazy("an author or submitter"),
    To.REVIEWER: gettext_lazy("a reviewer"),
    To.INVITED: gettext_lazy("somebody who was asked"),
}


@dataclass(frozen=True, slots=True)
class MailRow:
    """One mail. to: in words, a name only where this editor may know it. error: why it was not sent
    so far, or at all. next_try_at: None where it is not tried again, or waits for a digest.
    """

    pk: int
    when: Words
    to: str
    submission: Submission | None
    state: MailState
    promised_at: datetime
    sent_at: datetime | None
    next_try_at: datetime | None
    is_in_digest: bool
    tries: int
    error: str
    may_stop: bool
    may_send_again: bool

    @property
    def tries_words(self) -> str:
        words = ngettext("%(n)d try", "%(n)d tries", self.tries)
        return words % {"n": self.tries}


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    words: Words
    count: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class OutboxPage:
    rows: list[MailRow]
    page: Page[Outbox]
    tabs: list[Tab]
    submission: Submission | None  # of whose mails alone these are


def outbox_page(editor: User, query: QueryDict) -> OutboxPage:
    """show: of `SHOWN`; the first of them that has any, where none is named. submission: its id."""
    rows = Outbox.objects.filter(mail__in=mails_of_editor(editor))
    submission = _submission(editor, query.get("submission", ""))
    if submission is not None:
        rows = rows.filter(mail__submission_id=submission.pk)
    counts = {name: rows.filter(wanted).count() for name, (_words, wanted) in SHOWN.items()}
    shown = query.get("show", "")
    if shown not in SHOWN:
        shown = next((name for name, count in counts.items() if count), "waiting")
    tabs = [Tab(name, words, counts[name], name == shown) for name, (words, _q) in SHOWN.items()]
    page = page_of(
        rows.filter(SHOWN[shown][1]).select_related("mail"), moment="created_at", query=query
    )
    return OutboxPage(mail_rows(page.rows, editor), page, tabs, submission)


def failed_mails(submission: Submission, editor: User) -> list[MailRow]:
    """What could not be delivered about one submission, for its page."""
    rows = Outbox.objects.failed().filter(mail__in=mails_of_editor(editor))
    rows = rows.filter(mail__submission_id=submission.pk).select_related("mail")
    return mail_rows(rows.order_by("-created_at")[:FAILED_MAILS], editor)


def mail_rows(rows: Iterable[Outbox], editor: User) -> list[MailRow]:
    """Four queries at most, however many rows there are."""
    found = list(rows)
    names = _Names(editor)
    names.load([row.mail for row in found])
    return [_mail_row(row, names) for row in found]


def _mail_row(row: Outbox, names: "_Names") -> MailRow:
    mail = row.mail
    mail.promise = row
    kind, state = MAIL_KINDS[mail.kind], state_of_mail(mail)
    is_in_digest = state == MailState.WAITING and row.waits_for == "digest"
    is_tried = state == MailState.WAITING and not is_in_digest
    return MailRow(
        pk=row.pk,
        when=kind.when,
        to=names.of(mail, kind),
        submission=names.submissions.get(mail.submission_id or 0),
        state=state,
        promised_at=row.created_at,
        sent_at=row.done_at,
        next_try_at=row.due_at if is_tried else None,
        is_in_digest=is_in_digest,
        tries=row.attempts,
        error=error_words(row.last_error, state, with_words=names.knows(mail)),
        may_stop=rules.is_allowed(mail_rules.check_can_stop, state=state, kind=kind),
        may_send_again=rules.is_allowed(mail_rules.check_can_send_again, state=state, kind=kind),
    )


@dataclass(slots=True)
class _Names:
    """Who gets the mails of a list, as far as this editor may know it."""

    editor: User
    submissions: dict[int, Submission] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    reviews: dict[int, Review] = field(default_factory=dict)
    invitations: dict[int, InvitationMail] = field(default_factory=dict)

    def load(self, mails: list[Mail]) -> None:
        ids = {mail.submission_id for mail in mails if mail.submission_id}
        self.submissions = Submission.objects.select_related("version").in_bulk(ids)
        of_kind: dict[str, set[int]] = {}
        for mail in mails:
            is_user = mail.recipient_kind == "user"
            may_be_named = MAIL_KINDS[mail.kind].is_named if is_user else self.knows(mail)
            if mail.recipient_id is not None and may_be_named:
                of_kind.setdefault(mail.recipient_kind, set()).add(mail.recipient_id)
        self.users = _bulk(User.objects.select_related("profile"), of_kind.get("user"))
        reviews = Review.objects.select_related("reviewer__profile")
        self.reviews = _bulk(reviews, of_kind.get("review"))
        invited = InvitationMail.objects.select_related("invitation")
        self.invitations = _bulk(invited, of_kind.get("invitation"))

    def knows(self, mail: Mail) -> bool:
        """Whether this is one of the two editors of the work."""
        submission = self.submissions.get(mail.submission_id or 0)
        return submission is not None and self.editor.pk in (
            submission.editor_id,
            submission.second_editor_id,
        )

    def of(self, mail: Mail, kind: MailKind) -> str:
        pk = mail.recipient_id or 0
        if mail.recipient_kind == "user" and pk in self.users:
            return str(self.users[pk].profile.name)
        if mail.recipient_kind == "review" and pk in self.reviews:
            return str(self.reviews[pk].reviewer.profile.name)
        if mail.recipient_kind == "invitation" and pk in self.invitations:
            sent = self.invitations[pk]
            return f"{sent.invitation.name} ({sent.email})".strip()
        return str(MASKED[To.REVIEWER if mail.recipient_kind == "review" else kind.to[0]])


def _bulk(rows: "QuerySet[Any]", ids: set[int] | None) -> dict[int, Any]:
    return rows.in_bulk(ids) if ids else {}


def _submission(editor: User, named: str) -> Submission | None:
    if not (named.isascii() and named.isdecimal()) or len(named) > 18:
        return None
    return Submission.objects.visible_to(editor).select_related("version").filter(pk=named).first()
