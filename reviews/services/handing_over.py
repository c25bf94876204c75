"""A work gets another editor: handed over by the one it had, or by who shares the works out."""

from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from events.models import Event
from events.outbox import promise
from events.services import NamedSubject, record_event
from reviews import handover_rules, moves
from reviews.handover_errors import CannotTakeOver
from reviews.models import (
    Appeal,
    Assessment,
    Invitation,
    Reopening,
    Revision,
    Round,
    Submission,
)
from reviews.models.submissions import SubmissionQuerySet
from reviews.rules import is_allowed
from reviews.services.editor_interests import ask_to_declare, check_may_act
from reviews.services.editors import EDITORS, is_within_limits
from reviews.services.known_reviewers import asked_to_review, reviewers_of
from reviews.services.named_editors import refused_today
from reviews.services.places import change_place
from reviews.services.submissions import authors_of, lock_submission

Place = Literal["editor", "second_editor"]
PLACES: tuple[Place, ...] = ("editor", "second_editor")
HANDED = "submission.handed_over"
REFUSED = "submission.hand_over_refused"


def hand_over(
    submission_id: int,
    *,
    place: Place,
    to: User,
    by: User,
    now: datetime,
    in_spite: str = "",
    reason: str = "",
) -> Submission:
    """Put another editor in the place of one of the two editors of a work.

    From then on they alone read what these two read. They declare their competing interests before
    they do anything in it. in_spite: why them, although the catalogue ties them to the authors.
    reason: why a managing editor who has no part in the work does so: a refusal can tell them who
    reviews it. So it is logged with that reason and whom they named, a few times a day only.
    Raises NotYoursToHandOver, InterestsNotDeclared, NotUnderReview, WhyHandOver, CannotTakeOver,
    TooManyRefusals or TiedEditor.
    """
    facts: dict[str, Any] = {
        "place": place,
        "by": by,
        "to": to,
        "reason": reason.strip(),
        "now": now,
    }
    with transaction.atomic():
        submission = lock_submission(submission_id)
        # Who tries two names at once is counted twice.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        handover_rules.check_refusals(refused_today(by, now=now))
        try:
            return _hand_over(submission, in_spite=in_spite, **facts)
        except CannotTakeOver as error:
            refused = error
        _log_refusal(submission, **facts)
    raise refused


@transaction.atomic
def _hand_over(
    submission: Submission,
    *,
    place: Place,
    to: User,
    by: User,
    now: datetime,
    in_spite: str,
    reason: str,
) -> Submission:
    handover_rules.check_can_hand_over(**_facts(submission, place, by))
    check_may_act(submission, by)
    moves.HAND_OVER.check(submission.state)
    has_no_part = may_take_themselves(submission, by)
    handover_rules.check_says_why(has_no_part=has_no_part, reason=reason)
    # Before that: whether a tie is asked about must not depend on who reviews the work.
    ask_to_declare(submission, to, in_spite=in_spite, now=now)
    _check_can_take_over(submission, place, to)
    former: User | None = getattr(submission, place)
    change_place(submission, former=former, to=to)
    former_id = former.pk if former else None
    setattr(submission, place, to)
    submission.save(update_fields=[place])
    data = {"submission": submission.pk, "place": place, "former": former_id}
    record_event(
        HANDED,
        about=NamedSubject(f"person {to.pk}", submission.preprint_id),
        actor_id=by.pk,
        now=now,
        data=data | ({"reason": reason} if has_no_part else {}),
    )
    promise(
        "reviews.notify_of_new_editor",
        submission_id=submission.pk,
        former_id=former_id,
        by_id=by.pk,
    )
    return submission


def _check_can_take_over(submission: Submission, place: Place, to: User) -> None:
    handover_rules.check_can_take_over(
        person_id=to.pk,
        is_editor=to.is_editor and to.is_active,
        involved_ids=_involved(submission, place),
        is_within_limits=is_within_limits(submission, to),
    )


def _log_refusal(
    submission: Submission, *, place: Place, by: User, to: User, reason: str, now: datetime
) -> None:
    """With whom they named: it may be somebody whose part in the work they learned by it."""
    data = {"submission": submission.pk, "place": place, "named": to.pk, "reason": reason}
    record_event(REFUSED, about=submission.preprint, actor_id=by.pk, now=now, data=data)


