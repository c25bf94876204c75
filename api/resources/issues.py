"""Published issues and their entries."""

from operator import itemgetter

from rest_framework import serializers as s

from api.resources.shared import (
    AUTHORS,
    PreprintRefSerializer,
    VersionRefSerializer,
    api_url_field,
    text_field,
)
from api.shapes import Answer, Resource, made
from curation.models import Entry, Issue
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
    api_url = api_url_field("issues")


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


def entries_of(issue_id: int) -> list[Answer]:
    return sorted(EntrySerializer.read_where("issue_id", issue_id), key=itemgetter("position"))


class IssueDetailSerializer(IssueSerializer):
    entries = EntrySerializer(many=True, source=made(entries_of, "id"))
    evidence_url = s.URLField(source=made(addresses.issue_evidence, "volume", "number"))
