"""The sources that works may be from, and what is the same for all works of one source.

The table is filled at start: `ingest.apps` adds the facts of every adapter, `demo.apps` its own.
Only the three sources below are named in code, because their works are treated in their own way.
"""

from dataclasses import dataclass
from enum import IntEnum

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ARXIV, DOI, WEB = "arxiv", "doi", "web"


class Rank(IntEnum):
    """Which of a work's places speaks for it: the one of the lowest rank."""

    ARXIV = 0
    SERVER = 1
    FORUM = 2
    PAGE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """What a source declares of itself.

    label: its name beside a link to a work.
    work_url: the address of a work, "https://osf.io/{external_id}"; "" where the identifier alone
    does not give it.
    version_url: the address of one version, from the work's `{url}`, its `{external_id}` and the
    version's `{label}`; "" where versions have none.
    pdf_url: the address of the PDF of one version, put together likewise; where `label` is "", of
    the newest. "" where nobody can know it.
    is_read_there: whether its addresses lead to the work itself.
    shares_ids_with: the key of another source where the same work has the same identifier.
    is_cited_by_id: whether a reference to a work gives its identifier after the label.
    """

    label: str | Promise
    rank: Rank = Rank.SERVER
    work_url: str = ""
    version_url: str = ""
    pdf_url: str = ""
    is_read_there: bool = True
    shares_ids_with: str = ""
    is_cited_by_id: bool = False


_facts: dict[str, SourceFacts] = {}


def add_source(key: str, facts: SourceFacts) -> None:
    _facts[key] = facts


def is_known_source(key: str) -> bool:
    return key in _facts


def source_facts(key: str) -> SourceFacts:
    """A source that is known no more is called by its key."""
    return _facts.get(key) or SourceFacts(label=key)


def source_label(key: str) -> str:
    """In the reader's language."""
    return str(source_facts(key).label)


def source_choices() -> list[tuple[str, str | Promise]]:
    return [(key, facts.label) for key, facts in _facts.items()]


def check_source(key: str) -> None:
    """Raise ValidationError for a source that is not in the table."""
    if not is_known_source(key):
        raise ValidationError(
            _("“%(source)s” is not a source of works."),
            code="unknown_source",
            params={"source": key},
        )
