"""Public profiles."""

from rest_framework import serializers as s

from api.resources.shared import api_url_field
from api.shapes import Resource, made
from curation.selectors.people import public_people
from web import addresses


class PersonSerializer(Resource):
    """The public profile of somebody who signed something that is published here."""

    public = public_people()
    table = "a"

    handle = s.CharField()
    name = s.CharField()
    orcid = s.CharField(allow_blank=True)
    affiliation = s.CharField(allow_blank=True)
    bio = s.CharField(allow_blank=True)
    page = s.URLField(source=made(addresses.person_page, "handle"))
    api_url = api_url_field("people", "handle")
