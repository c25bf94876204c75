"""The one table of what can be redacted: the parts of each published text, and how they are kept.

A part is a field; where it is shown as HTML, the HTML is made anew with it. Or it is an entry of a
list that is kept as JSON: what an editor declares, or why a passage was redacted.
"""

from collections.abc import Mapping
from typing import TypeGuard

from reviews import redaction_rules
from reviews.decline_parts import decline_of, declines_of
from reviews.models import (
    Appeal,
    Assessment,
    ConfirmedAssessment,
    Correction,
    IssueInterests,
    Reopening,
    Response,
    Review,
    Revision,
    RevisionAnswer,
    Submission,
)
from reviews.models.redactable import ACT, DECISION_ACT
from reviews.models.reopenings import DECISION_REASON, WHY_REOPENED
from reviews.models.reviews import PARTS
from reviews.models.revisions import WHY_CONFIRMED
from reviews.models.sealed_originals import ANSWER, DECLINE, OTHER, REDACTION, Of
from reviews.models.withdrawable import TOMBSTONE
from reviews.rendering import RenderedParts
from reviews.services.assessing import RenderedAssessment
from text.markdown.render import render_markdown

OWN_INTERESTS = "competing_interests"  # of who wrote the text
DECLARED = (OWN_INTERESTS, "ai_use")
Withdrawn = Review | Response | Assessment
WITHOUT_HTML = (Correction, Reopening, ConfirmedAssessment)


def parts_of(row: Of) -> dict[str, str]:
    """Those that were written, in their order, each as it stands. What a hidden reviewer declares
    is not published."""
    if is_tombstone(row):
        return _parts_of_tombstone(row)
    if isinstance(row, Submission):
        declines = (one.parts(row.redactions) for one in declines_of(row))
        return {part: text for parts in declines for part, text in parts.items() if text}
    texts = {part: getattr(row, _field_of(part)) for part in _parts_with_fields(row)}
    if isinstance(row, Revision):
        texts |= {f"{ANSWER}{one.review.number}": one.text for one in _answers(row)}
    for prefix, (field, key) in _LISTS.items():
        if prefix in (ACT, DECISION_ACT) and not isinstance(row, WITH_ACTS):
            continue
        entries = enumerate(getattr(row, field, ()), start=1)
        texts |= {f"{prefix}{number}": entry[key] for number, entry in entries}
    return {part: text for part, text in texts.items() if text}


def is_tombstone(row: Of) -> TypeGuard[Withdrawn]:
    """Whether nothing of it is read but why it was withdrawn."""
    return isinstance(row, Review | Response | Assessment) and row.is_withdrawn


def _parts_of_tombstone(row: Withdrawn) -> dict[str, str]:
    first = len(row.redactions_of_text()) + 1
    redactions = enumerate(row.redactions_of_tombstone(), start=first)
    numbered = {f"{REDACTION}{number}": str(one["reason"]) for number, one in redactions}
    return {TOMBSTONE: row.withdrawal_reason, **numbered}


# Lists in which an entry has words: by the beginning of a part's name, the field and the key.
_LISTS = {
    OTHER: ("other_interests", "words"),
    ACT: ("interests", "words"),
    DECISION_ACT: ("decision_interests", "words"),
    REDACTION: ("redactions", "reason"),
}
WITH_ACTS = (Reopening, ConfirmedAssessment, Appeal)  # whose editors declare with what they say


def is_entry(part: str) -> bool:
    """Whether it is an entry of a list, or stands beside such a list in one field: of neither is
    there HTML."""
    return part.startswith((*_LISTS, DECLINE))


def entry_fields(row: Of, part: str, text: str) -> Mapping[str, object]:
    """As `fields_with`, of a locked row: others may have changed another entry meanwhile."""
    if isinstance(row, Submission) and f"-{REDACTION}" not in part:
        return decline_of(row, part).fields_with(part, text)
    prefix, _dash, number = part.removeprefix(DECLINE).rpartition("-")
    if isinstance(row, Submission):
        prefix = REDACTION.removesuffix("-")
    field, key = _LISTS[f"{prefix}-"]
    entries = [dict(entry) for entry in getattr(row, field)]
    entries[int(number) - 1][key] = text
    return {field: entries}


def _field_of(part: str) -> str:
    return "reason" if part in (WHY_REOPENED, WHY_CONFIRMED) else part


def _parts_with_fields(row: Of) -> tuple[str, ...]:
    if isinstance(row, Review):
        return (*PARTS, *DECLARED) if row.is_signed else PARTS
    if isinstance(row, Response | Assessment):
        return ("text", OWN_INTERESTS)
    if isinstance(row, IssueInterests):
        return (OWN_INTERESTS,)
    if isinstance(row, Revision):
        return ("note",)
    if isinstance(row, Reopening):
        return (WHY_REOPENED, DECISION_REASON)
    if isinstance(row, ConfirmedAssessment):
        return (WHY_CONFIRMED,)
    return ("wrong", "right", "note") if isinstance(row, Correction) else ("reason",)


def _answers(revision: Revision) -> list[RevisionAnswer]:
    return list(revision.answers.select_related("review").order_by("review__number"))


def kept_in(row: Of, part: str) -> Of | RevisionAnswer:
    """The row that has the text of this part."""
    if isinstance(row, Submission) and f"-{REDACTION}" not in part:
        kept = decline_of(row, part).kept_in
        return row if kept == row else kept
    if isinstance(row, Revision) and part.startswith(ANSWER):
        return row.answers.get(review__number=int(part.removeprefix(ANSWER)))
    return row


def fields_with(row: Of, part: str, text: str) -> Mapping[str, object]:
    """What the row that has the part is to have once it reads so. Raises PassageOverPoints."""
    if part == TOMBSTONE and isinstance(row, Assessment):
        return {part: text, "asked_reason": ""}  # with which an editor asked for it: a copy
    if part in (*DECLARED, TOMBSTONE) or isinstance(row, WITHOUT_HTML):
        return {_field_of(part): text}
    if isinstance(row, Review):
        return _fields_of_review(row, part, text)
    if isinstance(row, Assessment):
        return RenderedAssessment.rendered(row.round_id, text).fields
    if isinstance(row, Revision):
        return _fields_of_revision(row, part, text)
    if isinstance(row, Appeal):
        html = render_markdown(text, id_prefix=f"ad{row.pk}-")
        return {"reason": text, "reason_html": html}
    assert isinstance(row, Response)  # noqa: S101 - a decline is an entry
    prefix = f"p{row.round_id}-{row.number}-"
    return {"text": text, "text_html": render_markdown(text, id_prefix=prefix)}


def _fields_of_review(review: Review, part: str, text: str) -> Mapping[str, object]:
    texts = {name: getattr(review, name) for name in PARTS} | {part: text}
    rendered = RenderedParts.of(texts, id_prefix=f"r{review.pk}-")
    redaction_rules.check_points_stay(review.points, rendered.points)
    return {part: text, f"{part}_html": rendered.html[part], "points": rendered.points}


def _fields_of_revision(revision: Revision, part: str, text: str) -> Mapping[str, object]:
    prefix, field = f"c{revision.version_id}-", part
    if part.startswith(ANSWER):
        prefix, field = f"{prefix}{part.removeprefix(ANSWER)}-", "text"
    return {field: text, f"{field}_html": render_markdown(text, id_prefix=prefix)}
