"""The posted states of works."""

import orjson
from rest_framework import serializers as s

from api.resources.shared import (
    AUTHORS,
    PreprintRefSerializer,
    api_url_field,
    licence_field,
    text_field,
)
from api.shapes import Resource, Shape, made
from preprints.models import Version
from web import addresses


class VersionSerializer(Resource):
    """One posted state of a preprint; it never changes."""

    public = Version.objects.all()
    table = "v"

    id = s.IntegerField()
    identifier = s.CharField(source=made("V{}.{}".format, "preprint_id", "number"))
    preprint = PreprintRefSerializer()
    number = s.IntegerField()
    source_version = s.CharField(allow_blank=True)
    title = s.CharField()
    title_html = s.CharField()
    authors = s.ListField(
        child=s.CharField(), source=AUTHORS, help_text="In order; at most 100 in lists."
    )
    author_count = s.IntegerField()
    abstract = s.CharField(allow_blank=True)
    abstract_html = s.CharField(allow_blank=True)
    word_count = s.IntegerField()
    categories = s.ListField(child=s.CharField(), source=made(orjson.Fragment, "categories"))
    comment = s.CharField(allow_blank=True)
    licence = s.CharField(allow_blank=True)
    is_withdrawn = s.BooleanField()
    posted_at = s.DateTimeField()
    seen_at = s.DateTimeField()
    content_hash = s.CharField()
    page = s.URLField(source=made(addresses.version_page, "preprint_id", "number"))
    api_url = api_url_field("versions")


class AuthorSerializer(Shape):
    """One author of a version, in order."""

    position = s.IntegerField()
    name = s.CharField()
    orcid = s.CharField(allow_blank=True)
    affiliation = s.CharField(allow_blank=True)


class RevisionAnswerSerializer(Shape):
    """What the author of a revision answers to one earlier review."""

    review = s.IntegerField(source="review_id")
    markdown = s.CharField(source="text")
    html = s.CharField(source="text_html")


def follow_up_field() -> s.CharField:
    return s.CharField(
        source="decision",
        allow_blank=True,
        help_text="What the editors chose: none, editors (they assess it alone) or full (review "
        "again); blank while they have not decided.",
    )


class RevisionSerializer(Shape):
    """That an author declared the version to answer the reviews, and what they say of it."""

    declared_at = s.DateTimeField()
    identifier = s.CharField(source=made("V{}.{}.c".format, "v.preprint_id", "v.number"))
    author_name = s.CharField()
    note = text_field("note")
    answers = RevisionAnswerSerializer(
        many=True, source="FROM reviews_revisionanswer WHERE revision_id = rev.id ORDER BY id"
    )
    follow_up = follow_up_field()
    licence = licence_field()


class VersionDetailSerializer(VersionSerializer):
    joins = """
    JOIN preprints_preprint p ON p.id = v.preprint_id
    LEFT JOIN reviews_revision rev ON rev.version_id = v.id
    """

    revision = RevisionSerializer(
        source="rev", allow_null=True, help_text="Null where it was not declared a revision."
    )

    contributors = AuthorSerializer(
        many=True, source="FROM preprints_author WHERE version_id = v.id ORDER BY position"
    )
    body_html = s.CharField(
        source="CASE WHEN p.shows_full_text THEN v.body_html END",
        allow_null=True,
        help_text="The text of a post, where its licence or its author allows it.",
    )
