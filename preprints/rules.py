"""Decisions about preprints on plain values."""

from collections.abc import Collection, Sequence

AUTHORS_IN_LINE = 4
OPEN_LICENCES = ("creativecommons.org/licenses/by/", "creativecommons.org/licenses/by-sa/")
# From these a preprint does not come back by itself (values of `Preprint.Status`).
LEFT_FOR_GOOD = ("withdrawn", "retracted")
# An edit of a post makes a version from so many words on, or from this share of the text.
WORDS_OF_A_VERSION = 40
SHARE_OF_A_VERSION = 0.01
PUBLIC_DOMAIN = "creativecommons.org/publicdomain/"
FORUMS = ("lesswrong", "alignment-forum", "ea-forum")
LAST_RANK = 3


def place_rank(source: str) -> int:
    """Which of a work's places speaks for it, the lowest first: arXiv, then other servers and DOIs,
    then forums, then feeds and pages (values of `Source`).
    """
    if source == "arxiv":
        return 0
    if source == "web":
        return LAST_RANK
    return 2 if source in FORUMS else 1


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


def author_line(names: Sequence[str]) -> str:
    """Authors as a list shows them: up to four by name, then how many more.

    >>> author_line(["A. One", "B. Two"])
    'A. One, B. Two'
    """
    if not names:
        return "Author not named"
    shown = ", ".join(name[:60] for name in names[:AUTHORS_IN_LINE])
    more = len(names) - AUTHORS_IN_LINE
    return f"{shown} and {more} more" if more > 0 else shown


def version_number(source_version: str, *, taken: Collection[int]) -> int:
    """The number a new version gets: the source's own ("v3" is 3) where it is free, else the next.

    >>> version_number("v3", taken={1})
    3
    >>> version_number("", taken={1, 2})
    3
    """
    label = source_version.removeprefix("v")
    if label.isdecimal() and int(label) > 0 and int(label) not in taken:
        return int(label)
    return max(taken, default=0) + 1
