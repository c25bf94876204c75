"""The `citation_*` tags in the head of a page, as Google Scholar and Zotero read them."""

from text.citations.names import CitedName
from text.citations.record import CitationRecord, Cited


def highwire(record: CitationRecord) -> list[tuple[str, str]]:
    """Names and contents, in order. A journal is named for its issues alone: a work that is public
    elsewhere did not appear in it, nor did a review."""
    is_issue = record.cited == Cited.ISSUE
    day = f"{record.issued:%Y/%m/%d}" if record.issued else ""
    person = "citation_editor" if is_issue else "citation_author"
    tags = [
        ("citation_title", record.shown_title),
        *((person, _name(one)) for one in record.people),
        ("citation_publication_date", day),
        ("citation_online_date", day),
        ("citation_journal_title" if is_issue else "citation_publisher", record.publisher),
        ("citation_volume", record.volume),
        ("citation_issue", record.issue),
        ("citation_arxiv_id", record.eprint),
        ("citation_doi", record.doi),
        ("citation_abstract_html_url", record.url),
    ]
    if record.cited == Cited.REVIEW:
        tags += [
            ("citation_technical_report_institution", record.publisher),
            ("citation_technical_report_number", record.number),
        ]
    return [(name, content) for name, content in tags if content]


def _name(name: CitedName) -> str:
    """Readers of the tags split at a comma, so a name in one piece has none."""
    if name.literal or not name.given:
        return name.in_full.replace(",", "")
    return ", ".join(filter(None, (name.with_particle, name.given, name.suffix)))
