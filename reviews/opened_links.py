"""The secret links that this browser has opened.

A link opens what it is for and nothing else: its row's id and the hash of its token are noted in
the session, and every request compares the hash with the row's. A link that was sent again or
taken back is closed at once, for the row has another hash or state by then.
"""

from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare

SESSION_KEY = "opened_links"
SIGNED_IN_SINCE = "signed in since"  # in place of a hash: no token has this one
KEPT = 20  # of the newest; a session is not a place to fill

INVITATION = "invitation"
MAILED_LINK = "mailed-link"
CONSENT = "consent"


def note_opened(session: SessionBase, kind: str, row_id: int, token_hash: str) -> None:
    opened = dict(session.get(SESSION_KEY, {}))
    name = f"{kind}:{row_id}"
    opened.pop(name, None)
    opened[name] = token_hash
    session[SESSION_KEY] = dict(list(opened.items())[-KEPT:])


def is_opened(session: SessionBase, kind: str, row_id: int, token_hash: str) -> bool:
    """Whether this browser came by the link that the row has now."""
    noted = session.get(SESSION_KEY, {}).get(f"{kind}:{row_id}", "")
    return constant_time_compare(noted, token_hash)


def was_opened(session: SessionBase, kind: str, row_id: int) -> bool:
    """Whether this browser came by any link of the row, an older one included."""
    return f"{kind}:{row_id}" in session.get(SESSION_KEY, {})


def close_at_sign_in(session: SessionBase, kind: str, row_id: int) -> None:
    """The link has to be opened anew: somebody has signed in here who may be another person."""
    session[SESSION_KEY] = session[SESSION_KEY] | {f"{kind}:{row_id}": SIGNED_IN_SINCE}


def is_closed_at_sign_in(session: SessionBase, kind: str, row_id: int) -> bool:
    return bool(session.get(SESSION_KEY, {}).get(f"{kind}:{row_id}") == SIGNED_IN_SINCE)


def opened_ids(session: SessionBase, kind: str) -> list[int]:
    names = session.get(SESSION_KEY, {})
    return [int(name.rpartition(":")[2]) for name in names if name.startswith(f"{kind}:")]


def forget_opened(session: SessionBase, kind: str, row_id: int) -> None:
    opened = dict(session.get(SESSION_KEY, {}))
    if opened.pop(f"{kind}:{row_id}", None) is not None:
        session[SESSION_KEY] = opened
