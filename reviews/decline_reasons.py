"""The reasons to decline a submission: a list in the journal's policy, in the order it is offered.

A reason has a code for ever, so that whatever names it can be read. Its words may change, and it
may be offered no more. A decline keeps the words that its reason had when an editor chose it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from django.utils.text import slugify

from reviews import reason_errors
from reviews.limits import DECLINE_CODE_CHARACTERS, DECLINE_REASONS


@dataclass(frozen=True, slots=True)
class DeclineReason:
    code: str
    words: str
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class ReasonChange:
    """What changes of one reason; None leaves it. place: from 1, in the list."""

    words: str | None = None
    is_offered: bool | None = None
    place: int | None = None


def first_reasons() -> list[dict[str, str | bool]]:
    """Of a new journal, as the row of the policy holds them."""
    reasons = (
        DeclineReason("out-of-scope", "Outside the journal's subjects"),
        DeclineReason("not-a-research-work", "Not a work of research"),
        DeclineReason("not-ready", "Not ready for review"),
        DeclineReason("no-reviewers", "No suitable reviewers can be found"),
        DeclineReason("other", "Another reason"),
    )
    return [asdict(reason) for reason in reasons]


def offered_reasons(reasons: Iterable[DeclineReason]) -> list[DeclineReason]:
    return [reason for reason in reasons if reason.is_offered]


def offered_words(reasons: Iterable[DeclineReason], code: str) -> str:
    """Of the reason that an editor chooses now. Raises ReasonNotOffered."""
    for reason in offered_reasons(reasons):
        if reason.code == code:
            return reason.words
    raise reason_errors.ReasonNotOffered


def changed_reasons(
    reasons: Sequence[DeclineReason], changes: Mapping[str, ReasonChange], *, added: str = ""
) -> list[DeclineReason]:
    """added: the words of a new reason, the last of the list; "" for none.

    Raises ReasonWordsMissing, SameReasonTwice, TooManyReasons or NoReasonOffered.
    """
    new = [_changed(reason, changes.get(reason.code, ReasonChange())) for reason in reasons]
    new = _in_order(new, {code: change.place for code, change in changes.items() if change.place})
    if words := one_line(added):
        new.append(DeclineReason(_free_code(words, {reason.code for reason in new}), words))
    _check(new)
    return new


def one_line(words: str) -> str:
    return " ".join(words.split())


def _changed(reason: DeclineReason, change: ReasonChange) -> DeclineReason:
    words = reason.words if change.words is None else one_line(change.words)
    is_offered = reason.is_offered if change.is_offered is None else change.is_offered
    return replace(reason, words=words, is_offered=is_offered)


def _in_order(reasons: Sequence[DeclineReason], places: Mapping[str, int]) -> list[DeclineReason]:
    """Those that are moved stand where they are moved to, the others keep their order."""
    ordered = [reason for reason in reasons if reason.code not in places]
    moved = [reason for reason in reasons if reason.code in places]
    for reason in sorted(moved, key=lambda reason: places[reason.code]):
        ordered.insert(places[reason.code] - 1, reason)
    return ordered


def _free_code(words: str, taken: Iterable[str]) -> str:
    """
    >>> _free_code("Too long", {"too-long"})
    'too-long-2'
    """
    first = slugify(words)[: DECLINE_CODE_CHARACTERS - 3].strip("-") or "reason"
    codes = (first, *(f"{first}-{number}" for number in range(2, DECLINE_REASONS + 2)))
    return next(code for code in codes if code not in set(taken))


def _check(reasons: Sequence[DeclineReason]) -> None:
    words = [reason.words.casefold() for reason in reasons]
    if not all(words):
        raise reason_errors.ReasonWordsMissing
    if len(set(words)) < len(words):
        raise reason_errors.SameReasonTwice
    if len(reasons) > DECLINE_REASONS:
        raise reason_errors.TooManyReasons
    if not offered_reasons(reasons):
        raise reason_errors.NoReasonOffered
