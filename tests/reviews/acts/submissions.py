"""Submissions: made, decided on, confirmed and agreed to by authors, handed over, ended."""

from datetime import timedelta
from typing import Any

from django.db.models import F

from accounts.models import User
from ingest.sources.forummagnum.writers import PostWriter
from preprints.models import Preprint
from reviews.interests import Interests
from reviews.models import EditorDay, EditorInterests, ForumClaim, Policy, Submission
from reviews.policies import current_policy
from reviews.services import (
    assessing_anew,
    authorship,
    consent,
    declaring,
    editor_days,
    ending,
    forum_claims,
    handing_over,
    lapsing,
    left_works,
    pausing,
    round_lapses,
    submissions,
    triage,
    wishes,
)
from reviews.tokens import new_nonce
from reviews.wishes import Wishes
from tests.reviews.acts.registered import NoLink, NothingNew, act, not_before
from tests.reviews.process import Process

CONSENT_WAIT = timedelta(days=Policy().consent_days + 1)


@act("work")
def submit_preprint(process: Process, _work: Any, actor: User | None, draw: int) -> None:
    is_author = actor == process.author
    submissions.submit_preprint(
        process.work.pk,
        submitter=actor,
        is_author=is_author,
        author_addresses=[] if is_author else ["ada@example.org"],
        reason=process.text(),
        interests=Interests.none(),
        now=process.now,
    )


