"""The published texts of which a passage can be redacted: one by its kind, and those of a work."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from events.forgetting import has_plain_hash
from reviews.decline_parts import declines_of
from reviews.models import (
    Appeal,
    Assessment,
    ConfirmedAssessment,
    Correction,
    EditorInterests,
    IssueInterests,
    Reopening,
    Response,
    Review,
    Revision,
    Submission,
)
from reviews.models.sealed_originals import Of, SealedOriginal, kind_of, name_of_part
from reviews.passages import replaced
from reviews.published import assessment_key, confirmation_key, key_of, revision_key
from reviews.published_corrections import corrections_key
from reviews.published_declines import numbered_key, with_published_reasons
from reviews.published_issue_interests import interests_key
from reviews.published_reopenings import reopening_key
from reviews.redaction_parts import OWN_INTERESTS, is_tombstone, parts_of
from reviews.selectors.declared_parts import Declares
from reviews.services.redacted_declarations import copies_of
from reviews.services.redaction_events import OF_REOPENING, OF_TOMBSTONE
from reviews.services.redaction_steps import Passage, parts_for

WITH_VERSION = (
    *("review", "assessment", "response", "revision", "reopening", "confirmation"),
    "declaration",
)


def published(kind: str) -> QuerySet[Any]:
    """Each with its version, or its round's, and its submission; of a withdrawn one only why it was
    is read. kind: of `SealedOriginal`."""
    placed = ("version", "round__submission")
    assessed = ("version", "assessment__version", "assessment__round__submission")
    against_assessment = Appeal.objects.decided().filter(assessment__isnull=False)
    rows: dict[str, QuerySet[Any]] = {
        "review": Review.objects.shown().select_related(*placed),
        "assessment": Assessment.objects.shown().select_related(*placed),
        "response": Response.objects.select_related(*placed),
        "revision": Revision.objects.select_related(*placed),
        "correction": Correction.objects.posted().select_related(
            "round__version", "round__submission"
        ),
        "appeal": against_assessment.select_related("work", "assessment__version"),
        "reopening": Reopening.objects.with_words().select_related(*assessed),
        "confirmation": ConfirmedAssessment.objects.select_related(*assessed),
        "declaration": IssueInterests.objects.published().select_related("version"),
        "decline": with_published_reasons().select_related("version"),
    }
    return rows[kind]


def identifier_of(row: Of) -> str:
    """Under which readers find it."""
    return SealedOriginal(**{kind_of(row): row}).identifier


@dataclass(frozen=True, slots=True)
class RedactionPreview:
    """What a redaction would do. text: of the part, then. copies: what is redacted with it of what
    is published; has_unpublished_copies: whether something else is. elsewhere: where the passage
    stands, too; unpublished: likewise, in what is published later, as far as its reader reads that.
    """

    count: int
    text: str
    copies: list["QuotingPart"]
    has_unpublished_copies: bool
    elsewhere: list["QuotingPart"]
    unpublished: list["QuotingPart"]


@dataclass(frozen=True, slots=True)
class QuotingPart:
    """A part of a published text, and where that is redacted. name: under which it is found."""

    name: str
    part: str
    url: str


def preview_of(row: Of, passage: Passage, reader: User) -> RedactionPreview:
    text, count = replaced(parts_of(row)[passage.part], passage.text, any_case=passage.any_case)
    copies = copies_of(row, passage, is_locking=False) if isinstance(row, Declares) else []
    places = [(one.row, one.part) for one in copies if one.is_public]
    return RedactionPreview(
        count,
        text,
        copies=[_place(of, part) for of, part in places if not isinstance(of, EditorInterests)],
        # Not of an assessment that is not posted: its two editors alone read that.
        has_unpublished_copies=any(
            not one.is_public and isinstance(one.row, EditorInterests | IssueInterests)
            for one in copies
        ),
        elsewhere=list(_elsewhere(row, passage, reader, but=places)),
        unpublished=list(_unpublished(row, passage, reader, but=[one.row for one in copies])),
    )


def _unpublished(
    row: Of, passage: Passage, reader: User, *, but: Collection[Any]
) -> Iterator[QuotingPart]:
    """What editors of the work declare, which all editors read, and the assessment that is not
    posted, of a work that the reader is an editor of; in any case. Of what the reader may not read
    nothing is said, nor how often the passage stands there: it could be tried which words do.
    Each leads to the page of its submission."""
    preprint_id = SealedOriginal(**{kind_of(row): row}).version.preprint_id
    declared = EditorInterests.objects.filter(submission__preprint=preprint_id)
    for one in declared.select_related("editor__profile"):
        if one not in but and replaced(one.words, passage.text, any_case=True)[1]:
            name = str(_("What %(name)s declares")) % {"name": one.editor.profile.name}
            yield _of_submission(one.submission_id, name, OWN_INTERESTS)
    proposed = Assessment.objects.filter(version__preprint=preprint_id, published_at=None)
    for draft in proposed.involving(reader).select_related("round"):
        for part, text in parts_of(draft).items():
            if replaced(text, passage.text, any_case=True)[1]:
                name = str(_("The assessment that is not posted yet"))
                yield _of_submission(draft.round.submission_id, name, part)


def _of_submission(submission_id: int, name: str, part: str) -> QuotingPart:
    url = reverse("reviews:submission", args=[submission_id])
    return QuotingPart(name, name_of_part(part), url)


def _elsewhere(
    row: Of, passage: Passage, reader: User, *, but: Collection[tuple[Any, str]]
) -> Iterator[QuotingPart]:
    """In the other parts of the text, and in all others of the work, as far as the reader may read
    them; in any case."""
    version = SealedOriginal(**{kind_of(row): row}).version
    left_out = [(row, passage.part), *but]
    for other in _of_work(version.preprint_id):
        for part, text in parts_for(other, reader).items():
            if (other, part) in left_out:
                continue
            if replaced(text, passage.text, any_case=True)[1]:
                yield _place(other, part)


def _place(of: Of, part: str) -> QuotingPart:
    url = reverse(f"reviews:redact_{kind_of(of)}", args=[of.pk])
    return QuotingPart(identifier_of(of), name_of_part(part), url)


def _of_work(preprint_id: int) -> Iterator[Of]:
    by_version = {"version__preprint": preprint_id}
    yield from chain.from_iterable(
        published(kind).filter(**by_version).order_by("pk") for kind in WITH_VERSION
    )
    yield from published("correction").filter(round__version__preprint=preprint_id).order_by("pk")
    yield from published("decline").filter(preprint=preprint_id).order_by("pk")
    yield from published("appeal").filter(assessment__version__preprint=preprint_id).order_by("pk")


def originals_of(row: Of) -> QuerySet[SealedOriginal]:
    """Without their texts."""
    return SealedOriginal.objects.filter(**{kind_of(row): row}).defer("text")


def has_plain_hash_of(row: Of) -> bool:
    """Whether the log holds an older hash of it, by which a passage can be guessed."""
    if isinstance(row, Submission):
        keys = [numbered_key(row.pk, one.number) for one in declines_of(row)]
        return any(has_plain_hash("submission.reasons_redacted", key) for key in keys)
    event, key = _EVENTS[kind_of(row)]
    if isinstance(row, Reopening):
        return any(has_plain_hash(event, key(row)) for event in OF_REOPENING.values())
    if is_tombstone(row):
        event = OF_TOMBSTONE[kind_of(row)]
    return has_plain_hash(event, key(row))


_EVENTS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "review": ("review.redacted", key_of),
    "assessment": ("assessment.redacted", key_of),
    "response": ("response.redacted", key_of),
    "revision": ("revision.redacted", revision_key),
    "correction": ("corrections.redacted", lambda one: corrections_key(one.round)),
    "appeal": ("assessment.appeal_redacted", lambda one: assessment_key(one.assessment)),
    "reopening": ("reopening.reason_redacted", reopening_key),
    "confirmation": ("assessment.confirmation_redacted", confirmation_key),
    "declaration": ("issue.interests_redacted", interests_key),
}
