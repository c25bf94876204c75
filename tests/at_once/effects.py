"""What a call leaves behind: rows, events and promises, counted."""

from collections import Counter
from typing import Any

from django.apps import apps
from django.db import connection

from events.models import Event, Outbox

OURS = (
    "accounts",
    "drafts",
    "mails",
    "events",
    "preprints",
    "ingest",
    "reviews",
    "curation",
    "following",
    "search",
    "account",
)
# What a trigger notes for the index to be made anew: twice is as good as once.
NOTED_TWICE = {"search.StaleDocument"}
Effects = Counter[tuple[str, str]]


def count_all() -> Effects:
    """Rows by model, events by kind, promises by task and template."""
    counted: Effects = Counter()
    for label, count in _count_rows().items():
        counted["rows", label] = count
    for kind in Event.objects.values_list("kind", flat=True):
        counted["event", kind] += 1
    for task, arguments in Outbox.objects.values_list("task", "arguments"):
        counted["promise", f"{task} {_template(arguments)}".strip()] += 1
    return counted


def _count_rows() -> dict[str, int]:
    """Of all models in one question, for it is asked several hundred times."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS and model._meta.label not in NOTED_TWICE
    ]
    counts = ", ".join(f"(SELECT count(*) FROM {model._meta.db_table})" for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        row = cursor.fetchone()
    return dict(zip((model._meta.label for model in models), row, strict=True))


def since(before: Effects) -> dict[tuple[str, str], int]:
    after = count_all()
    return {
        name: after[name] - before[name] for name in after | before if after[name] - before[name]
    }


def _template(arguments: dict[str, Any]) -> str:
    return str(arguments.get("template", ""))
