"""Preprints, their versions, and subjects."""

from collections.abc import Sequence
from typing import Any

import orjson

from api.statements import (
    ALL_AUTHORS,
    LIST_AUTHORS,
    TERMS,
    Row,
    embedded,
    preprint_ref,
    select_many,
    select_one,
    statement,
)
from web import addresses

PREPRINTS = statement(
    TERMS,
    """
SELECT p.id, p.kind, p.status, p.status_at, p.selected_for, p.first_posted_at, p.created_at,
       greatest(p.status_at, v.seen_at) AS updated_at,
       v.number, v.title, v.abstract, v.author_count, v.posted_at, v.licence,
       names.authors, topics.subjects, places.locations, numbered.versions,
       home.source, home.external_id, home.url,
       a.id AS assessment_id, a.version_number AS assessed_number, a.teaser, a.published_at,
       significance.shown AS significance, strength.shown AS strength,
       (SELECT count(*) FROM reviews_review r JOIN preprints_version rv ON rv.id = r.version_id
        WHERE rv.preprint_id = p.id AND r.status = 'published') AS review_count
FROM preprints_preprint p
JOIN preprints_version v ON v.id = p.current_version_id
LEFT JOIN preprints_location home ON home.preprint_id = p.id AND home.is_canonical
CROSS JOIN LATERAL (
    SELECT array_agg(name ORDER BY position) AS authors FROM preprints_author
    WHERE version_id = v.id AND position <= %(authors)s
) names
CROSS JOIN LATERAL (
    SELECT json_agg(t)::text AS subjects FROM (
        SELECT s.slug, s.name
        FROM preprints_preprint_subjects ps JOIN preprints_subject s ON s.id = ps.subject_id
        WHERE ps.preprint_id = p.id ORDER BY s.name
    ) t
) topics
CROSS JOIN LATERAL (
    SELECT json_agg(t)::text AS locations FROM (
        SELECT source, external_id, url, is_canonical FROM preprints_location
        WHERE preprint_id = p.id ORDER BY is_canonical DESC, id
    ) t
) places
CROSS JOIN LATERAL (
    SELECT json_agg(t)::text AS versions FROM (
        SELECT id, number, source_version,
               to_char(posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS posted_at
        FROM preprints_version WHERE preprint_id = p.id ORDER BY number
    ) t
) numbered
LEFT JOIN LATERAL (
    SELECT pa.*, av.number AS version_number
    FROM preprints_version av JOIN reviews_assessment pa ON pa.version_id = av.id
    WHERE av.preprint_id = p.id AND pa.state = 'published'
    ORDER BY pa.published_at DESC, pa.id DESC LIMIT 1
) a ON true
LEFT JOIN terms significance ON significance.id = a.significance_id
LEFT JOIN terms strength ON strength.id = a.strength_id
WHERE p.id """,
)

VERSIONS = """
SELECT v.id, v.preprint_id, v.number, v.source_version, v.title, v.title_html, v.abstract,
       v.abstract_html, v.author_count, v.word_count, v.categories, v.comment, v.licence,
       v.is_withdrawn, v.posted_at, v.seen_at, v.content_hash, names.authors
FROM preprints_version v
CROSS JOIN LATERAL (
    SELECT array_agg(name ORDER BY position) AS authors FROM preprints_author
    WHERE version_id = v.id AND position <= %(authors)s
) names
WHERE v.id """

VERSION_EXTRAS = """
SELECT CASE WHEN p.shows_full_text THEN v.body_html END AS body_html,
       (SELECT json_agg(t)::text FROM (
            SELECT position, name, orcid, affiliation FROM preprints_author
            WHERE version_id = v.id ORDER BY position
        ) t) AS contributors
FROM preprints_version v JOIN preprints_preprint p ON p.id = v.preprint_id
WHERE v.id """

SUBJECTS = "SELECT id, slug, name, description FROM preprints_subject WHERE "


def preprint_rows(keys: Sequence[int]) -> list[dict[str, Any]]:
    rows = select_many(PREPRINTS, keys, authors=LIST_AUTHORS)
    return [_preprint(row) for row in rows.values()]


def preprint_detail(key: str) -> dict[str, Any] | None:
    row = select_one(PREPRINTS, int(key), authors=ALL_AUTHORS)
    return row and _preprint(row)


def version_rows(keys: Sequence[int]) -> list[dict[str, Any]]:
    return [_version(row) for row in select_many(VERSIONS, keys, authors=LIST_AUTHORS).values()]


def version_detail(key: str) -> dict[str, Any] | None:
    row = select_one(VERSIONS, int(key), authors=ALL_AUTHORS)
    extras = select_one(VERSION_EXTRAS, int(key))
    if row is None or extras is None:
        return None
    return _version(row) | {
        "contributors": embedded(extras["contributors"]),
        "body_html": extras["body_html"],
    }


def subject_rows(keys: Sequence[int]) -> list[dict[str, Any]]:
    return [_subject(row) for row in select_many(SUBJECTS + "id ", keys).values()]


def subject_detail(slug: str) -> dict[str, Any] | None:
    row = select_one(SUBJECTS + "slug ", slug)
    return row and _subject(row)


def _preprint(row: Row) -> dict[str, Any]:
    key = row["id"]
    return {
        "id": key,
        "identifier": f"V{key}",
        "title": row["title"],
        "authors": row["authors"] or [],
        "author_count": row["author_count"],
        "abstract": row["abstract"],
        "kind": row["kind"],
        "subjects": embedded(row["subjects"]),
        "status": row["status"],
        "status_at": row["status_at"],
        "selected_for": row["selected_for"],
        "source": row["source"],
        "external_id": row["external_id"],
        "url": row["url"],
        "locations": embedded(row["locations"]),
        "version": row["number"],
        "versions": embedded(row["versions"]),
        "licence": row["licence"],
        "assessment": _assessment_in_short(row),
        "review_count": row["review_count"],
        "posted_at": row["posted_at"],
        "first_posted_at": row["first_posted_at"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        "page": addresses.preprint_page(key),
        "api_url": addresses.resource("preprints", key),
    }


def _assessment_in_short(row: Row) -> dict[str, Any] | None:
    if row["assessment_id"] is None:
        return None
    return {
        "id": row["assessment_id"],
        "identifier": f"V{row['id']}.{row['assessed_number']}.a1",
        "significance": orjson.Fragment(row["significance"]),
        "strength": orjson.Fragment(row["strength"]),
        "teaser": row["teaser"],
        "published_at": row["published_at"],
        "api_url": addresses.resource("assessments", row["assessment_id"]),
    }


def _version(row: Row) -> dict[str, Any]:
    preprint_id, number = row.pop("preprint_id"), row["number"]
    return row | {
        "identifier": f"V{preprint_id}.{number}",
        "preprint": preprint_ref(preprint_id),
        "authors": row["authors"] or [],
        "categories": embedded(row["categories"]),
        "page": addresses.version_page(preprint_id, number),
        "api_url": addresses.resource("versions", row["id"]),
    }


def _subject(row: Row) -> dict[str, Any]:
    return row | {
        "page": addresses.subject_page(row["slug"]),
        "api_url": addresses.resource("subjects", row["slug"]),
    }
