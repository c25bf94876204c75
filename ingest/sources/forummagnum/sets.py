"""The sets of a forum: "frontpage", "curated", "karma:30", or several of them with commas."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ingest.errors import IngestError
from ingest.sources.forummagnum.sites import Site

_FILTERS = ("frontpage", "curated")
_KARMA = re.compile("karma:(-?[0-9]{1,5})")
_UNKNOWN_SET = gettext_lazy("A forum has the sets “frontpage”, “curated” and “karma:30”, say.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which posts a set holds. filter: "" for all; karma: the least of it, None for any."""

    filter: str = ""
    karma: int | None = None

    def __str__(self) -> str:
        """The set's name."""
        karma = "" if self.karma is None else f"karma:{self.karma}"
        return ",".join(filter(None, (self.filter, karma)))

    def in_words(self) -> str:
        if self.karma is None:
            return {
                "": _("all posts"),
                "frontpage": _("frontpage posts"),
                "curated": _("curated posts"),
            }[self.filter]
        return {
            "": _("posts of %s karma or more"),
            "frontpage": _("frontpage posts of %s karma or more"),
            "curated": _("curated posts of %s karma or more"),
        }[self.filter] % self.karma


def read_set(text: str, site: Site) -> Chosen:
    """Raises IngestError, with words for people, for a set that there is not."""
    name, karma = "", None
    for word in filter(None, text.split(",")):
        if word in _FILTERS and name in ("", word):
            name = word
        elif (match := _KARMA.fullmatch(word)) and karma is None:
            karma = int(match[1])
        else:
            raise IngestError(f"no set of {site.name}: {word}", message=_UNKNOWN_SET)
    return Chosen(name, karma)


def read_typed(text: str, site: Site) -> str:
    """The name of a set that somebody typed. Raises IngestError."""
    name = str(read_set("".join(text.split()).lower(), site))
    if not name:
        raise IngestError(f"names no set: {text:.100}", message=_UNKNOWN_SET)
    return name
