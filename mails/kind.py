"""What a kind of mail is, and how rows of the table of kinds are written (`mails/kinds.py`)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words: TypeAlias = str | Promise


class To(StrEnum):
    """Who gets it; also the parts of the page of choices."""

    ACCOUNT = "account"
    READER = "reader"
    EDITOR = "editor"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    INVITED = "invited"


TO_WORDS: dict[To, Words] = {
    To.ACCOUNT: _("Your account"),
    To.READER: _("As a reader"),
    To.EDITOR: _("As an editor"),
    To.AUTHOR: _("As an author or submitter"),
    To.REVIEWER: _("As a reviewer"),
    To.INVITED: _("As somebody invited"),
}
# Reviewers and whoever is known by a reviewer's name are named to nobody.
NAMED = frozenset({To.EDITOR, To.AUTHOR})


@dataclass(frozen=True, slots=True)
class MailKind:
    """One kind of mail.

    to: one of these gets it. when: what has happened, as a clause after "when". promised_by: the
    handlers of the outbox, or the functions, with which it is promised. link: where its link leads,
    as words on a button. is_optional: whether people can have it daily or not at all. is_daily:
    whether it comes once a day, unless its reader has chosen otherwise.
    """

    name: str
    to: tuple[To, ...]
    when: Words
    template: str
    promised_by: tuple[str, ...]
    link: Words
    is_optional: bool = True
    is_daily: bool = False

    @property
    def is_named(self) -> bool:
        """Whether an account that gets it may be named to who sees the list of mails."""
        return not NAMED.isdisjoint(self.to)


OPEN_WORK = _("Open the page of the work")
OPEN_SUBMISSION = _("Open the submission")


def to_editors(
    name: str,
    when: Words,
    *promised_by: str,
    link: Words = OPEN_SUBMISSION,
    is_optional: bool = True,
    is_daily: bool = False,
) -> MailKind:
    return MailKind(
        *(name, (To.EDITOR,), when, f"reviews/mail/{name}.txt", promised_by),
        link=link,
        is_optional=is_optional,
        is_daily=is_daily,
    )


def to_everybody(name: str, when: Words, *promised_by: str) -> MailKind:
    """Editors, authors and reviewers of a work."""
    to = (To.EDITOR, To.AUTHOR, To.REVIEWER)
    return MailKind(name, to, when, f"reviews/mail/{name}.txt", promised_by, link=OPEN_WORK)


def to_authors(name: str, when: Words, *promised_by: str, link: Words = OPEN_WORK) -> MailKind:
    return MailKind(name, (To.AUTHOR,), when, f"reviews/mail/{name}.txt", promised_by, link=link)


def to_reviewers(
    name: str,
    when: Words,
    *promised_by: str,
    to: To = To.REVIEWER,
    link: Words = OPEN_WORK,
    is_optional: bool = True,
    is_daily: bool = False,
) -> MailKind:
    return MailKind(
        *(name, (to,), when, f"reviews/mail/{name}.txt", promised_by),
        link=link,
        is_optional=is_optional,
        is_daily=is_daily,
    )


def to_account(name: str, when: Words, template: str, link: Words) -> MailKind:
    sender = "accounts.send_sealed_mail"
    return MailKind(name, (To.ACCOUNT,), when, template, (sender,), link=link, is_optional=False)
