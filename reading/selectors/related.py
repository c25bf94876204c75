"""Other works tied to a preprint: what it was published as or says it is, what it discusses, and
what discusses it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.urls import reverse

from preprints.known_sources import DOI, WEB, is_known_source, source_label


@dataclass(frozen=True, slots=True)
class RelatedWork:
    """Another work: title_html where it is in this journal, else `words` name it."""

    title_html: str
    words: str
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Related:
    """more_discussed_in: how many works that discuss this one are not shown."""

    published_as: list[RelatedWork]
    claims: list[RelatedWork]
    discusses: list[RelatedWork]
    discussed_in: list[RelatedWork]
    more_discussed_in: int

    def __bool__(self) -> bool:
        return bool(self.published_as or self.claims or self.discusses or self.discussed_in)


class LoadedRelation(TypedDict):
    """A relation; id, title_html: of the work here that it names, None where there is none."""

    kind: str
    scheme: str
    external_id: str
    url: str
    id: int | None
    title_html: str | None


class LoadedDiscussion(TypedDict):
    """A work here that discusses the one on the page; in_all: how many do."""

    id: int
    title_html: str
    in_all: int


def related(
    relations: Sequence[LoadedRelation], discussions: Sequence[LoadedDiscussion]
) -> Related:
    in_all = discussions[0]["in_all"] if discussions else 0
    return Related(
        published_as=[_elsewhere(row) for row in relations if row["kind"] == "published-as"],
        claims=_linked(relations, "claims"),
        discusses=_linked(relations, "discusses"),
        discussed_in=[_here(row["id"], row["title_html"]) for row in discussions],
        more_discussed_in=in_all - len(discussions),
    )


def _linked(relations: Sequence[LoadedRelation], kind: str) -> list[RelatedWork]:
    return [
        _here(row["id"], row["title_html"]) if row["id"] else _elsewhere(row)
        for row in relations
        if row["kind"] == kind
    ]


def _here(preprint_id: int, title_html: str | None) -> RelatedWork:
    url = reverse("reading:preprint", args=[preprint_id])
    return RelatedWork(title_html or "", f"V{preprint_id}", url, is_here=True)


def _elsewhere(row: LoadedRelation) -> RelatedWork:
    scheme, name = row["scheme"], row["external_id"]
    words = name
    if is_known_source(scheme) and scheme != WEB:
        words = f"{source_label(scheme)} {name}"
    url = row["url"] or (f"https://doi.org/{name}" if scheme == DOI else "")
    return RelatedWork("", words, url, is_here=False)
