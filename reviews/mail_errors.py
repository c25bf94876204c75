"""What the outbox noted about a mail that was not sent, in words for an editor."""

import re

from django.utils.translation import gettext as _

from reviews.mail_rules import MailState

CODE = re.compile(r"(?:GiveUp|TryAgainLater: \w+): (?P<code>\d{3})\b(?P<said>.*)", re.DOTALL)
UNREACHABLE = ("ConnectionRefusedError", "gaierror", "ConnectionResetError", "Disconnected")


def error_words(noted: str, state: MailState, *, with_words: bool) -> str:
    """noted: `last_error` of its row. with_words: what the server said is added; it may name
    somebody, so that it is for the editors of the work alone.

    >>> error_words("GiveUp: 550 5.1.1 no such user", MailState.FAILED, with_words=False)
    'The mail server refuses it for good (550).'
    """
    if not noted or state in (MailState.DROPPED, MailState.STOPPED):
        return noted
    reply = CODE.match(noted)
    if reply is not None:
        said = f": “{reply['said'].strip()}”" if with_words and reply["said"].strip() else "."
        if noted.startswith("GiveUp"):
            words = _("The mail server refuses it for good (%(code)s)")
        else:
            words = _("The mail server does not take it now (%(code)s)")
        return words % {"code": reply["code"]} + said
    if noted.startswith("GiveUp"):
        return _("The mail server cannot take a mail to such an address.")
    if any(word in noted for word in UNREACHABLE):
        return _("The mail server cannot be reached.")
    if noted.startswith("TryAgainLater"):
        return _("The mail server does not answer.")
    return _("A fault of the journal: whoever runs it finds it in the log.")
