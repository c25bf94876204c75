"""The authors' responses."""

from rest_framework import serializers as s

from api.resources.shared import (
    PreprintRefSerializer,
    VersionRefSerializer,
    api_url_field,
    interest_kinds_field,
    interests_field,
    licence_field,
    published_text_field,
    redactions_field,
    withdrawal_field,
)
from api.shapes import Resource, made
from reviews.models import Response
from web import addresses


class ResponseSerializer(Resource):
    """The authors' answer to the reviews of one round; of a withdrawn one, its tombstone."""

    public = Response.objects.all()
    table = "p"
    joins = """
    JOIN reviews_round ro ON ro.id = p.round_id
    JOIN preprints_version v ON v.id = p.version_id
    """

    id = s.IntegerField()
    identifier = s.CharField(
        source=made("V{}.{}.p{}".format, "v.preprint_id", "v.number", "number")
    )
    preprint = PreprintRefSerializer(source="v")
    version = VersionRefSerializer(source="v")
    round = s.IntegerField(source="ro.number", help_text="Which pass of review it answers, from 1.")
    number = s.IntegerField()
    author_name = s.CharField()
    text = published_text_field("p", "text")
    competing_interests = interests_field("p")
    interest_kinds = interest_kinds_field("p")
    licence = licence_field()
    posted_at = s.DateTimeField()
    redactions = redactions_field("p")
    withdrawn = withdrawal_field("p")
    page = s.URLField(source=made(addresses.version_page, "v.preprint_id", "v.number"))
    api_url = api_url_field("responses")
