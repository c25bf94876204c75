"""What the event log must hold of the reasons of a decline that an author has published."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from events.completeness import PublishedRow, published
from reviews.models import Appeal, Submission
from reviews.other_interests import as_committed
from text.hashing import content_hash


def decline_public(code: str, text: str) -> tuple[str, ...]:
    return (code, text)


def decline_facts(submission: Submission) -> dict[str, Any]:
    """What the event says of a decline whose reasons are published; its row is locked."""
    decided_at = submission.decided_at
    return {
        "submission": submission.pk,
        "row": _key(submission.pk, 1 + _kept(submission.pk).count()),
        "code": submission.decline_code,
        "words": submission.decline_words,
        "declined_on": decided_at.date().isoformat() if decided_at else "",
    }


@published("submission.reasons_published")
def published_declines() -> Iterator[PublishedRow]:
    """Those that stand, and those that an appeal has taken back since: they stay public.

    Of one that was taken back before its moment was kept, nothing can be compared.
    """
    for submission in Submission.objects.filter(reasons_published_at__isnull=False):
        said = decline_facts(submission)
        text, interests = submission.decline_text, submission.decline_interests
        yield _row(said, text, interests, submission.reasons_published_at, submission)
    kept = Appeal.objects.exclude(published_decline={}).select_related("work__preprint")
    numbers: dict[int, int] = {}
    for appeal in kept.order_by("decided_at", "pk"):
        number = numbers[appeal.work_id] = numbers.get(appeal.work_id, 0) + 1
        was = appeal.published_decline
        if "published_at" not in was:
            continue
        said = {
            "submission": appeal.work_id,
            "row": _key(appeal.work_id, number),
            "code": was["code"],
            "words": was["words"],
            "declined_on": was["declined_at"][:10],
        }
        at, interests = datetime.fromisoformat(was["published_at"]), was.get("interests", [])
        yield _row(said, was["text"], interests, at, appeal.work)


def _row(
    said: dict[str, Any],
    text: str,
    interests: Sequence[Mapping[str, Any]],
    at: datetime | None,
    submission: Submission,
) -> PublishedRow:
    facts = {name: said[name] for name in ("submission", "code", "words", "declined_on")}
    return PublishedRow(
        key=said["row"],
        name=f"reasons of a decline of V{submission.preprint_id}",
        subject=f"V{submission.preprint_id}",
        identifier="",
        at=at,
        text_hash="",  # there are none of format 1
        public=decline_public(said["code"], text),
        full_hash=content_hash(*decline_public(said["code"], text)),
        facts=facts,
        personal=as_committed(interests),
    )


def _key(submission_id: int, number: int) -> str:
    """A submission can be declined again, after an appeal."""
    return f"decline {submission_id} {number}"


def _kept(submission_id: int) -> Any:
    return Appeal.objects.filter(work=submission_id).exclude(published_decline={})