@act("submission")
def accept_submission(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    second = next(editor for editor in process.editors if editor != actor)
    is_author = submission.submitter == process.author
    author = process.work.current_version.authors.get() if is_author else None
    submissions.accept_submission(
        submission.pk,
        editor=actor,
        second_editor=second,
        claimed_author_id=author.pk if author else None,
        now=process.now,
    )


@act("submission")
def decline_submission(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    submissions.decline_submission(
        submission.pk, editor=actor, code="not-ready", text=process.text(), now=process.now
    )


def decision(process: Process, submission: Any, draw: int) -> triage.Decision:
    """Mostly to accept, for most of the process comes afterwards."""
    if draw % 4 == 0:
        return triage.Decision(is_accepted=False, code="not-ready", text=process.text())
    is_author = submission.submitter == process.author
    author = process.work.current_version.authors.get() if is_author else None
    return triage.Decision(is_accepted=True, claimed_author_id=author.pk if author else None)


@act("submission")
def propose_decision(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    if triage.waiting_proposal(submission):
        raise NothingNew
    proposed = decision(process, submission, draw)
    triage.propose_decision(submission.pk, editor=actor, decision=proposed, now=process.now)


@act("proposal")
def agree_to_proposal(process: Process, proposal: Any, actor: User | None, draw: int) -> None:
    triage.agree_to_proposal(proposal.pk, editor=actor, now=process.now)


@act("proposal")
def decide_otherwise(process: Process, proposal: Any, actor: User | None, draw: int) -> None:
    decided = decision(process, proposal.submission, draw)
    triage.decide_otherwise(proposal.pk, editor=actor, decision=decided, now=process.now)


@act("submission")
def confirm_author(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    author = submission.version.authors.get()
    if author.user_id == process.author.pk:
        raise NothingNew
    authorship.confirm_author(
        submission.pk, author_id=author.pk, person=process.author, editor=actor, now=process.now
    )


@act("submission")
def take_back_author(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    authorship.take_back_author(
        submission.pk,
        author_id=submission.version.authors.get().pk,
        editor=actor,
        reason=process.text(),
        now=process.now,
    )


@act("submission")
def claim_by_orcid(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    if not authorship.claim_by_orcid(process.author, now=process.now):
        raise NothingNew


@act("submission")
def claim_by_forum(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    place = process.work.locations.get()
    asked = {"nonce": new_nonce(), "asked_at": process.now}
    asked["expires_at"] = process.now + timedelta(days=1)
    claim, _ = ForumClaim.objects.update_or_create(
        user=process.author, location=place, defaults=asked
    )
    writers = [PostWriter("Ada Example", 1, place.url, forum_claims.token_of(claim))]
    if not forum_claims.claim_by_forum(claim.pk, writers=writers, now=process.now):
        raise NothingNew


@act("submission")
def withdraw_submission(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    ending.withdraw_submission(submission.pk, by=actor, now=process.now)


@act("submission")
def end_review_of_left_work(
    process: Process, submission: Any, actor: User | None, draw: int
) -> None:
    """Of a work that is withdrawn at its source, and is back there afterwards."""
    if actor is None:  # a work has no editor at first
        raise NothingNew
    work, status = Preprint.objects.filter(pk=process.work.pk), process.work.Status.WITHDRAWN
    work.update(status=status, status_before_withdrawal=F("status"))
    left_works.end_review_of_left_work(submission.pk, editor=actor, now=process.now)
    work.update(status=F("status_before_withdrawal"), status_before_withdrawal="")


@act("submission")
def pause_submission(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    """Of a work that is withdrawn at its source, and is back there afterwards."""
    if submission.paused_at is not None:
        raise NothingNew
    work, status = Preprint.objects.filter(pk=process.work.pk), process.work.Status.WITHDRAWN
    left = {"status": status, "status_before_withdrawal": F("status"), "status_at": process.now}
    work.update(**left)
    pausing.pause_submission(submission.pk, now=process.now)
    work.update(status=F("status_before_withdrawal"), status_before_withdrawal="")


@act("submission")
def resume_submission(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    if submission.paused_at is None:
        raise NothingNew
    process.now += timedelta(days=draw % 5)
    pausing.resume_submission(submission.pk, now=process.now)


@act("submission")
def publish_reasons(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    ending.publish_reasons(submission.pk, author=actor, now=process.now)


@act("submission")
def save_wishes(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    wishes.save_wishes(
        submission.pk, by=actor, wishes=Wishes(aspects=process.text()), now=process.now
    )


@act("submission")
def ask_author(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    process.number += 1
    consent.ask_author(
        submission.pk, email=f"author{process.number}@example.org", by=actor, now=process.now
    )


@act("submission")
def answer_request(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    request = submission.consent_requests.first()
    if request is None:
        raise NoLink
    answer = ("agreed", "declined", "not-author")[draw % 3]
    if answer == request.answer:
        raise NothingNew
    consent.answer_request(request.pk, answer=answer, now=process.now)


@act("submission")
def change_consent(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    said = ("agreed", "declined")[draw % 2]
    if said == submission.consent:
        raise NothingNew
    consent.change_consent(
        submission.pk, consent=said, by=actor, reason=process.text(), now=process.now
    )


@act("submission")
def close_unanswered(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    """Of this work alone: the schedule does it for all that wait."""
    others = Submission.objects.exclude(pk=submission.pk).filter(consent=Submission.Consent.ASKED)
    others.update(consent=Submission.Consent.NOT_ASKED)
    process.now += CONSENT_WAIT
    if not consent.close_unanswered(now=process.now):
        raise NothingNew


@act("submission")
def remind_editor(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    """Of what has waited longest for an editor."""
    editor_days.give_editor_days(now=process.now)
    day = EditorDay.objects.filter(submission=submission).order_by("due_on", "pk").first()
    if day is None:
        raise NothingNew
    not_before(process, day.due_on)
    editor_days.remind_editor(day.pk, policy=current_policy(), now=process.now)


@act("submission")
def warn_of_lapse(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    """After as much silence as it takes, where nobody waits for anything else."""
    process.now += timedelta(days=400 if draw % 3 == 0 else 20)
    lapsing.warn_of_lapse(submission.pk, policy=current_policy(), now=process.now)


@act("submission")
def lapse_submission(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    if submission.lapses_at is None:
        raise NothingNew
    process.now = max(process.now, submission.lapses_at)
    lapsing.lapse_submission(submission.pk, policy=current_policy(), now=process.now)


@act("round")
def lapse_round(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    lapses_at = opened.submission.lapses_at
    if lapses_at is None:
        raise NothingNew
    process.now = max(process.now, lapses_at)
    round_lapses.lapse_round(opened.pk, policy=current_policy(), now=process.now)


@act("submission")
def assess_anew(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    if actor is None:  # a work has no editor at first
        raise NothingNew
    assessing_anew.assess_anew(submission.pk, editor=actor, now=process.now)


@act("round")
def reopen_round(process: Process, ended: Any, actor: User | None, draw: int) -> None:
    round_lapses.reopen_round(ended.pk, editor=actor, now=process.now)


@act("submission")
def reopen_submission(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    lapsing.reopen_submission(submission.pk, editor=actor, now=process.now)


@act("submission")
def hand_over(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    place = handing_over.PLACES[draw % 2]
    handing_over.hand_over(
        submission.pk,
        place=place,
        to=process.substitute,
        by=actor,
        reason="It waits.",
        now=process.now,
    )


@act("submission")
def declare_interests(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    kinds, words = (("other",), f"A bet of {draw}.") if draw % 2 else ((), "")
    declared = EditorInterests.objects.declared().filter(submission=submission, editor=actor)
    if actor is None or declared.exists():  # a work has no second editor at first
        raise NothingNew
    interests = Interests(kinds, words)
    declaring.declare_interests(submission.pk, editor=actor, interests=interests, now=process.now)
