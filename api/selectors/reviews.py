"""Reviews, assessments and responses."""

from collections.abc import Sequence
from typing import Any

import orjson
from django.conf import settings

from api.statements import (
    TERMS,
    Row,
    preprint_ref,
    select_many,
    select_one,
    statement,
    text,
    version_ref,
)
from reviews.models import Review
from reviews.models.byline import public_declaration
from reviews.models.reviews import PUBLIC_PARTS
from web import addresses

# The profile is joined, and declarations are read, for signed reviews only: nothing of any other
# reviewer leaves the database. A reviewer without an
# account has no page to lead to.
REVIEWS = statement(
    TERMS,
    """
SELECT r.id, r.number, r.byline_kind, r.byline_name,
       r.summary, r.strengths, r.weaknesses, r.evidence,
       r.summary_html, r.strengths_html, r.weaknesses_html, r.evidence_html,
       r.confidence, r.published_at,
       CASE WHEN r.byline_kind = 'signed' THEN r.competing_interests END AS competing_interests,
       CASE WHEN r.byline_kind = 'signed' THEN r.ai_use END AS ai_use,
       r.competing_interests <> '' AS declares_interests, r.ai_use <> '' AS declares_ai_use,
       significance.shown AS significance, strength.shown AS strength,
       ro.number AS round, v.preprint_id, v.id AS version_id, v.number AS version_number,
       v.title AS version_title, signer.handle
FROM reviews_review r
JOIN reviews_round ro ON ro.id = r.round_id
JOIN preprints_version v ON v.id = r.version_id
JOIN terms significance ON significance.id = r.significance_id
JOIN terms strength ON strength.id = r.strength_id
LEFT JOIN accounts_user account
       ON account.id = r.reviewer_id AND r.byline_kind = 'signed' AND NOT account.is_guest
LEFT JOIN accounts_profile signer ON signer.user_id = account.id
WHERE r.status = 'published' AND r.id """,
)

ASSESSMENTS = statement(
    TERMS,
    """
SELECT a.id, a.text, a.text_html, a.teaser, a.competing_interests, a.published_at,
       significance.shown AS significance, strength.shown AS strength,
       ro.number AS round, v.preprint_id, v.id AS version_id, v.number AS version_number,
       v.title AS version_title
FROM reviews_assessment a
JOIN reviews_round ro ON ro.id = a.round_id
JOIN preprints_version v ON v.id = a.version_id
JOIN terms significance ON significance.id = a.significance_id
JOIN terms strength ON strength.id = a.strength_id
WHERE a.state = 'published' AND a.id """,
)

RESPONSES = """
SELECT p.id, p.number, p.author_name, p.text, p.text_html, p.competing_interests, p.posted_at,
       ro.number AS round, v.preprint_id, v.id AS version_id, v.number AS version_number,
       v.title AS version_title
FROM reviews_response p
JOIN reviews_round ro ON ro.id = p.round_id
JOIN preprints_version v ON v.id = p.version_id
WHERE p.id """


def review_rows(keys: Sequence[int]) -> list[dict[str, Any]]:
    return [_review(row) for row in select_many(REVIEWS, keys).values()]


def review_detail(key: str) -> dict[str, Any] | None:
    row = select_one(REVIEWS, int(key))
    return row and _review(row)


def assessment_rows(keys: Sequence[int]) -> list[dict[str, Any]]:
    return [_assessment(row) for row in select_many(ASSESSMENTS, keys).values()]


def assessment_detail(key: str) -> dict[str, Any] | None:
    row = select_one(ASSESSMENTS, int(key))
    return row and _assessment(row)


def response_rows(keys: Sequence[int]) -> list[dict[str, Any]]:
    return [_response(row) for row in select_many(RESPONSES, keys).values()]


def response_detail(key: str) -> dict[str, Any] | None:
    row = select_one(RESPONSES, int(key))
    return row and _response(row)


def _review(row: Row) -> dict[str, Any]:
    version, number = version_ref(row), row["number"]
    review = Review(byline_kind=row["byline_kind"], byline_name=row["byline_name"])
    return {
        "id": row["id"],
        "identifier": f"{version['identifier']}.r{number}",
        "preprint": preprint_ref(row["preprint_id"]),
        "version": version,
        "round": row["round"],
        "number": number,
        "byline": review.byline(),
        "byline_kind": row["byline_kind"],
        "person": _person_ref(row["handle"]),
        "parts": {part: text(row[part], row[f"{part}_html"]) for part in PUBLIC_PARTS},
        "significance": orjson.Fragment(row["significance"]),
        "strength": orjson.Fragment(row["strength"]),
        "confidence": row["confidence"],
        "competing_interests": public_declaration(
            row["byline_kind"],
            text=row["competing_interests"],
            is_declared=row["declares_interests"],
        ),
        "ai_use": public_declaration(
            row["byline_kind"], text=row["ai_use"], is_declared=row["declares_ai_use"]
        ),
        "licence": settings.JOURNAL_LICENCE_URL,
        "published_at": row["published_at"],
        "page": addresses.review_page(row["preprint_id"], row["version_number"], number),
        "api_url": addresses.resource("reviews", row["id"]),
    }


def _person_ref(handle: str | None) -> dict[str, str] | None:
    if handle is None:
        return None
    return {
        "handle": handle,
        "page": addresses.person_page(handle),
        "api_url": addresses.resource("people", handle),
    }


def _assessment(row: Row) -> dict[str, Any]:
    version = version_ref(row)
    return {
        "id": row["id"],
        "identifier": f"{version['identifier']}.a1",
        "preprint": preprint_ref(row["preprint_id"]),
        "version": version,
        "round": row["round"],
        "significance": orjson.Fragment(row["significance"]),
        "strength": orjson.Fragment(row["strength"]),
        "text": text(row["text"], row["text_html"]),
        "teaser": row["teaser"],
        "competing_interests": row["competing_interests"],
        "licence": settings.JOURNAL_LICENCE_URL,
        "published_at": row["published_at"],
        "page": version["page"],
        "api_url": addresses.resource("assessments", row["id"]),
    }


def _response(row: Row) -> dict[str, Any]:
    version = version_ref(row)
    return {
        "id": row["id"],
        "identifier": f"{version['identifier']}.p{row['number']}",
        "preprint": preprint_ref(row["preprint_id"]),
        "version": version,
        "round": row["round"],
        "number": row["number"],
        "author_name": row["author_name"],
        "text": text(row["text"], row["text_html"]),
        "competing_interests": row["competing_interests"],
        "licence": settings.JOURNAL_LICENCE_URL,
        "posted_at": row["posted_at"],
        "page": version["page"],
        "api_url": addresses.resource("responses", row["id"]),
    }
