"""What belongs to the journal as a whole: issues, people, the public log."""

from collections.abc import Sequence
from typing import Any

import orjson

from api.statements import (
    LIST_AUTHORS,
    Row,
    preprint_ref,
    select,
    select_many,
    select_one,
    text,
    version_ref,
)
from curation.selectors.people import public_people
from web import addresses

ISSUES = """
SELECT i.id, i.volume, i.number, i.title, i.editorial, i.editorial_html, i.published_at,
       (SELECT count(*) FROM curation_entry WHERE issue_id = i.id) AS entry_count
FROM curation_issue i WHERE i.state = 'published' AND i.id """

ENTRIES = """
SELECT e.section, e.position, e.recommendation, e.recommendation_html, e.recommended_by_name,
       v.preprint_id, v.id AS version_id, v.number AS version_number, v.title AS version_title,
       v.author_count, names.authors
FROM curation_entry e
JOIN preprints_version v ON v.id = e.version_id
CROSS JOIN LATERAL (
    SELECT array_agg(name ORDER BY position) AS authors FROM preprints_author
    WHERE version_id = v.id AND position <= %(authors)s
) names
WHERE e.issue_id = %(key)s ORDER BY e.position
"""

PEOPLE = """
SELECT id, handle, name, orcid, affiliation, bio FROM accounts_profile WHERE id """

EVENTS = """
SELECT e.id, e.kind, e.subject, e.preprint_id AS preprint, e.at, e.data, e.payload_format,
       s.position, s.payload_hash, s.chain_hash,
       coalesce(r.byline_name, p.author_name, e.data->>'byline', e.data->>'by', '') AS name
FROM events_event e LEFT JOIN events_seal s ON s.event_id = e.id
LEFT JOIN reviews_review r ON r.status = 'published' AND r.id =
    CASE e.kind WHEN 'review.published' THEN split_part(e.data->>'row', ' ', 2)::bigint END
LEFT JOIN reviews_response p ON p.id =
    CASE e.kind WHEN 'response.posted' THEN split_part(e.data->>'row', ' ', 2)::bigint END
WHERE e.is_public AND e.id """


def issue_rows(keys: Sequence[int]) -> list[dict[str, Any]]:
    return [_issue(row) for row in select_many(ISSUES, keys).values()]


def issue_detail(key: str) -> dict[str, Any] | None:
    row = select_one(ISSUES, int(key))
    if row is None:
        return None
    issue = _issue(row)
    entries = select(ENTRIES, {"key": row["id"], "authors": LIST_AUTHORS})
    return issue | {
        "entries": [_entry(entry) for entry in entries],
        "evidence_url": f"{issue['page']}evidence.json",
    }


def person_rows(keys: Sequence[int]) -> list[dict[str, Any]]:
    return [_person(row) for row in select_many(PEOPLE, keys).values()]


def person_detail(handle: str) -> dict[str, Any] | None:
    key = public_people().filter(handle=handle).values_list("pk", flat=True).first()
    row = select_one(PEOPLE, key) if key is not None else None
    return row and _person(row)


def event_rows(keys: Sequence[int]) -> list[dict[str, Any]]:
    return [_event(row) for row in select_many(EVENTS, keys).values()]


def event_detail(key: str) -> dict[str, Any] | None:
    row = select_one(EVENTS, int(key))
    return row and _event(row)


def _issue(row: Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "volume": row["volume"],
        "number": row["number"],
        "title": row["title"],
        "editorial": text(row["editorial"], row["editorial_html"]),
        "entry_count": row["entry_count"],
        "published_at": row["published_at"],
        "page": addresses.issue_page(row["volume"], row["number"]),
        "api_url": addresses.resource("issues", row["id"]),
    }


def _entry(row: Row) -> dict[str, Any]:
    return {
        "section": row["section"],
        "position": row["position"],
        "preprint": preprint_ref(row["preprint_id"]),
        "version": version_ref(row),
        "authors": row["authors"] or [],
        "author_count": row["author_count"],
        "recommendation": text(row["recommendation"], row["recommendation_html"]),
        "recommended_by_name": row["recommended_by_name"],
    }


def _person(row: Row) -> dict[str, Any]:
    handle = row["handle"]
    shown = {name: value for name, value in row.items() if name != "id"}
    return shown | {
        "page": addresses.person_page(handle),
        "api_url": addresses.resource("people", handle),
    }


def _event(row: Row) -> dict[str, Any]:
    seal = {name: row[name] for name in ("position", "payload_hash", "chain_hash")}
    return {
        "id": row["id"],
        "kind": row["kind"],
        "subject": row["subject"],
        "preprint": row["preprint"],
        "at": row["at"],
        "name": row["name"],
        "format": row["payload_format"],
        "data": orjson.Fragment(row["data"]),
        "seal": seal if row["position"] is not None else None,
        "api_url": addresses.resource("events", row["id"]),
    }
