"""Which works may enter an issue, and what an issue needs: decisions on plain values.

How many reviewers a work needs is in `limits.py`; how long its authors have to respond is kept with
the round (`Round.respond_until`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from curation import errors
from curation.limits import REVIEWERS_TO_BE_ELIGIBLE
from curation.placeholders import find_placeholder
from drafts.merging import (
    fingerprints,
    merge_fields,
    read_fingerprints,
    write_fingerprints,
)
from preprints.rules import has_left

# name: (what is said when it holds, what is said when it is missing). Neither tells how many
# reviewers there were: a count beside signed and unsigned reviews could tell who is who. For the
# same reason nobody is counted over several rounds.
SENTENCES = {
    "reviews": (
        format_lazy(
            _(
                "In one round of review at least {number} reviewers, neither authors nor editors "
                "of it, have published reviews and confirmed that they are theirs."
            ),
            number=REVIEWERS_TO_BE_ELIGIBLE,
        ),
        format_lazy(
            _(
                "It needs published reviews of one round that {number} people, neither its "
                "authors nor its editors, have confirmed to be theirs."
            ),
            number=REVIEWERS_TO_BE_ELIGIBLE,
        ),
    ),
    "assessment": (
        _(
            "An assessment, approved by two editors, is published: of its current version, or of "
            "an earlier one and confirmed by an editor for this one."
        ),
        _("Its current version has no published assessment, nor is an earlier one confirmed."),
    ),
    "strength": (
        _("The strength of evidence is solid or better."),
        _("The strength of evidence is below solid, or not assessed for the current version."),
    ),
    "response": (
        _("The authors have responded, or the time they had for it is over."),
        _("The authors have not responded, and still have time to."),
    ),
    "standing": (
        _("It is neither withdrawn nor retracted."),
        _("It has been withdrawn or retracted."),
    ),
    "consent": (
        _("Its authors agreed to the review."),
        _("It is not confirmed that its authors agreed to the review."),
    ),
    "unselected": (
        _("It has not been in an issue before."),
        _("It has been in an issue before."),
    ),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One item of the public checklist; `sentence` says how it stands."""

    name: str
    ok: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class CandidateState:
    """What eligibility is decided on.

    reviewers_by_round: who wrote its published reviews, for each round. involved_ids: its authors
    and editors.
    assessed_at: when the assessment of the current version was published. respond_until: how long
    its authors have to respond. strength_rank, bar_rank: ranks of the assessed strength and of the
    bar, in one vocabulary.
    """

    status: str
    is_withdrawn: bool
    consent: str
    reviewers_by_round: Collection[Collection[int]]
    involved_ids: Collection[int]
    assessed_at: datetime | None
    respond_until: datetime | None
    strength_rank: int | None
    bar_rank: int | None
    has_response: bool
    was_selected: bool


def checklist(candidate: CandidateState, *, now: datetime) -> tuple[Check, ...]:
    """Every item, in the order in which a work usually earns them."""
    held = {
        "reviews": has_enough_reviewers(candidate.reviewers_by_round, candidate.involved_ids),
        "assessment": candidate.assessed_at is not None,
        "strength": reaches_bar(candidate.strength_rank, candidate.bar_rank),
        "response": candidate.assessed_at is not None
        and response_is_closed(candidate.respond_until, candidate.has_response, now=now),
        "standing": not has_left(candidate.status) and not candidate.is_withdrawn,
        "consent": candidate.consent == "agreed",
        "unselected": not candidate.was_selected,
    }
    return tuple(Check(name, ok, str(SENTENCES[name][not ok])) for name, ok in held.items())


def has_enough_reviewers(
    reviewers_by_round: Iterable[Collection[int]], involved_ids: Collection[int]
) -> bool:
    """Whether one single round has them; two rounds of one reviewer each do not.

    >>> has_enough_reviewers([[3], [4]], []), has_enough_reviewers([[3, 4], [3]], [])
    (False, True)
    """
    return any(
        len(independent(reviewer_ids, involved_ids)) >= REVIEWERS_TO_BE_ELIGIBLE
        for reviewer_ids in reviewers_by_round
    )


def independent(reviewer_ids: Iterable[int], involved_ids: Collection[int]) -> set[int]:
    """The reviewers who are neither authors nor editors of the work.

    >>> independent([3, 3, 4], {4})
    {3}
    """
    return set(reviewer_ids) - set(involved_ids)


def reaches_bar(rank: int | None, bar_rank: int | None) -> bool:
    """Whether a rank reaches the bar; a vocabulary without the bar's word lets nothing pass."""
    return rank is not None and bar_rank is not None and rank >= bar_rank


def response_is_closed(
    respond_until: datetime | None, has_response: bool, *, now: datetime
) -> bool:
    """The one rule of how long an issue waits for the authors, also for who recomputes it."""
    return has_response or (respond_until is not None and now >= respond_until)


def is_eligible(checks: Iterable[Check]) -> bool:
    return all(check.ok for check in checks)


def missing(checks: Iterable[Check]) -> str:
    """What is missing, as one text."""
    return " ".join(check.sentence for check in checks if not check.ok)


def check_is_editor(*, is_editor: bool) -> None:
    if not is_editor:
        raise errors.NotAnEditor


def check_is_open(*, state: str) -> None:
    if state != "draft":
        raise errors.IssuePublished


