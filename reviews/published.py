"""What the event log must hold for each published text of the reviews, and the hashes in it.

`…_text_hash` is what events of format 1 hold, `…_public` what those of today hash: all that is
public of a row but names, texts about a person, and the HTML made from the text.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from events.completeness import PublishedRow, published
from reviews.models import (
    Assessment,
    ConfirmedAssessment,
    Response,
    Review,
    Revision,
    Term,
)
from reviews.models.redactable import places_of, reasons_of
from reviews.models.reviews import PUBLIC_PARTS
from reviews.other_interests import as_committed
from text.hashing import content_hash

POINTS = "points"
WITHOUT_ROUND = "without a round"  # where readers see that a review was volunteered


def review_public(review: Review) -> tuple[str, ...]:
    """With the points that other texts lead to."""
    return (*review_public_before(review), POINTS, *review.points)


def review_public_before(review: Review) -> tuple[str, ...]:
    """In events of format 4 and earlier ones."""
    return (
        str(review.version_id),
        str(review.number),
        *(getattr(review, part) for part in PUBLIC_PARTS),
        *_public_of_term(review.significance),
        *_public_of_term(review.strength),
        str(review.confidence),
        review.byline_kind,
        *([WITHOUT_ROUND] if review.round_id is None else []),
        *review.redacted_places(),
    )


def review_text_hash(review: Review) -> str:
    return content_hash(*(getattr(review, part) for part in PUBLIC_PARTS))


def review_personal(review: Review) -> tuple[str, ...]:
    """What readers see of its writer: of a hidden one only whether something was declared.

    Of a signed one also whose page it links to, unless a guest's who has kept an account since, and
    the kinds of interests. Without kinds it is what it was before there were any. The
    account stands last: one that was joined into it may stand in its place.
    """
    declared, reasons = (review.competing_interests, review.ai_use), review.redaction_reasons()
    if not review.is_signed:
        return (*reasons, review.byline_name, *(str(bool(text)) for text in declared))
    return (*reasons, review.byline_name, *declared, *review.interest_kinds, _account(review))


def _account(review: Review) -> str:
    """Whose page a signed review links to."""
    return "" if _was_guests(review) else str(review.reviewer_id)


def _was_guests(review: Review) -> bool:
    """Whether its reviewer had no account when it was published."""
    kept_at = review.invitation.kept_at if review.invitation else None
    published_at = review.published_at
    is_kept_since = bool(kept_at and published_at and kept_at > published_at)
    return review.reviewer.is_guest or is_kept_since


def assessment_public(assessment: Assessment) -> tuple[str, ...]:
    return (
        str(assessment.version_id),
        *_public_of_term(assessment.significance),
        *_public_of_term(assessment.strength),
        assessment.text,
        *assessment.redacted_places(),
    )


def _public_of_term(term: Term | None) -> tuple[str, ...]:
    """All that readers see of a term, so that no two can exchange their words."""
    return (term.slug, term.word, term.definition, str(term.rank)) if term else ("",)


def assessment_personal(assessment: Assessment) -> tuple[str, ...]:
    """Without kinds it is what it was before there were any."""
    own = (assessment.competing_interests, *assessment.interest_kinds)
    return (*assessment.redaction_reasons(), *own, *as_committed(assessment.other_interests))


def response_public(response: Response) -> tuple[str, ...]:
    return (
        str(response.version_id),
        str(response.number),
        response.text,
        *response.redacted_places(),
    )


def response_personal(response: Response) -> tuple[str, ...]:
    """The account stands last, as of a review; without kinds it is what it was before."""
    declared = (response.competing_interests, *response.interest_kinds)
    named = (response.author_name, *declared, str(response.author_id))
    return (*response.redaction_reasons(), *named)


def revision_public(revision: Revision) -> tuple[str, ...]:
    """With the answers, each by the review it is to."""
    answers = revision.answers.order_by("review__version", "review__number").values_list(
        "review__version", "review__number", "text"
    )
    texts = [str(part) for answer in answers for part in answer]
    return (str(revision.version_id), revision.note, *texts, *revision.redacted_places())


def revision_personal(revision: Revision) -> tuple[str, ...]:
    return (*revision.redaction_reasons(), revision.author_name, str(revision.author_id))


@published("review.published")
def published_reviews() -> Iterator[PublishedRow]:
    rows = Review.objects.shown().select_related(
        "version", "significance", "strength", "reviewer", "invitation"
    )
    shown = rows.only(
        *PUBLIC_PARTS,
        *("byline_kind", "byline_name", "interest_kinds", "competing_interests", "ai_use"),
        *("points", "redactions", "round"),
        *("reviewer__is_guest", "invitation__kept_at"),
        *_term_fields("significance"),
        *_term_fields("strength"),
        "confidence",
        *("number", "published_at", "version__preprint_id", "version__number"),
    )
    for review in shown.iterator(500):
        yield PublishedRow(
            key=review_key(review),
            name=review.identifier,
            subject=review.version.identifier,
            identifier=review.identifier,
            at=review.published_at,
            text_hash=review_text_hash(review),
            public=review_public(review),
            public_before=review_public_before(review),
            full_hash=content_hash(*review_public_before(review)),
            facts={},
            personal=review_personal(review),
            account=_account(review) if review.is_signed else "",
        )


@published("assessment.published")
def published_assessments() -> Iterator[PublishedRow]:
    rows = Assessment.objects.shown().select_related("version", "significance", "strength")
    shown = rows.only(
        *("version__preprint_id", "version__number"),
        *("number", "text", "published_at"),
        *("interest_kinds", "competing_interests", "other_interests"),
        *("reviewers_asked", "reviewers_agreed", "reviewers_dissented", "redactions"),
        *_term_fields("significance"),
        *_term_fields("strength"),
    )
    for assessment in shown.iterator(500):
        yield PublishedRow(
            key=assessment_key(assessment),
            name=assessment.identifier,
            subject=assessment.version.identifier,
            identifier=assessment.identifier,
            at=assessment.published_at,
            text_hash=content_hash(assessment.text),
            public=assessment_public(assessment),
            full_hash=content_hash(*assessment_public(assessment)),
            facts={
                **terms_of(assessment),
                # each is compared, None with an event that names no count
                "reviewers_asked": assessment.reviewers_asked,
                "reviewers_agreed": assessment.reviewers_agreed,
                "reviewers_dissented": assessment.reviewers_dissented,
            },
            personal=assessment_personal(assessment),
        )


@published("response.posted")
def posted_responses() -> Iterator[PublishedRow]:
    rows = Response.objects.select_related("version").defer("text_html")
    for response in rows.iterator(500):
        yield PublishedRow(
            key=response_key(response),
            name=response.identifier,
            subject=response.version.identifier,
            identifier=response.identifier,
            at=response.posted_at,
            text_hash=content_hash(response.text),
            public=response_public(response),
            full_hash=content_hash(*response_public(response)),
            facts={},
            personal=response_personal(response),
            account=str(response.author_id),
        )


@published("revision.declared")
def declared_revisions() -> Iterator[PublishedRow]:
    """Their answers are read with each: a revision has few."""
    rows = Revision.objects.select_related("version").defer("note_html", "reason")
    for revision in rows.iterator(500):
        yield PublishedRow(
            key=revision_key(revision),
            name=revision.identifier,
            subject=revision.version.identifier,
            identifier=revision.identifier,
            at=revision.declared_at,
            text_hash=content_hash(revision.note),
            public=revision_public(revision),
            full_hash=content_hash(*revision_public(revision)),
            facts={},
            personal=revision_personal(revision),
            account=str(revision.author_id),
        )


def confirmation_public(confirmed: ConfirmedAssessment) -> tuple[str, ...]:
    return (confirmed.reason, *confirmed.redacted_places())


def confirmation_personal(confirmed: ConfirmedAssessment) -> tuple[str, ...]:
    return (*as_committed(confirmed.interests), *confirmed.redaction_reasons())


@published("assessment.confirmed")
def confirmed_assessments() -> Iterator[PublishedRow]:
    """Which assessment holds for which version is what their events name."""
    rows = ConfirmedAssessment.objects.select_related("version", "assessment__version")
    for confirmed in rows.iterator(500):
        yield PublishedRow(
            key=confirmation_key(confirmed),
            name=str(confirmed),
            subject=confirmed.version.identifier,
            identifier=confirmed.assessment.identifier,
            at=confirmed.confirmed_at,
            text_hash="",  # there are none of format 1
            public=confirmation_public(confirmed),
            full_hash=content_hash(*confirmation_public(confirmed)),
            facts={},
            personal=confirmation_personal(confirmed),
        )


def tombstone_public(row: Review | Assessment | Response) -> tuple[str, ...]:
    places = places_of(row.redactions_of_tombstone())
    return (str(row.version_id), str(row.number), row.withdrawn_as, *places)


def tombstone_personal(row: Review | Assessment | Response) -> tuple[str, ...]:
    """The reason may be about a person."""
    return (*reasons_of(row.redactions_of_tombstone()), row.withdrawal_reason)


@published("review.withdrawn")
def withdrawn_reviews() -> Iterator[PublishedRow]:
    return map(_tombstone, _withdrawn(Review.objects.shown()))


@published("assessment.withdrawn")
def withdrawn_assessments() -> Iterator[PublishedRow]:
    return map(_tombstone, _withdrawn(Assessment.objects.shown()))


@published("response.withdrawn")
def withdrawn_responses() -> Iterator[PublishedRow]:
    return map(_tombstone, _withdrawn(Response.objects.all()))


def _withdrawn(rows: QuerySet[Any]) -> Iterator[Any]:
    found = rows.filter(withdrawn_at__isnull=False).select_related("version")
    return found.only(
        *("number", "withdrawn_at", "withdrawn_as", "withdrawal_reason", "redactions"),
        *("version__preprint_id", "version__number"),
    ).iterator(500)


def _tombstone(row: Review | Assessment | Response) -> PublishedRow:
    return PublishedRow(
        key=key_of(row),
        name=row.identifier,
        subject=row.version.identifier,
        identifier=row.identifier,
        at=row.withdrawn_at,
        text_hash="",  # there are none of format 1
        public=tombstone_public(row),
        full_hash=content_hash(*tombstone_public(row)),
        facts={"withdrawn_as": row.withdrawn_as},
        personal=tombstone_personal(row),
    )


def public_of(row: Review | Assessment | Response) -> tuple[str, ...]:
    """Of a row with all that `review_public` and the others need loaded."""
    if isinstance(row, Review):
        return review_public(row)
    return assessment_public(row) if isinstance(row, Assessment) else response_public(row)


def personal_of(row: Review | Assessment | Response) -> tuple[str, ...]:
    if isinstance(row, Review):
        return review_personal(row)
    return assessment_personal(row) if isinstance(row, Assessment) else response_personal(row)


def _term_fields(name: str) -> list[str]:
    return [f"{name}__{field}" for field in ("slug", "word", "definition", "rank")]


def key_of(row: Review | Assessment | Response) -> str:
    return f"{row._meta.model_name} {row.pk}"


def review_key(review: Review) -> str:
    return f"review {review.pk}"


def assessment_key(assessment: Assessment) -> str:
    return f"assessment {assessment.pk}"


def response_key(response: Response) -> str:
    return f"response {response.pk}"


def revision_key(revision: Revision) -> str:
    return f"revision {revision.pk}"


def confirmation_key(confirmed: ConfirmedAssessment) -> str:
    return f"confirmedassessment {confirmed.pk}"


def terms_of(assessment: Assessment) -> dict[str, str]:
    return {
        "significance": assessment.significance.slug,
        "strength": assessment.strength.slug,
    }


def agreement_on(assessment: Assessment) -> dict[str, int]:
    """What its reviewers answered, counted; empty where none was asked."""
    counts = {
        "reviewers_asked": assessment.reviewers_asked,
        "reviewers_agreed": assessment.reviewers_agreed,
        "reviewers_dissented": assessment.reviewers_dissented,
    }
    return {name: count for name, count in counts.items() if count is not None}
