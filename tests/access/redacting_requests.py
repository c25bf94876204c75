"""Redacting what is published, and reading what stood there: pages and services."""

from collections.abc import Callable, Iterator
from typing import Any

from reviews.models import SealedOriginal
from reviews.services import redacting
from tests.access.journal import Journal
from tests.access.made_rounds import make_round
from tests.access.requests import Request, call, get, post
from tests.factories.reviews import AssessmentFactory, ResponseFactory, ReviewFactory
from tests.factories.times import NOW

TEXT = "He errs, says Dr X of Oslo."
NAMED = {"part": "text", "passage": "Dr X", "reason": "It names somebody."}
OF_REVIEW = {**NAMED, "part": "summary"}
WHY = {"reason": "A court asks."}


def pages(journal: Journal) -> Iterator[Request]:
    rows, original = _rows(journal)
    for name, row in rows.items():
        fields = OF_REVIEW if name == "review" else NAMED
        yield get(f"reviews:redact_{name}", row.pk)
        yield post(f"reviews:redact_{name}", row.pk, fields=fields)
    yield get("reading:redact_named", rows["review"].identifier)
    yield get("reviews:read_original", original.pk)
    yield post("reviews:read_original", original.pk, fields=WHY)


def services(journal: Journal) -> Iterator[Request]:
    rows, original = _rows(journal)
    for name, row in rows.items():
        fields = OF_REVIEW if name == "review" else NAMED
        act: Callable[..., Any] = getattr(redacting, f"redact_{name}")
        yield call(
            act,
            lambda user, act=act, pk=row.pk, fields=fields: act(pk, editor=user, now=NOW, **fields),
        )
    yield call(
        redacting.read_original,
        lambda user: redacting.read_original(original.pk, reader=user, now=NOW, **WHY),
    )


def _rows(journal: Journal) -> tuple[dict[str, Any], SealedOriginal]:
    cast, closed = journal.cast, make_round(journal.cast)
    rows = {
        "review": ReviewFactory(
            round=closed, published=True, reviewer=cast["reviewer"], summary=TEXT
        ),
        "response": ResponseFactory(round=closed, author=cast["author"], text=TEXT),
        "assessment": AssessmentFactory(round=closed, published=True, text=TEXT),
    }
    type(closed).objects.filter(pk=closed.pk).update(state="assessed", closed_at=NOW)
    original = SealedOriginal.objects.create(
        review=rows["review"],
        part="strengths",
        text=TEXT,
        redacted_by=cast["handling"],
        redacted_at=NOW,
    )
    return rows, original
