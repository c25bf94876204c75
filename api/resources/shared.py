"""Shapes and expressions that several resources share."""

from django.conf import settings
from rest_framework import serializers as s

from api.shapes import Shape, made
from web import addresses

# The names of the version `v`, in order.
AUTHORS = """ARRAY(
    SELECT name FROM preprints_author
    WHERE version_id = v.id AND position <= %(authors)s ORDER BY position
)"""

# The terms of all scales, for statements that join them.
TERMS = """
WITH terms AS (
    SELECT *, count(*) OVER (PARTITION BY vocabulary_id) AS of FROM reviews_term
)
"""


class TermSerializer(Shape):
    """A term of an ordered scale: `rank` counts from 1 for the lowest, up to `of`."""

    term = s.CharField(source="slug")
    rank = s.IntegerField(min_value=1)
    of = s.IntegerField(min_value=1)
    definition = s.CharField()


class TextSerializer(Shape):
    """A text as written and as safe HTML."""

    markdown = s.CharField(allow_blank=True)
    html = s.CharField(allow_blank=True)


def _text(markdown: str, html: str) -> dict[str, str]:
    return {"markdown": markdown, "html": html}


def text_field(column: str) -> TextSerializer:
    """The text of this column, and the HTML of the column `…_html`."""
    return TextSerializer(source=made(_text, column, f"{column}_html"))


def licence_field() -> s.URLField:
    """The journal's own, under which everything written for it stands."""
    return s.URLField(source=made(lambda: settings.JOURNAL_LICENCE_URL))


def api_url_field(name: str, key: str = "id") -> s.URLField:
    return s.URLField(source=made(lambda value: addresses.resource(name, value), key))


class PreprintRefSerializer(Shape):
    """Where a preprint is."""

    # Use it with any table that has a column `preprint_id`.
    id = s.IntegerField(source="preprint_id")
    identifier = s.CharField(source=made("V{}".format, "preprint_id"))
    page = s.URLField(source=made(addresses.preprint_page, "preprint_id"))
    api_url = api_url_field("preprints", "preprint_id")


class VersionRefSerializer(Shape):
    """Where a version is, and its title."""

    id = s.IntegerField()
    identifier = s.CharField(source=made("V{}.{}".format, "preprint_id", "number"))
    page = s.URLField(source=made(addresses.version_page, "preprint_id", "number"))
    api_url = api_url_field("versions")
    number = s.IntegerField()
    title = s.CharField()
