"""The shapes of the answers, for the OpenAPI schema. Answers are built in `selectors`; a test
checks real ones against these shapes, so the two cannot drift apart.
"""

from rest_framework import serializers as s

from preprints.known_sources import source_choices
from preprints.models import Kind, Preprint
from reviews.models import Byline


class ShapeSerializer(s.Serializer[object]):
    """Fields that an answer always has; `allow_null` says which may be null."""


class TermSerializer(ShapeSerializer):
    """A term of an ordered scale: `rank` counts from 1 for the lowest, up to `of`."""

    term = s.CharField()
    rank = s.IntegerField(min_value=1)
    of = s.IntegerField(min_value=1)
    definition = s.CharField()


class TextSerializer(ShapeSerializer):
    """A text as written and as safe HTML."""

    markdown = s.CharField(allow_blank=True)
    html = s.CharField(allow_blank=True)


class PreprintRefSerializer(ShapeSerializer):
    id = s.IntegerField()
    identifier = s.CharField()
    page = s.URLField()
    api_url = s.URLField()


class VersionRefSerializer(PreprintRefSerializer):
    number = s.IntegerField()
    title = s.CharField()


class SubjectRefSerializer(ShapeSerializer):
    slug = s.CharField()
    name = s.CharField()


class LocationSerializer(ShapeSerializer):
    source = s.ChoiceField(choices=source_choices())  # type: ignore[assignment]
    external_id = s.CharField()
    url = s.URLField()
    is_canonical = s.BooleanField()


class NumberedVersionSerializer(ShapeSerializer):
    id = s.IntegerField()
    number = s.IntegerField()
    source_version = s.CharField(allow_blank=True)
    posted_at = s.DateTimeField()


class PreprintAssessmentSerializer(ShapeSerializer):
    """The newest assessment, in short."""

    id = s.IntegerField()
    identifier = s.CharField()
    significance = TermSerializer()
    strength = TermSerializer()
    teaser = s.CharField(allow_blank=True)
    published_at = s.DateTimeField()
    api_url = s.URLField()


class PreprintSerializer(ShapeSerializer):
    """A work. Title, authors, abstract and `posted_at` are those of its current version.

    `page` is its page here, `url` the canonical place where the work itself is public.
    """

    id = s.IntegerField()
    identifier = s.CharField()
    title = s.CharField()
    authors = s.ListField(child=s.CharField(), help_text="In order; at most 100 in lists.")
    author_count = s.IntegerField()
    abstract = s.CharField(allow_blank=True)
    kind = s.ChoiceField(choices=Kind.choices)
    subjects = SubjectRefSerializer(many=True)
    status = s.ChoiceField(choices=Preprint.Status.choices)
    status_at = s.DateTimeField()
    selected_for = s.CharField(allow_blank=True)
    source = s.ChoiceField(choices=source_choices(), allow_null=True)  # type: ignore[assignment]
    external_id = s.CharField(allow_null=True)
    url = s.URLField(allow_null=True)
    locations = LocationSerializer(many=True)
    version = s.IntegerField(help_text="The number of the current version.")
    versions = NumberedVersionSerializer(many=True)
    licence = s.CharField(allow_blank=True)
    assessment = PreprintAssessmentSerializer(allow_null=True)
    review_count = s.IntegerField()
    posted_at = s.DateTimeField()
    first_posted_at = s.DateTimeField()
    created_at = s.DateTimeField()
    updated_at = s.DateTimeField(help_text="The later of the last version and the last status.")
    page = s.URLField()
    api_url = s.URLField()


class VersionSerializer(ShapeSerializer):
    """One posted state of a preprint; it never changes."""

    id = s.IntegerField()
    identifier = s.CharField()
    preprint = PreprintRefSerializer()
    number = s.IntegerField()
    source_version = s.CharField(allow_blank=True)
    title = s.CharField()
    title_html = s.CharField()
    authors = s.ListField(child=s.CharField(), help_text="In order; at most 100 in lists.")
    author_count = s.IntegerField()
    abstract = s.CharField(allow_blank=True)
    abstract_html = s.CharField(allow_blank=True)
    word_count = s.IntegerField()
    categories = s.ListField(child=s.CharField())
    comment = s.CharField(allow_blank=True)
    licence = s.CharField(allow_blank=True)
    is_withdrawn = s.BooleanField()
    posted_at = s.DateTimeField()
    seen_at = s.DateTimeField()
    content_hash = s.CharField()
    page = s.URLField()
    api_url = s.URLField()


class AuthorSerializer(ShapeSerializer):
    position = s.IntegerField()
    name = s.CharField()
    orcid = s.CharField(allow_blank=True)
    affiliation = s.CharField(allow_blank=True)


class VersionDetailSerializer(VersionSerializer):
    contributors = AuthorSerializer(many=True)
    body_html = s.CharField(
        allow_null=True, help_text="The text of a post, where its licence or its author allows it."
    )


class PersonRefSerializer(ShapeSerializer):
    handle = s.CharField()
    page = s.URLField()
    api_url = s.URLField()


class ReviewPartsSerializer(ShapeSerializer):
    summary = TextSerializer()
    strengths = TextSerializer()
    weaknesses = TextSerializer()
    evidence = TextSerializer()