def may_take_themselves(submission: Submission, person: User) -> bool:
    """Whether this managing editor, who has no part in the work, can put themselves in a place."""
    return person.is_managing_editor and person.pk not in _involved(submission)


def own_reason(submission: Submission) -> str:
    """Why the managing editor who took the last place that was handed over did so; "" where it was
    handed to somebody else."""
    handed = Event.objects.filter(kind=HANDED, preprint_id=submission.preprint_id)
    last = handed.filter(data__submission=submission.pk).order_by("-pk").first()
    if last is None or last.subject != f"person {last.actor_id}":
        return ""
    return str(last.data.get("reason", ""))


def works_under_way() -> SubmissionQuerySet:
    """Those in which something waits for their editors, or will: a round that is not posted, a
    revision that nobody has decided on, an assessment that is looked at again or is asked to be
    withdrawn."""
    rounds = Round.objects.under_way().filter(submission=OuterRef("pk"))
    revisions = Revision.objects.waiting().filter(round__submission=OuterRef("pk"))
    reopened = Reopening.objects.waiting().filter(assessment__round__submission=OuterRef("pk"))
    asked = Assessment.objects.published().filter(
        round__submission=OuterRef("pk"), withdrawal_asked_at__isnull=False
    )
    accepted = Submission.objects.filter(state=Submission.State.ACCEPTED)
    return accepted.filter(Exists(rounds) | Exists(revisions) | Exists(reopened) | Exists(asked))


def depends_on(person: User) -> bool:
    """Whether a work under way is theirs to edit."""
    return works_under_way().filter(Q(editor=person) | Q(second_editor=person)).exists()


def places_of(submission: Submission, person: User) -> list[Place]:
    """Those that this person may hand over now."""
    if moves.HAND_OVER.refusal(submission.state) is not None:
        return []
    allowed = handover_rules.check_can_hand_over
    return [one for one in PLACES if is_allowed(allowed, **_facts(submission, one, person))]


def _facts(submission: Submission, place: Place, person: User) -> dict[str, Any]:
    other: Place = "second_editor" if place == "editor" else "editor"
    holder: User | None = getattr(submission, place)
    return {
        "person_id": person.pk,
        "is_editor": person.is_editor,
        "is_free_managing_editor": may_take_themselves(submission, person),
        "holder_id": holder.pk if holder else None,
        "other_id": getattr(submission, f"{other}_id"),
        "holder_is_editor": holder is not None and holder.is_active and holder.is_editor,
    }


def editors_to_choose(submission: Submission, by: User) -> "QuerySet[User]":
    """Those who can take a place, as far as whoever hands over may know: to leave a hidden reviewer
    out would name them to everybody but the work's editors."""
    knows_reviewers = by.pk in (submission.editor_id, submission.second_editor_id)
    known = _involved(submission) if knows_reviewers else _publicly_involved(submission)
    editors = User.objects.filter(roles__name__in=EDITORS, is_active=True)
    editors = editors.exclude(pk__in=known).distinct()
    within = [one.pk for one in editors if is_within_limits(submission, one)]
    return editors.filter(pk__in=within).select_related("profile").order_by("profile__name")


def _involved(submission: Submission, place: Place | None = None) -> set[int]:
    """Who has a part in the work. place: the one to be taken, None for any."""
    deciding = Appeal.objects.open().filter(work__preprint=submission.preprint_id)
    involved = {
        *_publicly_involved(submission),
        *reviewers_of(submission.preprint_id),
        *asked_to_review(submission.preprint_id),
        *deciding.exclude(editor=None).values_list("editor", flat=True),
    }
    return involved | (_who_handled(submission) if place == "second_editor" else set())


def _publicly_involved(submission: Submission) -> set[int]:
    two = {pk for pk in (submission.editor_id, submission.second_editor_id) if pk}
    return {*two, *authors_of(submission), submission.submitter_id}


def _who_handled(submission: Submission) -> set[int]:
    """Two people stand behind an assessment and a name: nobody is the second to themselves."""
    written = Assessment.objects.filter(round__submission=submission)
    asked = Invitation.objects.filter(round__submission=submission)
    rows = (
        *written.values_list("written_by", flat=True),
        *asked.values_list("invited_by", flat=True),
        *asked.values_list("corrected_by", flat=True),
    )
    return {pk for pk in rows if pk is not None}
