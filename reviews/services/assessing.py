"""The assessment: proposed by the handling editor, approved or returned by the second."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from drafts.services import finish_draft
from events.outbox import promise
from events.services import record_event
from reviews import left_work_rules, moves, rules
from reviews.assessment_texts import assessment_texts, compared_texts, texts_of
from reviews.interests import Interests
from reviews.models import Assessment, Round, Term
from reviews.moves import Move
from reviews.published import assessment_key
from reviews.services.asked_reviewers import ask_reviewers, check_reviewers_are_done
from reviews.services.editor_interests import check_has_declared, keep_interests
from reviews.services.reviewing import lock_round
from text.markdown.render import plain_markdown, render_markdown
from text.plain import first_sentence


def propose_assessment(
    round_id: int,
    *,
    editor: User,
    significance: Term,
    strength: Term,
    text: str,
    interests: Interests,
    now: datetime,
    seen: str | None = None,
    saved_revision: int | None = None,
) -> Assessment:
    """Write the assessment, or write it anew while it is not approved.

    interests: of the editor. seen: `assessment_seen` of what the page showed; None does not ask.
    saved_revision: of the draft that holds this text; None does not ask for newer text.
    Raises NotTheHandlingEditor, RoundClosed, TooFewReviews, AssessmentNotOpen,
    AssessmentWrittenAnew, UndeclaredInterest or DraftOutOfDate.
    """
    return _propose_rendered(
        round_id,
        editor=editor,
        significance=significance,
        strength=strength,
        text=RenderedAssessment.rendered(round_id, text),
        interests=interests,
        now=now,
        seen=seen,
        saved_revision=saved_revision,
    )


@dataclass(frozen=True, slots=True)
class RenderedAssessment:
    """As typed, and what is made of it: before anything is locked, for a slow text would keep
    others waiting."""

    text: str
    html: str
    teaser: str

    @classmethod
    def rendered(cls, round_id: int, text: str) -> "RenderedAssessment":
        html = render_markdown(text, id_prefix=f"a{round_id}-")
        return cls(text, html, first_sentence(plain_markdown(text)))

    @property
    def fields(self) -> dict[str, str]:
        return {"text": self.text, "text_html": self.html, "teaser": self.teaser}


@transaction.atomic
def _propose_rendered(
    round_id: int,
    *,
    editor: User,
    significance: Term,
    strength: Term,
    text: RenderedAssessment,
    interests: Interests,
    now: datetime,
    seen: str | None,
    saved_revision: int | None,
) -> Assessment:
    sent = texts_of(text.text, significance.pk, strength.pk, interests)
    summed_up, known = _lock_to_propose(round_id, editor=editor, sent=sent, seen=seen)
    finish_draft(editor, draft_key(summed_up), saved_revision=saved_revision)
    is_same_draft = known is not None and assessment_texts(known) == sent
    if known and is_same_draft and _is_proposed_by(known, editor):
        return known  # the same form, sent again
    keep_interests(summed_up.submission, editor, interests, now=now)
    assessment, _is_new = Assessment.objects.update_or_create(
        round=summed_up,
        defaults={
            "version": summed_up.version,
            "number": known.number if known else _next_number(summed_up),
            "significance": significance,
            "strength": strength,
            **text.fields,
            **interests.row_fields,
            "state": Assessment.State.PROPOSED,
            "written_by": editor,
            **dict.fromkeys(("comment", "comment_html"), ""),
            "proposed_at": now,
        },
    )
    if not is_same_draft:
        ask_reviewers(assessment, now=now)
    _record_step("assessment.proposed", assessment, editor=editor, now=now)
    promise("reviews.ask_second_editor", assessment_id=assessment.pk)
    return assessment


def _is_proposed_by(known: Assessment, editor: User) -> bool:
    return known.state == Assessment.State.PROPOSED and known.written_by_id == editor.pk


def _record_step(
    kind: str, assessment: Assessment, *, editor: User, now: datetime, **facts: bool
) -> None:
    """Record what editors do before the assessment is published."""
    record_event(
        kind,
        about=assessment.version,
        actor_id=editor.pk,
        now=now,
        data={"row": assessment_key(assessment), **facts},
    )


def _next_number(summed_up: Round) -> int:
    """Its place among the assessments of the version; the caller has locked the round."""
    numbers = Assessment.objects.filter(version=summed_up.version)
    return int(numbers.aggregate(top=Max("number"))["top"] or 0) + 1


def _lock_to_propose(
    round_id: int, *, editor: User, sent: Mapping[str, str], seen: str | None
) -> tuple[Round, Assessment | None]:
    """The round that this editor may assess now, and its assessment where one was proposed."""
    summed_up = lock_round(round_id)
    rules.check_handles(person_id=editor.pk, editor_id=summed_up.submission.editor_id)
    known = Assessment.objects.select_for_update(of=("self",)).filter(round=summed_up).first()
    rules.check_can_assess(
        round_state=summed_up.state,
        round_kind=summed_up.kind,
        accepted_reviews=summed_up.reviews.accepted().count(),
        assessment_state=known.state if known else "",
    )
    left_work_rules.check_is_not_away(is_away=summed_up.submission.is_away)
    if known:
        rules.check_was_seen(proposed=compared_texts(known, editor), sent=sent, seen=seen)
    return summed_up, known


@transaction.atomic
def approve_assessment(
    assessment_id: int,
    *,
    second_editor: User,
    now: datetime,
    seen: str,
    early_reason: str = "",
) -> Assessment:
    """How many reviewers agree with it, or do not, is fixed now.

    seen: `Assessment.fingerprint` of what the second editor's page showed. early_reason: why they
    do not wait for the reviewers; kept, and logged, only where somebody is waited for.
    Raises NotTheSecondEditor, AssessmentNotOpen, AssessmentChanged, ReviewersStillAnswer or
    InterestsNotDeclared.
    """
    assessment = lock_assessment(assessment_id)
    _check_second(moves.APPROVE, assessment, second_editor, seen)
    check_has_declared(assessment.round.submission, second_editor)
    is_early = check_reviewers_are_done(assessment, reason=early_reason, now=now)
    assessment.state = Assessment.State.APPROVED
    assessment.approved_by, assessment.approved_at = second_editor, now
    assessment.early_reason = early_reason.strip() if is_early else ""
    assessment.save(
        update_fields=[
            *("state", "approved_by", "approved_at"),
            *("early_reason", "reviewers_asked", "reviewers_agreed", "reviewers_dissented"),
        ]
    )
    facts = {"early": True} if is_early else {}
    _record_step("assessment.approved", assessment, editor=second_editor, now=now, **facts)
    promise("reviews.notify_editor_of_approval", assessment_id=assessment.pk, is_returned=False)
    return assessment


def return_assessment(
    assessment_id: int,
    *,
    second_editor: User,
    comment: str,
    now: datetime,
    seen: str,
    saved_revision: int | None = None,
) -> Assessment:
    """Give it back with a comment.

    saved_revision: of the draft that holds the comment; None does not ask for newer text.
    Raises what `approve_assessment` does, or DraftOutOfDate.
    """
    return _return_rendered(
        assessment_id,
        second_editor=second_editor,
        comment=comment,
        html=render_markdown(comment, id_prefix=f"c{assessment_id}-"),
        now=now,
        seen=seen,
        saved_revision=saved_revision,
    )


@transaction.atomic
def _return_rendered(
    assessment_id: int,
    *,
    second_editor: User,
    comment: str,
    html: str,
    now: datetime,
    seen: str,
    saved_revision: int | None,
) -> Assessment:
    """html: of the comment."""
    assessment = lock_assessment(assessment_id)
    _check_second(moves.RETURN, assessment, second_editor, seen)
    check_has_declared(assessment.round.submission, second_editor)
    finish_draft(second_editor, return_draft_key(assessment), saved_revision=saved_revision)
    assessment.state = Assessment.State.RETURNED
    assessment.comment, assessment.comment_html = comment, html
    assessment.save(update_fields=["state", "comment", "comment_html"])
    _record_step("assessment.returned", assessment, editor=second_editor, now=now)
    promise("reviews.notify_editor_of_approval", assessment_id=assessment.pk, is_returned=True)
    return assessment


def draft_key(summed_up: Round) -> str:
    return f"assessment:{summed_up.pk}"


def return_draft_key(assessment: Assessment) -> str:
    return f"return:{assessment.pk}"


def lock_assessment(assessment_id: int) -> Assessment:
    """Its round first, as whoever proposes does: it may be written anew meanwhile, or closed."""
    lock_round(Assessment.objects.values_list("round_id", flat=True).get(pk=assessment_id))
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("round__submission__preprint", "version", "significance", "strength")
        .get(pk=assessment_id)
    )


def _check_second(move: Move, assessment: Assessment, person: User, seen: str) -> None:
    rules.check_can_second(
        move,
        person_id=person.pk,
        second_editor_id=assessment.round.submission.second_editor_id,
        state=assessment.state,
    )
    left_work_rules.check_is_not_away(is_away=assessment.round.submission.is_away)
    rules.check_is_what_was_seen(seen=seen, current=assessment.fingerprint)
