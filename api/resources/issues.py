"""Published issues and their entries."""

from operator import itemgetter

from rest_framework import serializers as s

from api.resources.assessments import acting_interests_field
from api.resources.shared import (
    AUTHORS,
    PreprintRefSerializer,
    VersionRefSerializer,
    api_url_field,
    listed_redactions_field,
    text_field,
)
from api.shapes import Answer, Resource, Shape, made
from curation.models import Entry, Issue
from reviews.interests import InterestKind
from reviews.models import IssueInterests, Reopening
from web import addresses


class IssueSerializer(Resource):
    """A published issue."""

    public = Issue.objects.published()
    table = "i"

    id = s.IntegerField()
    volume = s.IntegerField()
    number = s.IntegerField()
    title = s.CharField()
    editorial = text_field("editorial")
    entry_count = s.IntegerField(
        source="(SELECT count(*) FROM curation_entry WHERE issue_id = i.id)"
    )
    published_at = s.DateTimeField()
    page = s.URLField(source=made(addresses.issue_page, "volume", "number"))
    pdf_url = s.URLField(
        source=made(addresses.issue_pdf, "volume", "number"),
        help_text="Its reviews in full. While it is being made: 503 with `Retry-After`.",
    )
    epub_url = s.URLField(
        source=made(addresses.issue_epub, "volume", "number"), help_text="The same as an EPUB."
    )
    api_url = api_url_field("issues")


class EntryMarkSerializer(Shape):
    """Why the assessment of a selected work was looked at again, and what the editors decided."""

    cause = s.ChoiceField(choices=Reopening.Cause.choices, source="m.cause")
    reason = s.CharField(
        source="m.reason", allow_blank=True, help_text="Of the editor who asked for it, if one did."
    )
    since = s.DateTimeField(source="m.opened_at")
    decision = s.ChoiceField(
        choices=Reopening.Decision.choices,
        source="m.decision",
        allow_blank=True,
        help_text="Empty while none was taken: `round` may have answered it.",
    )
    decision_reason = s.CharField(source="m.decision_reason", allow_blank=True)
    interests = acting_interests_field("m.interests", "Of the editor who asked for it.")
    decision_interests = acting_interests_field("m.decision_interests", "Of who decided.")
    decided_at = s.DateTimeField(source="m.decided_at", allow_null=True)
    round = s.IntegerField(
        source="again.number", allow_null=True, help_text="Which looks at the work again."
    )
    redactions = listed_redactions_field("m.redactions")


class EntrySerializer(Resource):
    """One work in an issue, pinned to a version, with the signed recommendation."""

    public = Entry.objects.published()
    table = "e"
    joins = "JOIN preprints_version v ON v.id = e.version_id"

    section = s.CharField(allow_blank=True)
    position = s.IntegerField()
    preprint = PreprintRefSerializer(source="v")
    version = VersionRefSerializer(source="v")
    authors = s.ListField(child=s.CharField(), source=AUTHORS, help_text="In order; at most 100.")
    author_count = s.IntegerField(source="v.author_count")
    recommendation = text_field("recommendation")
    recommended_by_name = s.CharField()
    since_publication = EntryMarkSerializer(
        many=True,
        source="FROM reviews_reopening m JOIN reviews_assessment ma ON ma.id = m.assessment_id "
        "JOIN reviews_round mr ON mr.id = ma.round_id "
        "JOIN reviews_submission ms ON ms.id = mr.submission_id "
        "LEFT JOIN reviews_round again ON again.id = m.round_id "
        "WHERE ms.preprint_id = e.preprint_id ORDER BY m.opened_at, m.id",
        help_text="What has become of the work since. The entry itself never changes.",
    )


class IssueInterestsSerializer(Shape):
    """What an editor declares of one work in the issue."""

    version = s.CharField(
        source="'V' || dv.preprint_id || '.' || dv.number",
        help_text="The identifier of the version. Its address is /{identifier}.",
    )
    editor = s.ChoiceField(
        choices=[(str(one), str(one)) for one in IssueInterests.Whose],
        source="d.whose",
        help_text="Who recommends it (recommends), or another one who chose it or published the "
        "issue (other).",
    )
    interest_kinds = s.ListField(
        child=s.ChoiceField(choices=InterestKind.choices), source="d.interest_kinds"
    )
    competing_interests = s.CharField(
        source="d.competing_interests",
        allow_blank=True,
        help_text="In the editor's own words; empty, without kinds, where none are declared.",
    )
    redactions = listed_redactions_field("d.redactions")


def entries_of(issue_id: int) -> list[Answer]:
    return sorted(EntrySerializer.read_where("issue_id", issue_id), key=itemgetter("position"))


class IssueDetailSerializer(IssueSerializer):
    entries = EntrySerializer(many=True, source=made(entries_of, "id"))
    interests = IssueInterestsSerializer(
        many=True,
        source="FROM reviews_issueinterests d JOIN preprints_version dv ON dv.id = d.version_id "
        "WHERE d.issue = 'I' || i.volume || '.' || i.number AND d.published_at IS NOT NULL "
        "ORDER BY d.version_id, d.whose DESC, d.id",
        help_text="Of its editors; empty where it was published before they were asked.",
    )
    evidence_url = s.URLField(source=made(addresses.issue_evidence, "volume", "number"))
