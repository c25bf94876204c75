"""Redacting what is published, and reading what stood there: pages and services."""

from collections.abc import Callable, Iterator
from typing import Any

from reviews.models import (
    Appeal,
    ConfirmedAssessment,
    IssueInterests,
    Reopening,
    SealedOriginal,
)
from reviews.services import (
    redacting,
    redacting_declines,
    redacting_issue_interests,
    redacting_later_words,
    redacting_replies,
)
from reviews.services.redaction_steps import Passage
from tests.access.journal import Journal
from tests.access.made_rounds import make_round
from tests.access.requests import Request, call, get, post
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    ResponseFactory,
    ReviewFactory,
    RevisionFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from text.hashing import content_hash

TEXT = "He errs, says Dr X of Oslo."
WHY_NOT = "It names somebody."
PARTS = {
    "review": "summary",
    "revision": "note",
    "correction": "wrong",
    "appeal": "reason",
    "reopening": "why_reopened",
    "confirmation": "why_confirmed",
    "decline": "decline-1",
    "declaration": "competing_interests",
}
ACTS: dict[str, Callable[..., Any]] = {
    "review": redacting.redact_review,
    "response": redacting.redact_response,
    "assessment": redacting.redact_assessment,
    "revision": redacting_replies.redact_revision,
    "correction": redacting_replies.redact_correction,
    "appeal": redacting_replies.redact_appeal,
    "reopening": redacting_later_words.redact_reopening,
    "confirmation": redacting_later_words.redact_confirmation,
    "decline": redacting_declines.redact_decline,
    "declaration": redacting_issue_interests.redact_issue_interests,
}
WHY = {"reason": "A court asks."}


def pages(journal: Journal) -> Iterator[Request]:
    rows, original = _rows(journal)
    for name, row in rows.items():
        part = PARTS.get(name, "text")
        seen = content_hash(TEXT)[:16]
        fields = {"part": part, "passage": "Dr X", "reason": WHY_NOT, "seen": seen}
        yield get(f"reviews:redact_{name}", row.pk)
        yield post(f"reviews:redact_{name}", row.pk, fields=fields)
    yield get("reading:redact_named", rows["review"].identifier)
    yield get("reviews:read_original", original.pk)
    yield post("reviews:read_original", original.pk, fields=WHY)


def services(journal: Journal) -> Iterator[Request]:
    rows, original = _rows(journal)
    for name, row in rows.items():
        act, passage = ACTS[name], Passage(PARTS.get(name, "text"), "Dr X")
        yield call(
            act,
            lambda user, act=act, pk=row.pk, passage=passage: act(
                pk, editor=user, passage=passage, reason=WHY_NOT, now=NOW
            ),
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
        "revision": RevisionFactory(round=closed, note=TEXT),
        "correction": CorrectionFactory(round=closed, wrong=TEXT, posted_at=NOW),
    }
    rows["appeal"] = Appeal.objects.create(
        work=closed.submission,
        assessment=rows["assessment"],
        by=cast["author"],
        editor=cast["handling"],
        state="dismissed",
        text=TEXT,
        reason=TEXT,
        filed_at=NOW,
        due_at=NOW,
        decided_at=NOW,
    )
    rows["reopening"] = Reopening.objects.create(
        assessment=rows["assessment"],
        version=closed.version,
        cause="editor",
        reason=TEXT,
        opened_by=cast["handling"],
        opened_at=NOW,
        due_at=NOW,
    )
    rows["confirmation"] = ConfirmedAssessment.objects.create(
        assessment=rows["assessment"],
        version=closed.version,
        editor=cast["handling"],
        reason=TEXT,
        confirmed_at=NOW,
    )
    rows["declaration"] = IssueInterests.objects.create(
        issue="I9.9",
        version=closed.version,
        editor=cast["handling"],
        interest_kinds=["rival"],
        competing_interests=TEXT,
        declared_at=NOW,
        published_at=NOW,
    )
    rows["decline"] = SubmissionFactory(
        state="declined",
        submitter=cast["author"],
        is_author=True,
        editor=cast["handling"],
        second_editor=cast["second"],
        decline_code="other",
        decline_text=TEXT,
        decided_at=NOW,
        reasons_published_at=NOW,
    )
    type(closed).objects.filter(pk=closed.pk).update(state="assessed", closed_at=NOW)
    original = SealedOriginal.objects.create(
        review=rows["review"],
        part="strengths",
        text=TEXT,
        redacted_by=cast["handling"],
        redacted_at=NOW,
    )
    return rows, original
