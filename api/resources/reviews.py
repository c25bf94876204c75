"""Published reviews."""

import orjson
from rest_framework import serializers as s

from api.resources.shared import (
    TERMS,
    PreprintRefSerializer,
    TermSerializer,
    TextSerializer,
    VersionRefSerializer,
    api_url_field,
    licence_field,
    redactions_field,
    unless_withdrawn,
    withdrawal_field,
)
from api.shapes import Resource, Shape, made
from reviews.interests import InterestKind
from reviews.models import Byline, Review
from reviews.models.byline import public_declaration
from text.markdown.points import name_points
from web import addresses

NONE = "'[]'::jsonb"


def shown_byline(kind: str, name: str) -> str:
    return Review(byline_kind=kind, byline_name=name).byline()


def declaration(column: str) -> s.CharField:
    """What readers may see of a declaration: its words for signed reviews only."""
    source = made(
        lambda is_withdrawn, has_editors, kind, words, is_declared: (
            ""
            if is_withdrawn
            else public_declaration(
                kind,
                text=words,
                is_declared=is_declared,
                is_of_ai=column == "ai_use",
                has_editors=has_editors,
            )
        ),
        "r.withdrawn_at IS NOT NULL",
        "r.round_id IS NOT NULL",
        "byline_kind",
        f"CASE WHEN r.byline_kind = 'signed' THEN r.{column} END",
        f"r.{column} <> ''",
    )
    return s.CharField(
        source=source,
        allow_blank=True,
        help_text=(
            "The reviewer's words where the review is signed. Where the name is hidden the words "
            "go to the editors only, and one of two fixed sentences stands here; another where the "
            "review belongs to no round."
        ),
    )


def part_field(name: str) -> TextSerializer:
    """A part as written, and as HTML in which each numbered point has its address."""
    source = made(
        lambda words, html, work, version, number: {
            "markdown": words,
            "html": name_points(html, f"V{work}.{version}.r{number}"),
        },
        *(unless_withdrawn("r", name), unless_withdrawn("r", f"{name}_html")),
        *("v.preprint_id", "v.number", "number"),
    )
    return TextSerializer(source=source)


class PersonRefSerializer(Shape):
    """Where a person's profile is."""

    handle = s.CharField()
    page = s.URLField(source=made(addresses.person_page, "handle"))
    api_url = api_url_field("people", "handle")


class ReviewPartsSerializer(Shape):
    """The parts of a review that everybody may read; one may be empty."""

    summary = part_field("summary")
    strengths = part_field("strengths")
    weaknesses = part_field("weaknesses")
    evidence = part_field("evidence")


class PointSerializer(Shape):
    """A numbered point of the review: an item of an ordered list in one of its parts."""

    number = s.IntegerField(help_text="Through the whole review, from 1; it never changes.")
    identifier = s.CharField(
        source="'V' || v.preprint_id || '.' || v.number || '.r' || r.number || '.' || p.number",
        help_text="Its address is /{identifier}.",
    )
    text = s.CharField(source="words", help_text="Its plain words.")


class ReviewSerializer(Resource):
    """A published review; of a withdrawn one, its tombstone. `person` is null unless the review is
    signed."""

    public = Review.objects.shown()
    table = "r"
    common_tables = TERMS
    # The profile is joined for signed reviews only: nothing of any other reviewer leaves the
    # database. A reviewer without an account, or whose account is closed, has no page to lead to.
    joins = """
    LEFT JOIN reviews_round ro ON ro.id = r.round_id
    JOIN preprints_version v ON v.id = r.version_id
    LEFT JOIN terms significance_term
           ON significance_term.id = r.significance_id AND r.withdrawn_at IS NULL
    LEFT JOIN terms strength_term
           ON strength_term.id = r.strength_id AND r.withdrawn_at IS NULL
    LEFT JOIN accounts_user account
           ON account.id = r.reviewer_id AND r.byline_kind = 'signed' AND account.is_active
    LEFT JOIN accounts_profile signer ON signer.user_id = account.id
    """

    id = s.IntegerField()
    identifier = s.CharField(
        source=made("V{}.{}.r{}".format, "v.preprint_id", "v.number", "number")
    )
    preprint = PreprintRefSerializer(source="v")
    version = VersionRefSerializer(source="v")
    round = s.IntegerField(
        source="ro.number",
        allow_null=True,
        help_text=(
            "Which pass of review it belongs to, from 1; null of one that was volunteered and "
            "belongs to none."
        ),
    )
    number = s.IntegerField()
    byline = s.CharField(source=made(shown_byline, "byline_kind", "byline_name"))
    byline_kind = s.ChoiceField(choices=Byline.choices)
    person = PersonRefSerializer(source="signer", allow_null=True)
    parts = ReviewPartsSerializer()
    points = PointSerializer(
        many=True,
        source=f"FROM jsonb_array_elements_text({unless_withdrawn('r', 'points', otherwise=NONE)}) "
        "WITH ORDINALITY AS p(words, number) ORDER BY p.number",
    )
    significance = TermSerializer(source="significance_term", allow_null=True)
    strength = TermSerializer(source="strength_term", allow_null=True)
    confidence = s.IntegerField(
        source=unless_withdrawn("r", "confidence", otherwise="NULL"),
        min_value=1,
        max_value=5,
        allow_null=True,
    )
    competing_interests = declaration("competing_interests")
    interest_kinds = s.ListField(
        child=s.ChoiceField(choices=InterestKind.choices),
        source=made(
            orjson.Fragment,
            "CASE WHEN r.byline_kind = 'signed' AND r.withdrawn_at IS NULL "
            "THEN r.interest_kinds ELSE '[]'::jsonb END",
        ),
        help_text="Which kinds are declared, where the review is signed; else empty.",
    )
    ai_use = declaration("ai_use")
    licence = licence_field()
    published_at = s.DateTimeField()
    redactions = redactions_field("r")
    withdrawn = withdrawal_field("r")
    page = s.URLField(source=made(addresses.review_page, "v.preprint_id", "v.number", "number"))
    api_url = api_url_field("reviews")
