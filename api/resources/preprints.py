"""Works, in the state of their current version."""

from rest_framework import serializers as s

from api.resources.declines import DECLINES, DeclineSerializer
from api.resources.shared import AUTHORS, TERMS, TermSerializer, api_url_field
from api.shapes import Resource, Shape, made
from preprints.known_sources import source_choices
from preprints.models import Kind, Preprint
from reviews.models import Assessment, Review
from web import addresses
from web.sql import subquery

REVIEW_COUNT = f"""(
    SELECT count(*) FROM {subquery(Review.objects.published())} r
    JOIN preprints_version rv ON rv.id = r.version_id
    WHERE rv.preprint_id = p.id
)"""

ASSESSMENT_POSTED_LAST = f"""
LEFT JOIN LATERAL (
    SELECT pa.*, av.preprint_id, av.number AS version_number
    FROM preprints_version av
    JOIN {subquery(Assessment.objects.published())} pa ON pa.version_id = av.id
    WHERE av.preprint_id = p.id
    ORDER BY pa.published_at DESC, pa.id DESC LIMIT 1
) a ON true
LEFT JOIN terms significance_term ON significance_term.id = a.significance_id
LEFT JOIN terms strength_term ON strength_term.id = a.strength_id
"""

SUBJECTS = """
FROM preprints_preprint_subjects ps JOIN preprints_subject s ON s.id = ps.subject_id
WHERE ps.preprint_id = p.id ORDER BY s.name
"""

LOCATIONS = """
FROM preprints_location WHERE preprint_id = p.id ORDER BY is_canonical DESC, id
"""

VERSIONS = "FROM preprints_version WHERE preprint_id = p.id ORDER BY number"

POSTED_AT = """to_char(posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""


class SubjectRefSerializer(Shape):
    """A subject that a preprint stands under."""

    slug = s.CharField()
    name = s.CharField()


class LocationSerializer(Shape):
    """A place where a work is public; `is_canonical` of at most one of them."""

    source = s.ChoiceField(choices=source_choices())  # type: ignore[assignment]
    external_id = s.CharField()
    url = s.URLField()
    is_canonical = s.BooleanField()


class NumberedVersionSerializer(Shape):
    """A version in short; `source_version` is the source's own name for it."""

    id = s.IntegerField()
    number = s.IntegerField()
    source_version = s.CharField(allow_blank=True)
    posted_at = s.DateTimeField(source=POSTED_AT)


class PreprintAssessmentSerializer(Shape):
    """The newest assessment, in short."""

    id = s.IntegerField()
    identifier = s.CharField(
        source=made("V{}.{}.a{}".format, "preprint_id", "version_number", "number")
    )
    significance = TermSerializer(source="significance_term")
    strength = TermSerializer(source="strength_term")
    teaser = s.CharField(allow_blank=True)
    published_at = s.DateTimeField()
    api_url = api_url_field("assessments")


class PreprintSerializer(Resource):
    """A work. Title, authors, abstract and `posted_at` are those of its current version.

    `page` is its page here, `url` the canonical place where the work itself is public.
    """

    public = Preprint.objects.public()
    table = "p"
    common_tables = TERMS
    joins = f"""
    JOIN preprints_version v ON v.id = p.current_version_id
    LEFT JOIN preprints_location home ON home.preprint_id = p.id AND home.is_canonical
    {ASSESSMENT_POSTED_LAST}
    """

    id = s.IntegerField()
    identifier = s.CharField(source=made("V{}".format, "id"))
    title = s.CharField(source="v.title")
    authors = s.ListField(
        child=s.CharField(), source=AUTHORS, help_text="In order; at most 100 in lists."
    )
    author_count = s.IntegerField(source="v.author_count")
    abstract = s.CharField(source="v.abstract", allow_blank=True)
    kind = s.ChoiceField(choices=Kind.choices)
    subjects = SubjectRefSerializer(many=True, source=SUBJECTS)
    status = s.ChoiceField(choices=Preprint.Status.choices)
    status_at = s.DateTimeField()
    selected_for = s.CharField(allow_blank=True)
    source = s.ChoiceField(  # type: ignore[assignment]
        choices=source_choices(), source="home.source", allow_null=True
    )
    external_id = s.CharField(source="home.external_id", allow_null=True)
    url = s.URLField(source="home.url", allow_null=True)
    locations = LocationSerializer(many=True, source=LOCATIONS)
    version = s.IntegerField(source="v.number", help_text="The number of the current version.")
    versions = NumberedVersionSerializer(many=True, source=VERSIONS)
    licence = s.CharField(source="v.licence", allow_blank=True)
    assessment = PreprintAssessmentSerializer(source="a", allow_null=True)
    review_count = s.IntegerField(source=REVIEW_COUNT)
    declines = DeclineSerializer(
        many=True,
        source=DECLINES,
        help_text="That its review was declined, and when; why, where an author published it.",
    )
    posted_at = s.DateTimeField(source="v.posted_at")
    first_posted_at = s.DateTimeField()
    created_at = s.DateTimeField()
    updated_at = s.DateTimeField(
        source="greatest(p.status_at, v.seen_at)",
        help_text="The later of the last version and the last status.",
    )
    page = s.URLField(source=made(addresses.preprint_page, "id"))
    api_url = api_url_field("preprints")
