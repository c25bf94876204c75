"""A book in plain values, whatever file it becomes."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BookChapter:
    """name: of its file, and the id that other chapters link to. title: plain text. section: the
    part of the book that begins with it, or goes on. html: safe; each text of its own in it stands
    in an element with `data-text`, for ids in it count there alone."""

    name: str
    title: str
    html: str
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """title: of the book itself; series: of the journal; label: "Volume 1, Issue 2". page: its
    permanent address, which is its identifier. published_on, month: "2026-03-03", "March 2026".
    paper: the colour of its cover. cover_svg: what is drawn there. rights: in a sentence. chapters:
    the first is the page of contents."""

    identifier: str
    page: str
    title: str
    series: str
    label: str
    editor: str
    description: str
    published_on: str
    month: str
    language: str
    rights: str
    licence: str
    paper: str
    cover_svg: str
    is_demo: bool
    chapters: Sequence[BookChapter]
