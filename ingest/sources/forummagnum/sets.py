"""The sets of a forum: "frontpage", "curated", "karma:30", or several of them with commas."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ingest.errors import IngestError
from ingest.sources.forummagnum.sites import Site

_FILTERS = ("frontpage", "curated")
_KARMA = re.compile("karma:(-?[0-9]{1,5})")
_UNKNOWN_SET = _("A forum has the sets “frontpage”, “curated” and “karma:30”, say.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which posts a set holds. filter: "" for all; karma: the least of it, None for any."""

    filter: str = ""
    karma: int | None = None


def read_set(text: str, site: Site) -> Chosen:
    """Raises IngestError, with words for people, for a set that there is not."""
    name, karma = "", None
    for word in filter(None, text.split(",")):
        if word in _FILTERS:
            name = word
        elif match := _KARMA.fullmatch(word):
            karma = int(match[1])
        else:
            raise IngestError(f"no set of {site.name}: {word}", message=_UNKNOWN_SET)
    return Chosen(name, karma)