DECLARATION_HELP = (
    "The reviewer's words where the review is signed. Where the name is hidden the words go to the "
    "editors only, and one of two fixed sentences stands here."
)


class ReviewSerializer(ShapeSerializer):
    """A published review. `person` is null unless the review is signed."""

    id = s.IntegerField()
    identifier = s.CharField()
    preprint = PreprintRefSerializer()
    version = VersionRefSerializer()
    round = s.IntegerField(help_text="Which pass of review it belongs to, from 1.")
    number = s.IntegerField()
    byline = s.CharField()
    byline_kind = s.ChoiceField(choices=Byline.choices)
    person = PersonRefSerializer(allow_null=True)
    parts = ReviewPartsSerializer()
    significance = TermSerializer()
    strength = TermSerializer()
    confidence = s.IntegerField(min_value=1, max_value=5)
    competing_interests = s.CharField(help_text=DECLARATION_HELP)
    ai_use = s.CharField(help_text=DECLARATION_HELP)
    licence = s.URLField()
    published_at = s.DateTimeField()
    page = s.URLField()
    api_url = s.URLField()


class AssessmentSerializer(ShapeSerializer):
    """The editors' published summary of one round of review."""

    id = s.IntegerField()
    identifier = s.CharField()
    preprint = PreprintRefSerializer()
    version = VersionRefSerializer()
    round = s.IntegerField(help_text="Which pass of review it sums up, from 1.")
    significance = TermSerializer()
    strength = TermSerializer()
    text = TextSerializer()
    teaser = s.CharField(allow_blank=True)
    competing_interests = s.CharField(allow_blank=True)
    licence = s.URLField()
    published_at = s.DateTimeField()
    page = s.URLField()
    api_url = s.URLField()


class ResponseSerializer(ShapeSerializer):
    """The authors' answer to the reviews of one round."""

    id = s.IntegerField()
    identifier = s.CharField()
    preprint = PreprintRefSerializer()
    version = VersionRefSerializer()
    round = s.IntegerField(help_text="Which pass of review it answers, from 1.")
    number = s.IntegerField()
    author_name = s.CharField()
    text = TextSerializer()
    competing_interests = s.CharField(allow_blank=True)
    licence = s.URLField()
    posted_at = s.DateTimeField()
    page = s.URLField()
    api_url = s.URLField()


class IssueSerializer(ShapeSerializer):
    """A published issue."""

    id = s.IntegerField()
    volume = s.IntegerField()
    number = s.IntegerField()
    title = s.CharField()
    editorial = TextSerializer()
    entry_count = s.IntegerField()
    published_at = s.DateTimeField()
    page = s.URLField()
    api_url = s.URLField()


class EntrySerializer(ShapeSerializer):
    """One work in an issue, pinned to a version, with the signed recommendation."""

    section = s.CharField(allow_blank=True)
    position = s.IntegerField()
    preprint = PreprintRefSerializer()
    version = VersionRefSerializer()
    authors = s.ListField(child=s.CharField(), help_text="In order; at most 100.")
    author_count = s.IntegerField()
    recommendation = TextSerializer()
    recommended_by_name = s.CharField()


class IssueDetailSerializer(IssueSerializer):
    entries = EntrySerializer(many=True)
    evidence_url = s.URLField()


class SubjectSerializer(ShapeSerializer):
    id = s.IntegerField()
    slug = s.CharField()
    name = s.CharField()
    description = s.CharField(allow_blank=True)
    page = s.URLField()
    api_url = s.URLField()


class PersonSerializer(ShapeSerializer):
    """The public profile of somebody who signed something that is published here."""

    handle = s.CharField()
    name = s.CharField()
    orcid = s.CharField(allow_blank=True)
    affiliation = s.CharField(allow_blank=True)
    bio = s.CharField(allow_blank=True)
    page = s.URLField()
    api_url = s.URLField()


class SealSerializer(ShapeSerializer):
    """The event's place in the hash chain of the public log."""

    position = s.IntegerField()
    payload_hash = s.CharField()
    chain_hash = s.CharField()


class EventSerializer(ShapeSerializer):
    """One thing that happened; `seal` is null until the event is chained, seconds later.

    `name` is whom it names in public: the byline of a review, the author of a response, else empty.
    It is looked up now and not sealed. `format` says what the seal covers.
    """

    id = s.IntegerField()
    kind = s.CharField()
    subject = s.CharField()
    preprint = s.IntegerField(allow_null=True)
    at = s.DateTimeField()
    name = s.CharField()
    format = s.IntegerField()
    data = s.DictField()  # type: ignore[assignment]
    seal = SealSerializer(allow_null=True)
    api_url = s.URLField()


class RootSerializer(ShapeSerializer):
    preprints = s.URLField()
    versions = s.URLField()
    reviews = s.URLField()
    assessments = s.URLField()
    responses = s.URLField()
    issues = s.URLField()
    subjects = s.URLField()
    people = s.URLField()
    events = s.URLField()
    schema = s.URLField()
    docs = s.URLField()


class ProblemSerializer(ShapeSerializer):
    """RFC 9457 problem details."""

    type = s.CharField()
    title = s.CharField()
    status = s.IntegerField()
    detail = s.CharField()
    errors = s.DictField(  # type: ignore[assignment]
        child=s.ListField(child=s.CharField()), required=False, help_text="By parameter."
    )
