"""The fields of research by which works are listed."""

from rest_framework import serializers as s

from api.resources.shared import api_url_field
from api.shapes import Resource, made
from preprints.models import Subject
from web import addresses


class SubjectSerializer(Resource):
    """A field of research by which works are listed."""

    public = Subject.objects.all()
    table = "s"

    id = s.IntegerField()
    slug = s.CharField()
    name = s.CharField()
    description = s.CharField(allow_blank=True)
    page = s.URLField(source=made(addresses.subject_page, "slug"))
    api_url = api_url_field("subjects", "slug")
