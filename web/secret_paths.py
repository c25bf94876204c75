"""Addresses with a secret in them, and keeping the secret out of the log.

Django logs the address of each request that it refuses. A link in a mail must not be usable by
whoever reads the log, so its token is left out of every line, whichever logger or handler it takes.
"""

import logging
import re
from typing import Any

MASK = "[secret]"
SECRET = re.compile(
    r"(?P<before>/(?:invitations|confirm-review|keep-account|mail-off|accounts/confirm-email)/"
    r"|/accounts/password/reset/key/\w+-)"
    r"(?!open/|\d+/)(?P<secret>[^/\s?#'\"<>]+)"
)
# As it stands in `?next=` of an address.
SECRET_QUOTED = re.compile(
    r"(?P<before>%2F(?:invitations|confirm-review|keep-account|mail-off|accounts%2Fconfirm-email)%2F"
    r"|%2Faccounts%2Fpassword%2Freset%2Fkey%2F\w+-)"
    r"(?!open%2F|\d+%2F)(?P<secret>[^/\s?#'\"<>%&]+)",
    re.IGNORECASE,
)

# A token of ours at any other place, as in an address that was pasted wrongly.
TOKEN = re.compile(r"(?P<before>)(?<![0-9a-f])(?P<secret>[0-9a-f]{64})(?![0-9a-f])", re.IGNORECASE)


def mask_secrets(text: str) -> str:
    for pattern in (SECRET, SECRET_QUOTED, TOKEN):
        text = pattern.sub(lambda found: found["before"] + MASK, text)
    return text


def mask_records() -> None:
    """Mask each record when it is made: a filter on a handler would miss the other handlers."""
    make = logging.getLogRecordFactory()
    if getattr(make, "masks_secrets", False):
        return

    def make_masked(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        record.msg = mask_secrets(record.msg) if isinstance(record.msg, str) else record.msg
        if isinstance(record.args, tuple):
            record.args = tuple(_masked(value) for value in record.args)
        return record

    make_masked.masks_secrets = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(make_masked)


def _masked(value: Any) -> Any:
    """Requests and exceptions are logged by their text, numbers stay numbers."""
    if isinstance(value, int | float):
        return value
    text = str(value)
    masked = mask_secrets(text)
    return masked if masked != text else value
