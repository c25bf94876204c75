"""Rows of the catalogue as a batch writes them, with fields named like those of the models."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PreprintRow:
    id: int
    kind: str
    status: str
    status_at: datetime
    status_before_withdrawal: str
    selected_for: str
    current_version: int
    shows_full_text: bool
    first_posted_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    id: int
    preprint: int
    number: int
    location: int
    source_version: str
    title: str
    title_html: str
    title_plain: str
    abstract: str
    abstract_html: str
    body_html: str
    opening: str
    teaser: str
    author_line: str
    author_count: int
    word_count: int
    categories: list[str]
    comment: str
    licence: str
    notes: list[str]
    is_withdrawn: bool
    posted_at: datetime
    content_hash: str
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorRow:
    version: int
    position: int
    name: str
    orcid: str
    affiliation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationRow:
    id: int
    preprint: int
    source: str
    external_id: str
    url: str
    is_canonical: bool
    first_seen_at: datetime
    history: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow:
    preprint: int
    kind: str
    scheme: str
    external_id: str
    url: str
    first_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    kind: str
    subject: str
    preprint_id: int
    at: datetime
    data: dict[str, Any]
    is_public: bool
