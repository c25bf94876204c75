"""Shapes and expressions that several resources share."""

import orjson
from django.conf import settings
from rest_framework import serializers as s

from api.shapes import Shape, made
from reviews.interests import InterestKind
from reviews.models import WithdrawnBy
from reviews.models.withdrawable import TOMBSTONE
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
    word = s.CharField()
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


class WithdrawalSerializer(Shape):
    """The tombstone of a text: when, by whom and why it was withdrawn."""

    at = s.DateTimeField(source="withdrawn_at")
    by = s.ChoiceField(choices=WithdrawnBy.choices, source="withdrawn_as")
    reason = s.CharField(source="withdrawal_reason")


def withdrawal_field(table: str) -> WithdrawalSerializer:
    return WithdrawalSerializer(
        source=table,
        allow_null=True,
        help_text="Null while it is published. The text of a withdrawn one is not given any more.",
    )


class RedactionSerializer(Shape):
    """A passage that readers do not see: in which part, why, and since which day."""

    part = s.CharField()
    reason = s.CharField()
    on = s.DateField()


def redactions_field(table: str) -> RedactionSerializer:
    """Of what may be redacted; of something withdrawn those of why it was, which come last."""
    each = f"jsonb_array_elements({table}.redactions) WITH ORDINALITY"
    of_tombstone = (
        "(SELECT coalesce(jsonb_agg(one.redaction ORDER BY one.place), '[]'::jsonb)"
        f" FROM {each} AS one(redaction, place) WHERE one.place >= (SELECT min(first.place)"
        f" FROM {each} AS first(redaction, place)"
        f" WHERE first.redaction->>'part' = '{TOMBSTONE}'))"
    )
    source = made(orjson.Fragment, unless_withdrawn(table, "redactions", otherwise=of_tombstone))
    return RedactionSerializer(
        many=True,
        source=source,
        help_text="In the text “[redacted]” stands in the place of each passage.",
    )


def listed_redactions_field(column: str) -> s.ListField:
    """Of one of several rows."""
    return s.ListField(child=RedactionSerializer(), source=column)


def unless_withdrawn(table: str, column: str, *, otherwise: str = "''") -> str:
    """SQL of a column that is read while the row is published, and of nothing after that."""
    return f"CASE WHEN {table}.withdrawn_at IS NULL THEN {table}.{column} ELSE {otherwise} END"


def published_text_field(table: str, column: str) -> TextSerializer:
    """`text_field` of something that may be withdrawn."""
    columns = unless_withdrawn(table, column), unless_withdrawn(table, f"{column}_html")
    return TextSerializer(source=made(_text, *columns))


def interests_field(table: str) -> s.CharField:
    """Of who writes under their own name."""
    return s.CharField(
        source=unless_withdrawn(table, "competing_interests"),
        allow_blank=True,
        help_text="In the writer's own words; empty, without kinds, where none are declared.",
    )


def interest_kinds_field(table: str) -> s.ListField:
    return s.ListField(
        child=s.ChoiceField(choices=InterestKind.choices),
        source=made(
            orjson.Fragment, unless_withdrawn(table, "interest_kinds", otherwise="'[]'::jsonb")
        ),
        help_text="Which kinds are declared; empty also where it was written before there were.",
    )


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
