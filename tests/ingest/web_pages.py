"""Pages made to measure, and what tests ask of a page's record."""

from datetime import UTC, datetime

from ingest.sources.base import Ref
from ingest.sources.web import parse_page
from preprints.record import RecordLocation
from tests.replay.web import SYNTHETIC

NOW = datetime(2026, 9, 1, tzinfo=UTC)
REF = Ref("web", "example.org/1", None, "https://example.org/1")


def parse(content, content_type="text/html", ref=REF):
    content = content if isinstance(content, bytes) else content.encode()
    return parse_page(content, ref, content_type=content_type, now=NOW)


def sample(name):
    return parse((SYNTHETIC / "web" / name).read_bytes())


def parse_meta(*tags, head="", **options):
    elements = "".join(f'<meta name="{name}" content="{text}">' for name, text in tags)
    return parse(f"<html><head>{elements}{head}</head></html>", **options)


def parse_work(*tags, **options):
    known = ("citation_title", "T"), ("citation_author", "Ada Example"), ("citation_date", "2020")
    return parse_meta(*known, *tags, **options)


def parse_linked(text):
    return parse(f'<script type="application/ld+json">{text}</script>')


def day(year, month=1, date=1):
    return datetime(year, month, date, tzinfo=UTC)


def doi(bare):
    return RecordLocation("doi", bare, f"https://doi.org/{bare}")


def names_of(record):
    return [author.name for author in record.authors]
