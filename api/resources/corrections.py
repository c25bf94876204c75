"""The factual corrections that authors asked for before their round was posted."""

import orjson
from rest_framework import serializers as s

from api.resources.shared import (
    PreprintRefSerializer,
    RedactionSerializer,
    VersionRefSerializer,
    api_url_field,
    licence_field,
)
from api.shapes import Resource, made
from reviews.models import Correction
from web import addresses

ASSESSMENT = "'V' || v.preprint_id || '.' || v.number || '.a' || a.number"
POINT = "coalesce('.' || c.point, '')"
REVIEW = f"'V' || rv.preprint_id || '.' || rv.number || '.r' || r.number || {POINT}"


class CorrectionSerializer(Resource):
    """A posted correction, and what the editor answered; it stands below the assessment of its
    round. Which author asked for it is not public."""

    public = Correction.objects.shown()
    table = "c"
    joins = """
    JOIN reviews_round ro ON ro.id = c.round_id
    JOIN reviews_assessment a ON a.round_id = c.round_id
    JOIN preprints_version v ON v.id = a.version_id
    LEFT JOIN reviews_review r ON r.id = c.review_id
    LEFT JOIN preprints_version rv ON rv.id = r.version_id
    """

    id = s.IntegerField()
    identifier = s.CharField(source=f"{ASSESSMENT} || '.c' || c.number")
    preprint = PreprintRefSerializer(source="v")
    version = VersionRefSerializer(source="v")
    round = s.IntegerField(source="ro.number", help_text="Which pass of review, from 1.")
    assessment = s.CharField(source=ASSESSMENT, help_text="The identifier of the one it is below.")
    number = s.IntegerField(help_text="Of those of the round, from 1.")
    about = s.CharField(
        source=f"coalesce({REVIEW}, {ASSESSMENT})",
        help_text="The identifier of the text that is said to err: the assessment, a review, or a "
        "numbered point of one.",
    )
    wrong = s.CharField(help_text="What the authors say is wrong, in plain text.")
    right = s.CharField(help_text="What would be right.")
    answer = s.ChoiceField(
        choices=Correction.State.choices,
        source="state",
        help_text="The editor's; `waiting` where it was posted without one.",
    )
    note = s.CharField(allow_blank=True, help_text="What the editor says to it.")
    licence = licence_field()
    posted_at = s.DateTimeField()
    redactions = RedactionSerializer(
        many=True,
        source=made(orjson.Fragment, "redactions"),
        help_text="In the text “[redacted]” stands in the place of each passage.",
    )
    page = s.URLField(source=made(addresses.version_page, "v.preprint_id", "v.number"))
    api_url = api_url_field("corrections")
