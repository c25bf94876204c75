"""Public profiles."""

from rest_framework import serializers as s

from accounts.profile_parts import ProfilePart
from api.resources.shared import api_url_field
from api.shapes import Resource, made
from curation.selectors.people import public_people
from web import addresses


def shown(column: str, part: ProfilePart) -> str:
    """The column, or "" where its person keeps that part of the profile off the page."""
    return f"CASE WHEN a.hidden @> '[\"{part}\"]' THEN '' ELSE a.{column} END"


class PersonSerializer(Resource):
    """The public profile of somebody who signed something that is published here."""

    public = public_people()
    table = "a"

    handle = s.CharField()
    name = s.CharField()
    orcid = s.CharField(source=shown("orcid", ProfilePart.ORCID), allow_blank=True)
    affiliation = s.CharField(
        source=shown("affiliation", ProfilePart.AFFILIATION), allow_blank=True
    )
    ror = s.CharField(
        source=shown("ror", ProfilePart.AFFILIATION),
        allow_blank=True,
        help_text="The ROR ID of the affiliation, where its person chose one.",
    )
    bio = s.CharField(source=shown("bio", ProfilePart.BIO), allow_blank=True)
    page = s.URLField(source=made(addresses.person_page, "handle"))
    api_url = api_url_field("people", "handle")
