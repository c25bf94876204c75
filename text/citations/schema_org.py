"""JSON-LD with the vocabulary of schema.org, for the head of a page and as a format."""

import json
from typing import Any

from text.citations.names import CitedName, is_group
from text.citations.record import CitationRecord, Cited

TYPES = {
    Cited.WORK: "ScholarlyArticle",
    Cited.POST: "Article",
    Cited.REVIEW: "Review",
    Cited.ISSUE: "PublicationIssue",
}
_IN_HTML = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
CONTEXT = {"@context": "https://schema.org"}


def json_ld(record: CitationRecord) -> str:
    return json.dumps(CONTEXT | schema_org(record), ensure_ascii=False, indent=2) + "\n"


def json_ld_in_html(item: dict[str, Any]) -> str:
    """For a script element, which no text in it can end."""
    return json.dumps(CONTEXT | item, ensure_ascii=False).translate(_IN_HTML)


def schema_org(record: CitationRecord) -> dict[str, Any]:
    is_work = record.cited in (Cited.WORK, Cited.POST)
    people = [_person(person) for person in record.people]
    identifiers = [record.identifier, record.number, record.doi and f"doi:{record.doi}"]
    item = {
        "@type": TYPES[record.cited],
        "@id": record.url,
        "url": record.url,
        "name": record.shown_title,
        "headline": record.shown_title if is_work else "",
        "editor" if record.cited == Cited.ISSUE else "author": people,
        "datePublished": record.issued.isoformat() if record.issued else "",
        "identifier": list(dict.fromkeys(filter(None, identifiers))),
        "sameAs": record.source_url,
        "license": record.licence,
        "publisher": {"@type": "Organization", "name": record.publisher},
        "creditText": record.note,
        **_of_its_kind(record),
    }
    return {name: value for name, value in item.items() if value}


def _of_its_kind(record: CitationRecord) -> dict[str, Any]:
    if record.cited == Cited.REVIEW:
        return {
            "itemReviewed": {
                "@type": TYPES[Cited.WORK],
                "name": record.reviewed_title,
                "author": [_person(person) for person in record.reviewed_people],
                **({"sameAs": record.reviewed_url} if record.reviewed_url else {}),
            }
        }
    if record.cited == Cited.ISSUE:
        periodical = {"@type": "Periodical", "name": record.publisher}
        volume = {
            "@type": "PublicationVolume",
            "volumeNumber": record.volume,
            "isPartOf": periodical,
        }
        return {"issueNumber": record.issue, "isPartOf": volume}
    return {}


def _person(name: CitedName) -> dict[str, str]:
    if is_group(name):
        return {"@type": "Organization", "name": name.in_full}
    person = {
        "@type": "Person",
        "name": name.in_full,
        "familyName": name.with_particle,
        "givenName": name.given,
        "@id": f"https://orcid.org/{name.orcid}" if name.orcid else "",
    }
    return {part: value for part, value in person.items() if value}
