"""A record as it is stored: cleaned, rendered and hashed, without the database."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from preprints import rules
from preprints.lengths import LONGEST_LICENCE
from preprints.record import Record
from text.foreign.posts import CleanedHtml, clean_foreign_html, text_of_cleaned
from text.hashing import content_hash
from text.plain import collapse_space, formulas_to_plain, teaser, tex_to_plain
from text.tex.maths import asked_ahead
from text.tex.titles_and_abstracts import (
    abstract_formulas,
    render_abstract,
    render_title,
    title_formulas,
)

TEASER_WORDS = 45
OPENING_WORDS = 150
MOST_ADDED = 20_000_000  # characters, by the post's own address before its relative links
_NO_BODY = CleanedHtml(html="", text="", word_count=0, notes=())


@dataclass(frozen=True, slots=True)
class Rendered:
    """One version ready to be written; `columns` are those of `preprints.models.Version`.

    texts: title, abstract and body as plain text, whose words tell an edit's size.
    """

    columns: dict[str, Any]
    texts: tuple[str, str, str]

    @property
    def words(self) -> Counter[str]:
        """How often each word stands in the texts; counted only when asked for."""
        return count_words(*self.texts)

    @property
    def content_hash(self) -> str:
        return str(self.columns["content_hash"])


def render_many(records: Mapping[int, Record]) -> dict[int, Rendered]:
    """The same for a page's records, under their numbers; its formulas are made in one go."""
    texts = [
        text
        for one in records.values()
        for text in (title_formulas(one.title), abstract_formulas(one.abstract))
    ]
    with asked_ahead(texts):
        return {number: render(record) for number, record in records.items()}


def render(record: Record) -> Rendered:
    """The time goes with the text's length: do it outside any transaction."""
    body = _NO_BODY
    if record.body_html:
        # The prefix keeps the ids of two versions on one page apart, before either has a number.
        prefix = f"v{content_hash(record.location.external_id, record.body_html)[:8]}-"
        body = clean_foreign_html(record.body_html, base_url=_base_of(record), id_prefix=prefix)
    names = [author.name for author in record.authors]
    plain_abstract = tex_to_plain(collapse_space(record.abstract)) if record.abstract else ""
    columns: dict[str, Any] = {
        "source_version": record.source_version,
        "title": record.title,
        "title_html": render_title(record.title),
        "title_plain": collapse_space(tex_to_plain(record.title)),
        "abstract": record.abstract,
        "abstract_html": render_abstract(record.abstract) if record.abstract else "",
        "body_html": body.html,
        "opening": formulas_to_plain(teaser(body.text, OPENING_WORDS)),
        "teaser": _teaser(plain_abstract, body.text),
        "author_line": rules.stored_author_line(names),
        "author_count": len(names),
        "word_count": body.word_count,
        "categories": list(record.categories),
        "comment": record.comment,
        "licence": record.licence[:LONGEST_LICENCE],
        "notes": list(body.notes),
        "is_withdrawn": record.is_withdrawn,
        "posted_at": record.posted_at,
        "content_hash": _hash(record, body, names),
    }
    return Rendered(columns, (record.title, record.abstract, body.text))


def _base_of(record: Record) -> str:
    """Where relative links of a post start; "" for so many that a long address before each would
    make a text of any length.
    """
    most_added = record.body_html.count("<") * len(record.location.url)
    return record.location.url if most_added <= MOST_ADDED else ""


def _teaser(plain_abstract: str, body_text: str) -> str:
    if plain_abstract:
        return teaser(plain_abstract, TEASER_WORDS)
    return formulas_to_plain(teaser(body_text, TEASER_WORDS))


def count_words(*texts: str) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())


def words_of_stored(title: str, abstract: str, body_html: str) -> Counter[str]:
    """The same count for a version that has been stored."""
    return count_words(title, abstract, text_of_cleaned(body_html) if body_html else "")


def words_changed(old: Counter[str], new: Counter[str]) -> int:
    """How many words went or came, whichever are more; moved words do not count."""
    return max((old - new).total(), (new - old).total())


def _hash(record: Record, body: CleanedHtml, names: list[str]) -> str:
    """Over what a reader would call the text: markup, classes and scripts of a site may change
    without it; formulas count as their TeX, images as their addresses.
    """
    return content_hash(
        record.title,
        record.abstract,
        "\n".join([body.text, *body.images]) if record.body_html else "",
        *names,
        "withdrawn" if record.is_withdrawn else "",
    )
