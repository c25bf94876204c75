"""What authors declared of newer versions: the note of what changed, and the answers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from preprints.models import Version
from reviews.models import Revision, RevisionAnswer
from reviews.selectors.preview import AnswerText
from reviews.selectors.redactions import RedactionView, redaction_views
from text.code import colour_code
from web.compiled import compiled


@dataclass(frozen=True, slots=True)
class RevisionView:
    """A declared revision; number: of its version. decision: what follows, "" while the handling
    editor has not decided. Why is for the authors alone."""

    identifier: str
    name: str
    number: int
    declared_at: datetime
    decision: str
    note_html: str
    answers: list[AnswerText]
    pk: int
    redactions: list[RedactionView]


def revision_views(versions: Collection[Version]) -> list[RevisionView]:
    """Those of the versions, the newest first; one query."""
    known = {version.pk: version for version in versions}
    declared = _revisions(versions=list(known))
    return [_view(revision, known[revision.version_id]) for revision in declared]


@compiled
def _revisions(*, versions: Collection[int]) -> "QuerySet[Revision]":
    answers = RevisionAnswer.objects.filter(revision=OuterRef("pk")).order_by("review__number")
    fields = JSONObject(number="review__number", byline="review__byline_name", html="text_html")
    return (
        Revision.objects.filter(version__in=versions)
        .defer("reason", "note")
        .annotate(answered=ArraySubquery(answers.values(fields=fields)))
        .order_by("-declared_at")
    )


def _view(revision: Any, version: Version) -> RevisionView:
    revision.version = version
    return RevisionView(
        identifier=revision.identifier,
        name=revision.author_name,
        number=version.number,
        declared_at=revision.declared_at,
        decision=str(revision.get_decision_display()) if revision.decision else "",
        note_html=colour_code(revision.note_html),
        answers=[_answer(answer) for answer in revision.answered],
        pk=revision.pk,
        redactions=redaction_views(revision.redactions),
    )


def _answer(stored: dict[str, Any]) -> AnswerText:
    return AnswerText(stored["number"], stored["byline"], colour_code(stored["html"]))