def check_can_add(
    *, title: str, checks: Sequence[Check], is_in_issue: bool, is_own_work: bool
) -> None:
    if is_in_issue:
        raise errors.AlreadyInIssue
    if not is_eligible(checks):
        raise errors.NotEligible(title=title, missing=missing(checks))
    if is_own_work:
        raise errors.OwnWork


def check_can_recommend(*, is_own_work: bool) -> None:
    if is_own_work:
        raise errors.OwnWork


def merge_with_saved(
    *, saved: Mapping[str, str], sent: Mapping[str, str], seen: str | None
) -> dict[str, str]:
    """What to save: of a field that the writer left as it was, the text saved meanwhile.

    seen: `write_fingerprints` of the texts that the writer's page was loaded with; None asks
    nothing.
    Raises TextChanged where both changed the same field.
    """
    base = fingerprints(saved) if seen is None else read_fingerprints(seen)
    merge = merge_fields(stored=saved, sent=sent, base=base)
    if merge.conflicts:
        raise errors.TextChanged(merge.conflicts, newer=merge.newer, seen=write_fingerprints(saved))
    return merge.fields


def order_after_move(entries: Sequence[int], *, moved: int, up: bool) -> list[int]:
    """The order once an entry changed places with the one before (up) or after it; at either end
    it stays.

    >>> order_after_move([7, 8, 9], moved=9, up=True)
    [7, 9, 8]
    >>> order_after_move([7, 8, 9], moved=9, up=False)
    [7, 8, 9]
    """
    order = list(entries)
    at = order.index(moved)
    neighbour = at - 1 if up else at + 1
    if 0 <= neighbour < len(order):
        order[at], order[neighbour] = order[neighbour], order[at]
    return order


def position_of_new_entry(positions: Iterable[int]) -> int:
    """A new entry goes to the end.

    >>> position_of_new_entry([1, 2]), position_of_new_entry([])
    (3, 1)
    """
    return max(positions, default=0) + 1


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """What publishing asks of one entry. is_current: the pinned version is still the newest.
    recommended_by: the name of who signs. has_declared: whether they declared competing interests.
    """

    title: str
    checks: Sequence[Check]
    is_current: bool
    section: str
    recommendation: str
    is_own_work: bool
    recommended_by: str = ""
    has_declared: bool = True


def publishing_problems(
    entries: Sequence[PlannedEntry],
    *,
    title: str,
    editorial: str,
    has_unsaved_text: bool,
    has_declared: bool = True,
) -> list[errors.CurationError]:
    """Everything that keeps an issue from being published, in the order of the page.

    entries: in their order. has_declared: whether who publishes it declared competing interests of
    each of its works.
    """
    problems: list[errors.CurationError] = []
    if has_unsaved_text:
        problems.append(errors.UnsavedText())
    if not editorial.strip():
        problems.append(errors.NoEditorial())
    if words := find_placeholder(title) or find_placeholder(editorial):
        problems.append(errors.EditorialHasPlaceholder(words=words))
    if not entries:
        problems.append(errors.NoEntries())
    section_above = ""
    for entry in entries:
        problems.extend(_entry_problems(entry, section_above))
        section_above = entry.section.strip() or section_above
    if not has_declared:
        problems.append(errors.PublisherHasToDeclare())
    return problems


def _entry_problems(entry: PlannedEntry, section_above: str) -> list[errors.CurationError]:
    problems: list[errors.CurationError] = []
    if not is_eligible(entry.checks):
        problems.append(errors.NotEligible(title=entry.title, missing=missing(entry.checks)))
    elif not entry.is_current:
        problems.append(errors.NewerVersion(title=entry.title))
    if not entry.recommendation.strip():
        problems.append(errors.NoRecommendation(title=entry.title))
    if words := find_placeholder(entry.section) or find_placeholder(entry.recommendation):
        problems.append(errors.EntryHasPlaceholder(title=entry.title, words=words))
    if section_above and not entry.section.strip():
        problems.append(errors.NoSection(title=entry.title, section=section_above))
    if entry.is_own_work:
        problems.append(errors.RecommendedOwnWork(title=entry.title))
    if not entry.has_declared and entry.recommendation.strip():
        problems.append(
            errors.RecommenderHasToDeclare(title=entry.title, name=entry.recommended_by)
        )
    return problems


def check_can_publish(
    *,
    state: str,
    entries: Sequence[PlannedEntry],
    title: str,
    editorial: str,
    has_unsaved_text: bool,
    has_declared: bool = True,
) -> None:
    check_is_open(state=state)
    for problem in publishing_problems(
        entries,
        title=title,
        editorial=editorial,
        has_unsaved_text=has_unsaved_text,
        has_declared=has_declared,
    ):
        raise problem


def next_number(taken: Iterable[tuple[int, int]], volume: int | None = None) -> tuple[int, int]:
    """The (volume, number) that follows: in `volume`, or in the latest one.

    >>> next_number([(1, 1), (1, 2)])
    (1, 3)
    >>> next_number([(1, 1), (1, 2)], volume=2)
    (2, 1)
    """
    known = list(taken)
    if volume is None:
        volume = max((number[0] for number in known), default=1)
    return volume, max((number for part, number in known if part == volume), default=0) + 1
