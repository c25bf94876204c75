"""The public events of the journal's log."""

import orjson
from rest_framework import serializers as s

from api.resources.shared import api_url_field
from api.shapes import Resource, Shape, made
from events.models import Event
from reviews.models import Response, Review
from web.sql import subquery

# The row that the event says was published.
_ROW = "CASE e.kind WHEN '{}' THEN split_part(e.data->>'row', ' ', 2)::bigint END"


class SealSerializer(Shape):
    """The event's place in the hash chain of the public log."""

    position = s.IntegerField()
    payload_hash = s.CharField()
    actor_hash = s.CharField(allow_blank=True)
    chain_hash = s.CharField()


class EventSerializer(Resource):
    """One thing that happened; `seal` is null until the event is chained, seconds later.

    `name` is whom it names in public: the byline of a review, the author of a response, else empty.
    It is looked up now and not sealed. `format` says what the seal covers. With `salt` anybody can
    make `hash` of the data from the text as it stands; it is empty for other events, those of
    earlier formats, and once a passage of the text was redacted.
    """

    public = Event.objects.public()
    table = "e"
    joins = f"""
    LEFT JOIN events_seal s ON s.event_id = e.id
    LEFT JOIN events_publicsalt h ON h.event_id = e.id
    LEFT JOIN {subquery(Review.objects.shown())} r ON r.id = {_ROW.format("review.published")}
    LEFT JOIN {subquery(Response.objects.all())} p ON p.id = {_ROW.format("response.posted")}
    """

    id = s.IntegerField()
    kind = s.CharField()
    subject = s.CharField()
    preprint = s.IntegerField(source="preprint_id", allow_null=True)
    at = s.DateTimeField()
    name = s.CharField(
        source="coalesce(r.byline_name, p.author_name, e.data->>'byline', e.data->>'by', '')"
    )
    format = s.IntegerField(source="payload_format")
    salt = s.CharField(source="coalesce(h.value, '')", allow_blank=True)
    data = s.DictField(source=made(orjson.Fragment, "data"))  # type: ignore[assignment]
    seal = SealSerializer(source="s", allow_null=True)
    api_url = api_url_field("events")
