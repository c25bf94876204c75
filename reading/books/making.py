"""A published issue as a book, put together from what its page and the pages of its works show."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from curation.models import Issue
from reading.cover_drawing import cover_svg
from reading.selectors.cite_box import cite_issue
from reading.selectors.issue_works import PublishedWork, WorkSection, issue_works
from reading.selectors.issues import IssueContents, cover_rings, issue_contents
from text.books.book import Book, BookChapter
from text.books.chapters import read_chapters
from text.books.epub import write_epub
from text.books.quotes import curl_quotes
from text.books.typst_tree import typst_tree
from text.pdf import make_pdf, make_pictures
from web.addresses import absolute
from web.templatetags.verso import paper_tone

FOLDER = settings.BASE_DIR / "templates" / "reading" / "book"
TEMPLATE, CSS = FOLDER / "book.typ", FOLDER / "book.css"
# As in static/css/reading.css, by `paper_tone`; the first is the colour of the page.
PAPERS = ("#f1ece0", "#e8ecea", "#f0e7df", "#e9e9f0", "#eeeadb", "#e6ebe0")
COVER_PIXELS_PER_INCH = 144.0


@dataclass(frozen=True, slots=True)
class _Row:
    """A work and the name of its chapter."""

    name: str
    work: PublishedWork


@dataclass(frozen=True, slots=True)
class _Section:
    name: str
    rows: list[_Row]


def issue_book(issue: Issue) -> Book:
    """issue: a published one, of which nothing is deferred but the evidence. A fixed number of
    queries."""
    contents = issue_contents(issue)
    page = absolute(issue.get_absolute_url())
    chapters = _chapters(contents, issue_works(contents), page)
    return Book(
        identifier=issue.identifier,
        page=page,
        title=curl_quotes(issue.title),
        series=settings.JOURNAL_NAME,
        label=issue.label,
        editor=contents.editor_name,
        description=_("Reviewed works, with their assessments, reviews and responses."),
        published_on=_local(issue).date().isoformat(),
        month=date_format(_local(issue), "F Y"),
        language=get_language() or settings.LANGUAGE_CODE,
        rights=_("What the journal published may be shared and changed under the licence named."),
        licence=settings.JOURNAL_LICENCE_URL,
        paper=PAPERS[paper_tone(issue)],
        cover_svg=cover_svg(cover_rings(issue)),
        is_demo=settings.IS_DEMO,
        chapters=chapters,
    )


def _local(issue: Issue) -> datetime:
    return timezone.localtime(issue.published_at or issue.created_at)


def _chapters(
    contents: IssueContents, sections: Sequence[WorkSection], page: str
) -> list[BookChapter]:
    named = _named(sections)
    front = [_chapter("editorial", _("Editorial"), {"contents": contents})]
    if not contents.issue.editorial_html:
        front = []
    works = [
        _chapter("work", _title(row.work), {"work": row.work}, name=row.name, section=section.name)
        for section in named
        for row in section.rows
    ]
    about = {
        "contents": contents,
        "cite": cite_issue(contents),
        "page": page,
        "licence": settings.JOURNAL_LICENCE_URL,
    }
    back = [_chapter("about", _("About this issue"), about)]
    listed = {"sections": named, "front": front, "back": back}
    return [_chapter("contents", _("Contents"), listed), *front, *works, *back]


def _named(sections: Sequence[WorkSection]) -> list[_Section]:
    number, named = 0, []
    for section in sections:
        rows = []
        for work in section.works:
            number += 1
            rows.append(_Row(f"work-{number}", work))
        named.append(_Section(section.name, rows))
    return named


def _title(work: PublishedWork) -> str:
    return f"{work.mark}: {work.title_plain}" if work.mark else work.title_plain


def _chapter(
    template: str, title: str, context: dict[str, Any], *, name: str = "", section: str = ""
) -> BookChapter:
    return BookChapter(
        name=name or template,
        title=curl_quotes(title),
        html=render_to_string(f"reading/book/{template}.html", context),
        section=section,
    )


def pdf_of(book: Book) -> bytes:
    chapters = zip(book.chapters, read_chapters(book), strict=True)
    values = _front(book) | {
        "chapters": [
            {
                "name": chapter.name,
                "title": chapter.title,
                "section": chapter.section,
                "tree": typst_tree(tree),
            }
            for chapter, tree in chapters
        ]
    }
    return make_pdf(TEMPLATE, values)


def epub_of(book: Book, *, at: datetime) -> bytes:
    cover, *_rest = make_pictures(TEMPLATE, _front(book), pixels_per_inch=COVER_PIXELS_PER_INCH)
    summary = _(
        "All is text, in reading order, with headings and a table of contents. Formulas are "
        "MathML. The only pictures are the cover and the scales, whose terms stand beside them."
    )
    css = CSS.read_text()
    return write_epub(book, css=css, cover=cover, access_summary=summary, at=at)


def _front(book: Book) -> dict[str, Any]:
    fields = asdict(book)
    del fields["chapters"]
    return {"book": fields}
