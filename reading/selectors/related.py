"""Other works tied to a preprint: what it was published as or says it is, what it discusses, and
what discusses it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from preprints.models import Source


@dataclass(frozen=True, slots=True)
class Work:
    """Another work: title_html where it is in this journal, else `words` name it."""

    title_html: str
    words: str
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Related:
    """more_discussed_in: how many works that discuss this one are not shown."""

    published_as: list[Work]
    claims: list[Work]
    discusses: list[Work]
    discussed_in: list[Work]
    more_discussed_in: int

    def __bool__(self) -> bool:
        return bool(self.published_as or self.claims or self.discusses or self.discussed_in)


# As `beside` of `reading.selectors.versions` asks for them; `shown` is the version on the page.
# What a work said that it is, and is by now, is one of its places.
RELATIONS = """
SELECT relation.kind, relation.scheme, relation.external_id, relation.url, here.id, here.title_html
  FROM preprints_relation AS relation
  LEFT JOIN LATERAL (
       SELECT place.preprint_id AS id, current.title_html
         FROM preprints_location AS place
         JOIN preprints_preprint AS work ON work.id = place.preprint_id
         JOIN preprints_version AS current ON current.id = work.current_version_id
        WHERE place.source = relation.scheme AND place.external_id = relation.external_id
       ) AS here ON TRUE
 WHERE relation.preprint_id = shown.preprint_id
   AND here.id IS DISTINCT FROM relation.preprint_id
 ORDER BY relation.id
 LIMIT 20
"""
DISCUSSIONS = """
SELECT work.id, current.title_html, count(*) OVER () AS in_all
  FROM preprints_location AS place
  JOIN preprints_relation AS relation
    ON relation.scheme = place.source AND relation.external_id = place.external_id
  JOIN preprints_preprint AS work ON work.id = relation.preprint_id
  JOIN preprints_version AS current ON current.id = work.current_version_id
 WHERE place.preprint_id = shown.preprint_id
   AND relation.kind = 'discusses'
   AND work.id <> shown.preprint_id
   AND work.merged_into_id IS NULL
 GROUP BY work.id, current.title_html
 ORDER BY work.first_posted_at DESC, work.id DESC
 LIMIT 10
"""


def related(relations: Sequence[dict[str, Any]], discussions: Sequence[dict[str, Any]]) -> Related:
    """relations, discussions: rows of RELATIONS and DISCUSSIONS."""
    in_all = discussions[0]["in_all"] if discussions else 0
    return Related(
        published_as=[_elsewhere(row) for row in relations if row["kind"] == "published-as"],
        claims=_linked(relations, "claims"),
        discusses=_linked(relations, "discusses"),
        discussed_in=[_here(row) for row in discussions],
        more_discussed_in=in_all - len(discussions),
    )


def _linked(relations: Sequence[dict[str, Any]], kind: str) -> list[Work]:
    return [
        _here(row) if row["id"] else _elsewhere(row) for row in relations if row["kind"] == kind
    ]


def _here(row: dict[str, Any]) -> Work:
    url = reverse("reading:preprint", args=[row["id"]])
    return Work(row["title_html"] or "", f"V{row['id']}", url, is_here=True)


def _elsewhere(row: dict[str, Any]) -> Work:
    scheme, name = row["scheme"], row["external_id"]
    words = name
    if scheme in Source.values and scheme != Source.WEB:
        words = f"{Source(scheme).label} {name}"
    url = row["url"] or (f"https://doi.org/{name}" if scheme == Source.DOI else "")
    return Work("", words, url, is_here=False)
