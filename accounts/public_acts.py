"""Published rows of the apps above: what people did here in public.

The models are asked for by their names, as foreign keys name them: no import points up.
"""

from typing import Any

from django.apps import apps
from django.db.models import QuerySet


def signed_reviews() -> QuerySet[Any]:
    rows: QuerySet[Any] = _published("reviews.Review").signed()
    return rows


def accepted_signatures() -> QuerySet[Any]:
    """Of held reviews, too: nobody else takes a name that is to be published."""
    rows: QuerySet[Any] = apps.get_model("reviews.Review")._default_manager.accepted().signed()
    return rows


def published_entries() -> QuerySet[Any]:
    rows: QuerySet[Any] = _published("curation.Entry")
    return rows


def published_issues() -> QuerySet[Any]:
    rows: QuerySet[Any] = _published("curation.Issue")
    return rows


def _published(model: str) -> Any:
    return apps.get_model(model)._default_manager.published()
