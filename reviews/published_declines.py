"""What is public of a decline, and what the event log must hold of it.

That a submission was declined, and when, is public; its reasons are once an author has published
them. An appeal that is upheld takes the decline from the submission, and keeps here what was so.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from events.completeness import PublishedRow, published
from reviews.decline_parts import PublishedDecline, declines_of, kept_decline, redactions_of
from reviews.models import Appeal, SealedOriginal, Submission
from reviews.models.redactable import places_of, reasons_of
from reviews.models.sealed_originals import DECLINE
from reviews.other_interests import as_committed
from text.hashing import content_hash


def is_public_decline(submission: Submission) -> bool:
    """The same as `SubmissionQuerySet.publicly_declined`, of one."""
    return submission.is_decline_public or submission.reasons_published_at is not None


def private_reasons(submission: Submission) -> tuple[str, ...]:
    """What the event of a decline holds in its salted hash alone."""
    return (submission.decline_code, submission.decline_words, submission.decline_text)


def public_of_decline(submission: Submission, decline: PublishedDecline) -> tuple[str, ...]:
    places = places_of(redactions_of(submission.redactions, decline.number))
    return (decline.code, decline.text, *places)


def personal_of_decline(submission: Submission, decline: PublishedDecline) -> tuple[str, ...]:
    reasons = reasons_of(redactions_of(submission.redactions, decline.number))
    return (*reasons, *as_committed(decline.interests))


def with_published_reasons() -> "QuerySet[Submission]":
    """Of a decline that stands, or that an appeal has taken back since."""
    kept = Appeal.objects.filter(work=OuterRef("pk"), published_decline__has_key="text")
    return Submission.objects.filter(Q(reasons_published_at__isnull=False) | Exists(kept))


def decline_facts(submission: Submission) -> dict[str, Any]:
    """What the event says of a decline whose reasons are published; its row is locked."""
    decided_at = submission.decided_at
    return {
        "submission": submission.pk,
        "row": decline_key(submission),
        "code": submission.decline_code,
        "words": submission.decline_words,
        "declined_on": decided_at.date().isoformat() if decided_at else "",
    }


def keep_public_decline(appeal: Appeal, submission: Submission) -> None:
    """What everybody may read stays, and what is decided next must not take its place.

    Call it before the submission is opened again.
    """
    if not is_public_decline(submission) or submission.decided_at is None:
        return
    appeal.published_decline = {
        "is_public": submission.is_decline_public,
        "declined_at": submission.decided_at.isoformat(),
    }
    if submission.reasons_published_at is None:
        appeal.unpublished_reasons = list(private_reasons(submission))
    else:
        appeal.published_decline |= {
            "code": submission.decline_code,
            "words": submission.decline_words,
            "text": submission.decline_text,
            "published_at": submission.reasons_published_at.isoformat(),
            "interests": submission.decline_interests,
        }
    appeal.save(update_fields=["published_decline", "unpublished_reasons"])


@published("submission.declined")
def declines() -> Iterator[PublishedRow]:
    """Those that stand, and those that an appeal has taken back since."""
    for submission in Submission.objects.filter(is_decline_public=True):
        key, reasons = decline_key(submission), private_reasons(submission)
        reasons = _as_decided(submission, key, reasons)
        yield _fact(key, submission, submission.decided_at, reasons)
    for number, appeal in _taken_back():
        was = appeal.published_decline
        if was.get("is_public"):
            known = tuple(was.get(name, "") for name in ("code", "words", "text"))
            reasons = tuple(appeal.unpublished_reasons) or known
            key = numbered_key(appeal.work_id, number)
            at = datetime.fromisoformat(was["declined_at"])
            yield _fact(key, appeal.work, at, _as_decided(appeal.work, key, reasons))


def _as_decided(submission: Submission, key: str, reasons: tuple[str, ...]) -> tuple[str, ...]:
    """With the words from before a passage was redacted, which are sealed: the event of the decline
    holds them in a secret hash."""
    part = f"{DECLINE}{key.rpartition(' ')[2]}"
    if not any(one["part"] == part for one in submission.redactions):
        return reasons
    original = SealedOriginal.objects.filter(decline=submission, part=part).first()
    return (*reasons[:-1], original.text if original else "")


@published("submission.reasons_published")
def published_declines() -> Iterator[PublishedRow]:
    """Those that stand, and those that an appeal has taken back since: they stay public.

    Of one that was taken back before its moment was kept, nothing can be compared.
    """
    for submission in Submission.objects.filter(reasons_published_at__isnull=False):
        said, decline = decline_facts(submission), declines_of(submission)[-1]
        yield _row(said, decline, submission.reasons_published_at, submission)
    for number, appeal in _taken_back():
        was = appeal.published_decline
        if "published_at" not in was:
            continue
        said = {
            "submission": appeal.work_id,
            "row": numbered_key(appeal.work_id, number),
            "code": was["code"],
            "words": was["words"],
            "declined_on": was["declined_at"][:10],
        }
        at, decline = datetime.fromisoformat(was["published_at"]), kept_decline(number, appeal)
        yield _row(said, decline, at, appeal.work)


def _taken_back() -> Iterator[tuple[int, Appeal]]:
    """Which decline of its submission each one took back, and the appeal."""
    kept = Appeal.objects.exclude(published_decline={}).select_related("work__preprint")
    numbers: dict[int, int] = {}
    for appeal in kept.order_by("decided_at", "pk"):
        number = numbers[appeal.work_id] = numbers.get(appeal.work_id, 0) + 1
        yield number, appeal


def declined_public(at: datetime | None) -> tuple[str, ...]:
    """The day."""
    return (at.date().isoformat() if at else "",)


def _fact(
    key: str, submission: Submission, at: datetime | None, reasons: tuple[str, ...]
) -> PublishedRow:
    """That it was declined, and when."""
    return PublishedRow(
        key=key,
        name=f"decline of V{submission.preprint_id}",
        subject=f"V{submission.preprint_id}",
        identifier="",
        at=at,
        text_hash="",  # there are none of format 1
        public=declined_public(at),
        full_hash=content_hash(*declined_public(at)),
        facts={"submission": submission.pk},
        personal=reasons,
    )


def _row(
    said: dict[str, Any],
    decline: PublishedDecline,
    at: datetime | None,
    submission: Submission,
) -> PublishedRow:
    public = public_of_decline(submission, decline)
    facts = {name: said[name] for name in ("submission", "code", "words", "declined_on")}
    return PublishedRow(
        key=said["row"],
        name=f"reasons of a decline of V{submission.preprint_id}",
        subject=f"V{submission.preprint_id}",
        identifier="",
        at=at,
        text_hash="",  # there are none of format 1
        public=public,
        full_hash=content_hash(*public),
        facts=facts,
        personal=personal_of_decline(submission, decline),
    )


def decline_key(submission: Submission) -> str:
    """Of the decline that stands; a submission can be declined again, after an appeal."""
    kept = Appeal.objects.filter(work=submission.pk).exclude(published_decline={})
    return numbered_key(submission.pk, 1 + kept.count())


def numbered_key(submission_id: int, number: int) -> str:
    return f"decline {submission_id} {number}"
