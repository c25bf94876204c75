"""Who is named in events: looked up beside the log, which names nobody itself.

So a name that is forgotten, or raised to a signature, changes here with the row it stands in.
"""

from typing import Any

from django.db import models
from django.db.models import BigIntegerField, Case, CharField, OuterRef, Subquery, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Substr

from events.models import Event, EventQuerySet
from reviews.models import Response, Review, Revision


def with_names(events: EventQuerySet) -> EventQuerySet:
    """The events with `name`: a review's byline, the author of a response or revision, or ""."""
    names = Case(
        When(kind="review.published", then=_name_in(Review.objects.shown(), "byline_name")),
        When(kind="response.posted", then=_name_in(Response.objects.all(), "author_name")),
        When(kind="revision.declared", then=_name_in(Revision.objects.all(), "author_name")),
        output_field=CharField(),
    )
    return events.annotate(row=KT("data__row"), name=Coalesce(names, Value("")))


def _name_in(rows: models.QuerySet[Any], field: str) -> Subquery:
    prefix = f"{rows.model._meta.model_name} "
    key = Cast(Substr(OuterRef("row"), len(prefix) + 1), BigIntegerField())
    return Subquery(rows.filter(pk=key).values(field)[:1])


def data_with_name(event: Event) -> dict[str, Any]:
    """The data of one of `with_names`, as events of format 1 hold it: with the name."""
    name = str(vars(event)["name"])
    return {"byline": name, "by": name} | event.data
