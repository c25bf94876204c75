"""Which mails an editor may stop or have sent again."""

from enum import StrEnum

from mails.kind import MailKind, To
from reviews.errors import MailHasEnded, MailIsOnItsWay


class MailState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"  # not needed any more
    STOPPED = "stopped"  # by an editor


def is_kept_out(kind: MailKind) -> bool:
    """Mails about somebody's account are no editor's: without them nobody could sign in."""
    return To.ACCOUNT in kind.to and kind.name != "digest"


def check_can_stop(state: MailState, kind: MailKind) -> None:
    """Raises MailHasEnded. What has failed is stopped, too: an editor has taken note of it."""
    if state not in (MailState.WAITING, MailState.FAILED) or is_kept_out(kind):
        raise MailHasEnded


def check_can_send_again(state: MailState, kind: MailKind) -> None:
    """Raises MailIsOnItsWay, or MailHasEnded. What was dropped is not true any more."""
    if state == MailState.WAITING:
        raise MailIsOnItsWay
    if state not in (MailState.FAILED, MailState.STOPPED) or is_kept_out(kind):
        raise MailHasEnded
