"""What a page says about a work, in whichever of its vocabularies."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from ingest.parsing.dois import bare_doi
from preprints.record import RecordAuthor

MOST_DOIS = 5  # of one work; a page with more lists the works of others


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """title, abstract: as given, perhaps with markup. dates: as given. identifiers: of the same
    work, in any form. licence: a name or an address. kind: what it is, if that is no text.
    """

    title: str = ""
    authors: tuple[RecordAuthor, ...] = ()
    dates: tuple[str, ...] = ()
    abstract: str = ""
    identifiers: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    licence: str = ""
    kind: str = ""

    def or_else(self, other: "Description") -> "Description":
        """This description, with its gaps filled from another."""
        return Description(
            **{
                field.name: getattr(self, field.name) or getattr(other, field.name)
                for field in fields(Description)
            }
        )

    def dois(self) -> tuple[str, ...]:
        found = dict.fromkeys(filter(None, map(bare_doi, self.identifiers)))
        return tuple(found)[:MOST_DOIS]


def split_list(values: tuple[str, ...]) -> Iterator[str]:
    """Keywords given one by one, or in one field with semicolons or commas."""
    for value in values:
        separator = ";" if ";" in value else ","
        yield from filter(None, (part.strip() for part in value.split(separator)))
