"""The keys that sign the log, and which checkpoint an issue is in."""

from django.db.models import Max, Min, QuerySet, Subquery

from curation.models import Issue
from events.checkpoints import signing_key_text
from events.models import Checkpoint, Seal
from web.compiled import compiled


def log_keys() -> list[dict[str, str]]:
    """The present key first; of each from when to when checkpoints bear it. One query."""
    used = Checkpoint.objects.order_by().values("public_key")
    periods = {
        row["public_key"]: {"first_used": f"{row['first']:%F}", "last_used": f"{row['last']:%F}"}
        for row in used.annotate(first=Min("at"), last=Max("at")).order_by("-last")
    }
    present = signing_key_text()
    keys = [present, *(key for key in periods if key != present)]
    return [{"algorithm": "Ed25519", "public_key": key, **periods.get(key, {})} for key in keys]


def checkpoint_of_issue(issue: Issue) -> Checkpoint | None:
    """The first that has the issue's publication in it; one query."""
    return next(iter(_checkpoints(issue=issue.identifier)), None)


@compiled
def _checkpoints(*, issue: str) -> "QuerySet[Checkpoint]":
    seals = Seal.objects.filter(event__kind="issue.published", event__subject=issue)
    position = seals.order_by("position").values("position")[:1]
    return Checkpoint.objects.filter(links__gte=Subquery(position)).order_by("links")[:1]
