"""Newer versions that authors declared to answer the reviews."""

import orjson
from rest_framework import serializers as s

from api.resources.shared import (
    PreprintRefSerializer,
    RedactionSerializer,
    VersionRefSerializer,
    api_url_field,
    licence_field,
    text_field,
)
from api.resources.versions import RevisionAnswerSerializer, follow_up_field
from api.shapes import Resource, made
from reviews.models import Revision
from web import addresses


class DeclaredRevisionSerializer(Resource):
    """A version that its authors declared a revision: what changed, and what the editors decided.

    Why the editors decided so is for the authors alone.
    """

    public = Revision.objects.all()
    table = "c"
    joins = """
    JOIN reviews_round ro ON ro.id = c.round_id
    JOIN preprints_version v ON v.id = c.version_id
    """

    id = s.IntegerField()
    identifier = s.CharField(source=made("V{}.{}.c".format, "v.preprint_id", "v.number"))
    preprint = PreprintRefSerializer(source="v")
    version = VersionRefSerializer(source="v")
    round = s.IntegerField(source="ro.number", help_text="Which pass of review it answers, from 1.")
    author_name = s.CharField()
    note = text_field("note")
    answers = RevisionAnswerSerializer(
        many=True, source="FROM reviews_revisionanswer WHERE revision_id = c.id ORDER BY id"
    )
    follow_up = follow_up_field()
    licence = licence_field()
    redactions = RedactionSerializer(many=True, source=made(orjson.Fragment, "redactions"))
    declared_at = s.DateTimeField()
    decided_at = s.DateTimeField(allow_null=True)
    page = s.URLField(source=made(addresses.version_page, "v.preprint_id", "v.number"))
    api_url = api_url_field("revisions")
