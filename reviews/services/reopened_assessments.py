"""The assessment of a work in an issue is looked at again: by an editor's word, or by itself after
what has happened to the work since; then the handling editor decides.

The issue does not change. What is said here stands beside the entry (`Reopening`).
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from events.models import Event
from events.outbox import promise
from events.services import record_event
from preprints.models import Preprint, Version
from reviews import reopening_rules, rules
from reviews.interests import Interests
from reviews.limits import LOWEST_STRENGTH
from reviews.models import (
    Assessment,
    ConfirmedAssessment,
    Invitation,
    Reopening,
    Review,
    Round,
    Submission,
    Term,
)
from reviews.policies import current_policy
from reviews.published_reopenings import (
    reopening_key,
    reopening_personal,
    reopening_public,
)
from reviews.reopening_errors import NotSelected
from reviews.services.act_interests import interests_at_act
from reviews.services.editor_interests import check_acts_for, check_may_act
from reviews.services.editors import check_within_limits, is_within_limits
from reviews.services.later_versions import assessment_in_force
from reviews.services.reopening_decisions import save_decision
from reviews.services.revising import (
    facts_of_version,
    invite_earlier_reviewers,
    open_next_round,
)
from reviews.services.submissions import authors_of, lock_submission, newest_version

Cause = Reopening.Cause
# What `reopening_rules.check_can_decide` asks of the newest version.
_ASKED_TO_DECIDE = ("is_withdrawn", "has_open_round", "has_waiting_revision")


@transaction.atomic
def reopen_assessment(
    submission_id: int,
    *,
    editor: User,
    reason: str,
    now: datetime,
    interests: Interests | None = None,
) -> Reopening:
    """By any editor who is no author of the work; with a reason that everybody reads.

    Raises NotAnEditor, EditorIsAuthor, NotSelected, AlreadyReopened, ReviewGoesOn,
    ReopenedWithoutReason, OutsideTheirSubjects, InterestsNotDeclared or UndeclaredInterest.
    """
    submission = lock_submission(submission_id)
    reopening_rules.check_can_reopen(
        is_editor=editor.is_editor, person_id=editor.pk, reason=reason, **_facts(submission)
    )
    check_within_limits(submission, editor)
    if interests is None:
        check_may_act(submission, editor)
    assessment = _newest_shown(submission)
    if assessment is None:
        raise NotSelected
    declared = interests_at_act(submission, editor, interests, now=now)
    said: dict[str, Any] = {"opened_by": editor, "reason": reason.strip(), "interests": declared}
    return _reopen(submission, assessment, Cause.EDITOR, now=now, **said)


def may_reopen(submission: Submission, editor: User) -> bool:
    """Whether a page offers it."""
    return is_within_limits(submission, editor) and rules.is_allowed(
        reopening_rules.check_can_reopen,
        is_editor=editor.is_editor,
        person_id=editor.pk,
        reason="as it will be",
        **_facts(submission),
    )


def _facts(submission: Submission) -> dict[str, Any]:
    return {
        "author_ids": authors_of(submission),
        "is_selected": _is_selected(submission.preprint),
        "is_waiting": Reopening.objects.of_submission(submission).waiting().exists(),
        "has_open_round": submission.rounds.under_way().exists(),
    }


@transaction.atomic
def reopen_selected_work(preprint_id: int, *, now: datetime) -> list[Reopening]:
    """What has happened to the work since it was selected opens its assessment again, each once.

    While it is looked at again already, only that it was withdrawn or retracted, or its assessment
    withdrawn, is added.
    The same call twice changes nothing.
    """
    submission_id = (
        Submission.objects.filter(preprint=preprint_id, state=Submission.State.ACCEPTED)
        .values_list("pk", flat=True)
        .first()
    )
    if submission_id is None:
        return []
    submission = lock_submission(submission_id)
    newest, assessment = _newest_shown(submission), assessment_in_force(submission)
    if newest is None or not _is_selected(submission.preprint):
        return []
    opened = [
        _reopen(submission, one, Cause.WITHDRAWAL, now=now, again=_assessed_again(one))
        for one in _withdrawn_since(submission)
    ]
    if (how_it_left := _newly_left(submission.preprint)) is not None:
        opened.append(_reopen(submission, newest, how_it_left, now=now))
    facts = _facts(submission)
    if assessment is not None and not facts["is_waiting"] and not facts["has_open_round"]:
        first = next(_causes(submission, assessment), None)  # the others are looked at with it
        if first is not None:
            cause, review = first
            opened.append(_reopen(submission, assessment, cause, now=now, review=review))
    return opened


def works_to_look_at() -> "QuerySet[Preprint]":
    """Those in an issue."""
    return Preprint.objects.exclude(selected_for="")


def reopen_selected_works(*, now: datetime) -> int:
    """All of them, as what a merge of two works brought is noticed by nothing else. Returns how
    many assessments are looked at again."""
    ids = works_to_look_at().order_by("pk").values_list("pk", flat=True)
    return sum(len(reopen_selected_work(pk, now=now)) for pk in list(ids))


def look_again_at(preprint: Preprint) -> None:
    """Promise to look whether its assessment is to be looked at again, where it is in an issue."""
    if _is_selected(preprint):
        promise("reviews.reopen_selected_work", preprint_id=preprint.pk)


def _is_selected(preprint: Preprint) -> bool:
    """Also where it was withdrawn or retracted since."""
    return bool(preprint.selected_for)


def _newest_shown(submission: Submission) -> Assessment | None:
    """Published, or else withdrawn since: that stays beside the entry, too."""
    shown = Assessment.objects.shown().filter(round__submission=submission)
    related = shown.select_related("version", "round__submission")
    return assessment_in_force(submission) or related.order_by("-round__number").first()


def _withdrawn_since(submission: Submission) -> list[Assessment]:
    """Assessments that were withdrawn after the selection, and stand beside no entry yet. Not one
    after which another was published already."""
    superseded = Assessment.objects.shown().filter(
        round__submission=submission,
        round__number__gt=OuterRef("round__number"),
        published_at__lt=OuterRef("withdrawn_at"),
    )
    known = Reopening.objects.filter(assessment=OuterRef("pk"), cause=Cause.WITHDRAWAL)
    withdrawn = Assessment.objects.filter(
        ~Exists(known),
        ~Exists(superseded),
        round__submission=submission,
        state=Assessment.State.WITHDRAWN,
        withdrawn_at__gte=_selected_at(submission.preprint),
    )
    return list(withdrawn.select_related("version", "round__submission").order_by("pk"))


def _assessed_again(withdrawn: Assessment) -> Round | None:
    """The round that looks at the work again, or has done so."""
    later = withdrawn.round.submission.rounds.filter(number__gt=withdrawn.round.number)
    return later.filter(state__in=(*Round.UNDER_WAY, Round.State.ASSESSED)).last()


def _newly_left(preprint: Preprint) -> Cause | None:
    """Whether it was withdrawn or retracted, which nobody has looked at yet. A retraction is looked
    at by itself, also after a withdrawal."""
    version = newest_version(preprint)
    known = Reopening.objects.filter(version=version)
    if preprint.status == Preprint.Status.RETRACTED:
        is_known = known.filter(cause=Cause.RETRACTION).exists()
        return None if is_known else Cause.RETRACTION
    is_withdrawn = preprint.has_left or version.is_withdrawn
    is_known = known.filter(cause__in=(Cause.WORK_WITHDRAWN, Cause.RETRACTION)).exists()
    return Cause.WORK_WITHDRAWN if is_withdrawn and not is_known else None


def _causes(
    submission: Submission, assessment: Assessment
) -> Iterator[tuple[Cause, Review | None]]:
    version = newest_version(submission.preprint)
    known = Reopening.objects.of_submission(submission)
    if _is_unassessed(version, assessment, known):
        yield Cause.NEW_VERSION, None
    selected_at = _selected_at(submission.preprint)
    is_later = assessment.published_at is not None and assessment.published_at > selected_at
    is_known = known.filter(assessment=assessment, cause=Cause.ASSESSMENT).exists()
    if is_later and not is_known and _is_weak(assessment.strength):
        yield Cause.ASSESSMENT, None
    for review in _late_reviews(submission, assessment, selected_at):
        if not known.filter(review=review).exists() and _is_weak(review.strength):
            yield Cause.REVIEW, review


def _is_unassessed(version: Version, assessment: Assessment, known: "QuerySet[Reopening]") -> bool:
    """Unless it was there when the editors last looked, or they have confirmed an assessment."""
    confirmed = ConfirmedAssessment.objects.in_force().filter(version=version)
    looked = known.filter(decided_at__gte=version.seen_at)
    return (
        version.number > assessment.version.number
        and not version.is_withdrawn
        and not confirmed.exists()
        and not looked.exists()
        and not known.filter(version=version, cause=Cause.NEW_VERSION).exists()
    )


def _late_reviews(
    submission: Submission, assessment: Assessment, selected_at: datetime
) -> "QuerySet[Review]":
    """Published by themselves: what was posted with an assessment is weighed in it."""
    since = max(selected_at, assessment.published_at or selected_at)
    late = Review.objects.published().filter(round__submission=submission)
    return late.filter(published_at__gt=since).select_related("strength").order_by("pk")


def _selected_at(preprint: Preprint) -> datetime:
    selections = Event.objects.filter(kind="issue.published", preprint_id=preprint.pk)
    at = selections.order_by("pk").values_list("at", flat=True).first()
    return at or preprint.status_at


def _is_weak(strength: Term | None) -> bool:
    if strength is None:
        return False
    bar = Term.objects.filter(vocabulary=strength.vocabulary_id, slug=LOWEST_STRENGTH)
    bar_rank = bar.values_list("rank", flat=True).first()
    return reopening_rules.is_below_bar(strength.rank, bar_rank)


def _reopen(
    submission: Submission,
    assessment: Assessment,
    cause: Cause,
    *,
    now: datetime,
    again: Round | None = None,
    **said: Any,
) -> Reopening:
    """said: by whom, why and with which interests; or the late review."""
    reopening = Reopening.objects.create(
        assessment=assessment,
        version=newest_version(submission.preprint),
        cause=cause,
        round=again,
        **said,
        opened_at=now,
        due_at=now + timedelta(days=current_policy().reopening_days),
    )
    record_event(
        "assessment.reopened",
        about=reopening.version,
        actor_id=reopening.opened_by_id,
        now=now,
        data={
            "assessment": assessment.identifier,
            "row": reopening_key(reopening),
            "cause": str(cause),
        },
        public=reopening_public(reopening),
        personal=reopening_personal(reopening),
    )
    promise("reviews.notify_of_reopened_assessment", reopening_id=reopening.pk)
    return reopening


@transaction.atomic
def decide_reopening(
    submission_id: int,
    *,
    editor: User,
    decision: str,
    reason: str,
    due_on: date | None,
    seen: int,
    now: datetime,
    interests: Interests | None = None,
) -> list[Invitation]:
    """Say that the assessment stands, or open the next round on the newest version; or say that
    nothing follows a work that has left. It is decided for all that has opened it. due_on: of new
    reviews, for a full review. seen: the newest `Reopening` that the page named.

    Raises NotTheHandlingEditor, NothingReopened, ReopenedMeanwhile, WorkWithdrawn, ReviewedAlready,
    DecideRevisionFirst, NothingStands, WorkIsThere, ReopenedWithoutReason or UndeclaredInterest.
    """
    submission = lock_submission(submission_id)
    check_acts_for(submission, editor, interests)
    waiting = _lock_waiting(submission)
    version = newest_version(submission.preprint)
    reopening_rules.check_can_decide(
        is_waiting=bool(waiting),
        has_seen_all=bool(waiting) and waiting[-1].pk <= seen,
        decision=decision,
        reason=reason,
        is_assessed=assessment_in_force(submission) is not None,
        **_facts_of_review(submission, version),
    )
    declared = interests_at_act(submission, editor, interests, now=now)
    opened = None
    if decision in (Reopening.Decision.EDITORS, Reopening.Decision.FULL):
        opened = open_next_round(submission, version, kind=decision, now=now)
    for reopening in waiting:
        save_decision(reopening, decision, reason.strip(), editor, opened, now, declared)
    promise("reviews.notify_of_decided_reopening", reopening_id=waiting[-1].pk)
    if opened is None or opened.kind != Round.Kind.FULL or due_on is None:
        return []
    return invite_earlier_reviewers(opened, editor=editor, due_on=due_on, now=now)


def _facts_of_review(submission: Submission, version: Version) -> dict[str, Any]:
    facts = facts_of_version(submission, version)
    return {name: facts[name] for name in _ASKED_TO_DECIDE}


def _lock_waiting(submission: Submission) -> list[Reopening]:
    waiting = Reopening.objects.of_submission(submission).waiting().order_by("pk")
    locked = waiting.select_for_update(of=("self",))
    return list(locked.select_related("version", "assessment__version"))
