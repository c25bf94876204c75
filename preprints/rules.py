"""Decisions about preprints on plain values."""

import re
from collections.abc import Collection, Sequence

from django.utils.translation import gettext, ngettext

from preprints import errors

AUTHORS_IN_LINE = 4
# An author whom a source keeps hidden, as records and rows have it.
ANONYMOUS = "[anonymous]"
_MORE_AUTHORS = re.compile(
    r"(?P<names>.*)\s(?:\(\+(?P<more>[0-9]{1,6})\)|and (?P<in_english>[0-9]{1,6}) more)", re.DOTALL
)
OPEN_LICENCES = ("creativecommons.org/licenses/by/", "creativecommons.org/licenses/by-sa/")
# No act of the journal moves a preprint out of these (values of `Preprint.Status`); from the first
# its source brings it back, with a newer version.
LEFT_FOR_GOOD = ("withdrawn", "retracted")
# An edit of a post makes a version from so many words on, or from this share of the text.
WORDS_OF_A_VERSION = 40
SHARE_OF_A_VERSION = 0.01
PUBLIC_DOMAIN = "creativecommons.org/publicdomain/"


def check_is_editor(*, is_editor: bool) -> None:
    if not is_editor:
        raise errors.NotAnEditor


def is_open_licence(licence: str) -> bool:
    """Whether the licence (an address) lets us show the text in full."""
    return any(part in licence for part in (*OPEN_LICENCES, PUBLIC_DOMAIN))


def makes_a_version(title_changed: bool, words_changed: int, words_before: int) -> bool:
    """Whether an edit is a new version, or a small one kept beside the old.

    >>> makes_a_version(False, 39, 10_000)
    False
    """
    return (
        title_changed
        or words_changed >= WORDS_OF_A_VERSION
        or (words_changed > 0 and words_changed >= SHARE_OF_A_VERSION * words_before)
    )


def stored_author_line(names: Sequence[str]) -> str:
    """Up to four authors by name, then how many more there are, in nobody's language.

    >>> stored_author_line(["A", "B", "C", "D", "E", "F"])
    'A, B, C, D (+2)'
    """
    shown = ", ".join(name[:60] for name in names[:AUTHORS_IN_LINE])
    more = len(names) - AUTHORS_IN_LINE
    return f"{shown} (+{more})" if more > 0 else shown


def shown_author_line(stored: str) -> str:
    """The same in the reader's language; what was stored in English before is read, too.

    >>> shown_author_line("A, B, C, D (+2)")
    'A, B, C, D and 2 more'
    """
    if stored in ("", "Author not named"):
        return gettext("Author not named")
    match = _MORE_AUTHORS.fullmatch(stored)
    names = (match["names"] if match else stored).replace(ANONYMOUS, gettext("[anonymous]"))
    if match is None:
        return names
    more = int(match["more"] or match["in_english"])
    return ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more) % {
        "names": names,
        "count": more,
    }


def author_line(names: Sequence[str]) -> str:
    """Authors as a list shows them, in the reader's language.

    >>> author_line(["A. One", "B. Two"])
    'A. One, B. Two'
    """
    return shown_author_line(stored_author_line(names))


# The words of a work's status, from the one that tells most: where several are true, the first of
# them is shown, and the others stand on its page.
STATUS_ORDER = (
    *("retracted", "withdrawn", "selected", "final", "revised", "reviewed"),
    *("under-review", "submitted", "lapsed", "declined", "listed"),
)
# With these nothing of the work is under way, and its review can be asked for.
FREE = ("lapsed", "declined", "listed")


def first_status(*words: str) -> str:
    """Of several words that are true of a work, the one that is shown.

    >>> first_status("listed", "declined")
    'declined'
    """
    return min(words, key=STATUS_ORDER.index)


def has_left(status: str) -> bool:
    """Whether a work of this status is away from where it was posted: withdrawn or retracted.

    >>> has_left("withdrawn"), has_left("retracted"), has_left("declined")
    (True, True, False)
    """
    return status in LEFT_FOR_GOOD


def status_after_version(status: str, *, before: str, is_withdrawn: bool) -> str:
    """The status once a version is the newest: what it says of a withdrawal counts, not what an
    older one said. before: the status before the withdrawal. A retraction stays.

    >>> status_after_version("withdrawn", before="reviewed", is_withdrawn=False)
    'revised'
    """
    if status == "retracted":
        return status
    if is_withdrawn:
        return "withdrawn"
    if status == "withdrawn":
        status = before or "listed"
    return "revised" if status == "reviewed" else status


def version_number(source_version: str, *, taken: Collection[int]) -> int:
    """The number a new version gets: the source's own ("v3" is 3) where it is free, else the next.

    >>> version_number("v3", taken={1})
    3
    >>> version_number("", taken={1, 2})
    3
    """
    label = source_version.removeprefix("v")
    if label.isdecimal() and len(label) <= 4 and int(label) > 0 and int(label) not in taken:
        return int(label)
    return max(taken, default=0) + 1
