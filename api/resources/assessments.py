"""The editors' published assessments."""

import orjson
from rest_framework import serializers as s

from api.resources.shared import (
    TERMS,
    PreprintRefSerializer,
    TermSerializer,
    VersionRefSerializer,
    api_url_field,
    interest_kinds_field,
    interests_field,
    licence_field,
    listed_redactions_field,
    published_text_field,
    redactions_field,
    unless_withdrawn,
    withdrawal_field,
)
from api.shapes import Resource, Shape, made
from reviews.interests import InterestKind
from reviews.models import Assessment
from reviews.other_interests import Declared, OtherEditor
from web import addresses


class OtherInterestsSerializer(Shape):
    """What an editor declares who has not written the assessment."""

    editor = s.ChoiceField(
        choices=[(str(one), str(one)) for one in OtherEditor],
        help_text="Who approved it (second), took the work over since (handling), decided on it "
        "or handled it before (before), declined it (declined, of a decline alone), or wrote what "
        "it stands beside (writer).",
    )
    declared = s.ChoiceField(
        choices=[(str(one), str(one)) for one in Declared],
        help_text="`words` has kinds and words; `to-editors` was declared to the editors alone; "
        "`not-declared` was asked, `not-asked` was not.",
    )
    interest_kinds = s.ListField(child=s.ChoiceField(choices=InterestKind.choices))
    words = s.CharField(allow_blank=True)


def acting_interests_field(column: str, help_text: str) -> s.ListField:
    """What an editor declares with one act."""
    return s.ListField(
        child=OtherInterestsSerializer(),
        source=column,
        help_text=f"{help_text} Empty where they were not asked.",
    )


class ConfirmedForSerializer(Shape):
    """A later version for which the editors confirmed an assessment."""

    version = s.CharField(
        source="'V' || cv.preprint_id || '.' || cv.number",
        help_text="The identifier of the version. Its address is /{identifier}.",
    )
    number = s.IntegerField(source="cv.number", help_text="Of the version.")
    reason = s.CharField(source="ca.reason", help_text="The editors' words.")
    confirmed_at = s.DateTimeField(source="ca.confirmed_at")
    interests = acting_interests_field("ca.interests", "Of the editor who confirmed it.")
    redactions = listed_redactions_field("ca.redactions")


class AssessmentSerializer(Resource):
    """The editors' published summary of one round of review; of a withdrawn one, its tombstone."""

    public = Assessment.objects.shown()
    table = "a"
    common_tables = TERMS
    joins = """
    JOIN reviews_round ro ON ro.id = a.round_id
    JOIN preprints_version v ON v.id = a.version_id
    LEFT JOIN terms significance_term
           ON significance_term.id = a.significance_id AND a.withdrawn_at IS NULL
    LEFT JOIN terms strength_term
           ON strength_term.id = a.strength_id AND a.withdrawn_at IS NULL
    """

    id = s.IntegerField()
    identifier = s.CharField(
        source=made("V{}.{}.a{}".format, "v.preprint_id", "v.number", "number")
    )
    preprint = PreprintRefSerializer(source="v")
    version = VersionRefSerializer(source="v")
    number = s.IntegerField(help_text="Which assessment of this version it is, from 1.")
    round = s.IntegerField(source="ro.number", help_text="Which pass of review it sums up, from 1.")
    is_by_editors_alone = s.BooleanField(
        source="ro.kind = 'editors'", help_text="Whether its round took no reviews of its own."
    )
    significance = TermSerializer(source="significance_term", allow_null=True)
    strength = TermSerializer(source="strength_term", allow_null=True)
    text = published_text_field("a", "text")
    teaser = s.CharField(source=unless_withdrawn("a", "teaser"), allow_blank=True)
    competing_interests = interests_field("a")
    interest_kinds = interest_kinds_field("a")
    other_interests = OtherInterestsSerializer(
        many=True,
        source=made(
            orjson.Fragment, unless_withdrawn("a", "other_interests", otherwise="'[]'::jsonb")
        ),
        help_text="Of its other editors; empty where it was posted before these were public.",
    )
    confirmed_for = ConfirmedForSerializer(
        many=True,
        source="FROM reviews_confirmedassessment ca JOIN preprints_version cv "
        "ON cv.id = ca.version_id WHERE ca.assessment_id = a.id ORDER BY cv.number",
        help_text="The later versions for which the editors confirmed that it holds.",
    )
    reviewers_asked = s.IntegerField(
        source=unless_withdrawn("a", "reviewers_asked", otherwise="NULL"),
        allow_null=True,
        help_text="How many reviewers were asked whether they agree; null where none was.",
    )
    reviewers_agreed = s.IntegerField(
        source=unless_withdrawn("a", "reviewers_agreed", otherwise="NULL"),
        allow_null=True,
        help_text="How many of them had agreed when it was approved. Who did is not public.",
    )
    reviewers_dissented = s.IntegerField(
        source=unless_withdrawn("a", "reviewers_dissented", otherwise="NULL"),
        allow_null=True,
        help_text="How many of them disagreed; the others had not answered. Null where none was "
        "asked, and where it was approved before this was counted.",
    )
    respond_until = s.DateTimeField(
        source="ro.respond_until",
        allow_null=True,
        help_text="Until when an issue waits for the authors' response to it.",
    )
    licence = licence_field()
    published_at = s.DateTimeField()
    redactions = redactions_field("a")
    withdrawn = withdrawal_field("a")
    page = s.URLField(source=made(addresses.version_page, "v.preprint_id", "v.number"))
    api_url = api_url_field("assessments")
