"""What else happens to a submission of the demo: the turns that few works take.

Each is an entry of `acts` in its file: on which day, which of ACTS, and what that one needs.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from accounts.models import User
from demo.journeys import Journey
from demo.later_acts import LATER_ACTS
from preprints.models import Preprint
from preprints.services import set_status
from reviews.models import Appeal, Assessment, Invitation, MailedLink, Response
from reviews.services import (
    accepting,
    appealing,
    assessing,
    confirming,
    consulting,
    correcting,
    due_days,
    ending,
    invitations,
    posting,
    releasing,
    replying,
    reviewing,
    revising,
    wishes,
    withdrawing,
)
from reviews.wishes import NamedPerson, Wishes

Planned = dict[str, Any]
Act = Callable[[Journey, Planned, datetime], Any]


def plan(journey: Journey) -> None:
    for planned in journey.planned.get("acts", []):
        journey.diary.add(planned["day"], partial(ACTS[planned["act"]], journey, planned))


def save_wishes(journey: Journey, planned: Planned, now: datetime) -> None:
    is_new = wishes.save_wishes(
        journey.submission_now().pk,
        by=journey.person(planned["by"]),
        wishes=Wishes(
            suggested=tuple(NamedPerson(**one) for one in planned["suggested"]),
            opposed=tuple(NamedPerson(**one) for one in planned["opposed"]),
            aspects=planned["aspects"],
        ),
        now=now,
    )
    assert is_new  # noqa: S101 - the file of the demo says something


def release(journey: Journey, planned: Planned, now: datetime) -> None:
    releasing.release_round(
        journey.round_now().pk, editor=_editor(journey), reason=planned["reason"], now=now
    )


def propose_assessment(journey: Journey, planned: Planned, now: datetime) -> None:
    journey.propose(planned, now)


def approve_assessment(journey: Journey, _planned: Planned, now: datetime) -> None:
    assessment = _assessment(journey)
    journey.answer_draft(assessment, now)
    assessing.approve_assessment(
        assessment.pk, second_editor=_second(journey), seen=assessment.fingerprint, now=now
    )


def answer_draft(journey: Journey, _planned: Planned, now: datetime) -> None:
    journey.answer_draft(_assessment(journey), now)


def return_assessment(journey: Journey, planned: Planned, now: datetime) -> None:
    assessment = _assessment(journey)
    assessing.return_assessment(
        assessment.pk,
        second_editor=_second(journey),
        comment=planned["comment"],
        seen=assessment.fingerprint,
        now=now,
    )


def send_to_authors(journey: Journey, _planned: Planned, now: datetime) -> None:
    posting.send_to_authors(_assessment(journey).pk, editor=_editor(journey), now=now)


def ask_for_correction(journey: Journey, planned: Planned, now: datetime) -> None:
    """Of the assessment, or of a point of a review."""
    correcting.ask_for_correction(
        journey.round_now().pk,
        author=journey.person(planned["by"]),
        review_id=journey.review_of(planned).pk if "reviewer" in planned else None,
        point=planned.get("point"),
        wrong=planned["wrong"],
        right=planned["right"],
        now=now,
    )


def accept_correction(journey: Journey, planned: Planned, now: datetime) -> None:
    correction = journey.round_now().corrections.get(number=planned["number"])
    correcting.accept_correction(
        correction.pk, editor=_editor(journey), note=planned["note"], now=now
    )


def refuse_correction(journey: Journey, planned: Planned, now: datetime) -> None:
    correction = journey.round_now().corrections.get(number=planned["number"])
    correcting.refuse_correction(
        correction.pk, editor=_editor(journey), note=planned["note"], now=now
    )


def write_in_thread(journey: Journey, planned: Planned, now: datetime) -> None:
    """By the writer of an accepted review, or by the handling editor."""
    if "reviewer" not in planned:
        consulting.write_as_editor(
            journey.round_now().pk, editor=_editor(journey), text=planned["text"], now=now
        )
        return
    review = journey.review_of(planned)
    consulting.write_as_reviewer(review.pk, reviewer=review.reviewer, text=planned["text"], now=now)


def return_review(journey: Journey, planned: Planned, now: datetime) -> None:
    replying.return_review(
        journey.review_of(planned).pk,
        editor=_editor(journey),
        question=planned["question"],
        now=now,
    )


def refuse_review(journey: Journey, planned: Planned, now: datetime) -> None:
    replying.refuse_review(
        journey.review_of(planned).pk, editor=_editor(journey), reason=planned["reason"], now=now
    )


def accept_review(journey: Journey, planned: Planned, now: datetime) -> None:
    accepting.accept_review(journey.review_of(planned).pk, editor=_editor(journey), now=now)


def propose_due_day(journey: Journey, planned: Planned, now: datetime) -> None:
    day = (now + timedelta(days=planned["in_days"])).date()
    due_days.propose_due_day(_invitation(journey, planned).pk, due_on=day, now=now)


def warn_of_lapse(journey: Journey, _planned: Planned, now: datetime) -> None:
    journey.warn_of_lapse(now)


def revoke_invitation(journey: Journey, planned: Planned, now: datetime) -> None:
    invitation = _invitation(journey, planned)
    invitations.revoke_invitation(invitation.pk, editor=_editor(journey), now=now)


def accept_invitation(journey: Journey, planned: Planned, now: datetime) -> None:
    """And write: the review is not submitted yet."""
    invitation = _invitation(journey, planned)
    user = User.objects.get(email=planned["email"])
    invitations.accept_invitation(invitation.pk, user=user, name="", now=now)


def review_as_guest(journey: Journey, planned: Planned, now: datetime) -> None:
    """By the link of an invitation, without an account."""
    invitation = _invitation(journey, planned)
    review = invitations.accept_invitation(invitation.pk, user=None, name="", now=now)
    reviewing.submit_review(
        review.pk,
        reviewer=review.reviewer,
        content=journey.content_of(planned),
        now=now + timedelta(hours=3),
    )


def disown_review(journey: Journey, planned: Planned, now: datetime) -> None:
    """The mailbox says that it has written none."""
    links = MailedLink.objects.filter(review__invitation=_invitation(journey, planned))
    confirming.disown_review(links.get(purpose=MailedLink.Purpose.CONFIRM_REVIEW).pk, now=now)


def withdraw_submission(journey: Journey, _planned: Planned, now: datetime) -> None:
    submission = journey.submission_now()
    ending.withdraw_submission(submission.pk, by=submission.submitter, now=now)


def withdraw_review(journey: Journey, planned: Planned, now: datetime) -> None:
    review = journey.review_of(planned)
    withdrawing.withdraw_review(review.pk, by=review.reviewer, reason=planned["reason"], now=now)


def withdraw_response(journey: Journey, planned: Planned, now: datetime) -> None:
    response = Response.objects.get(round=journey.round_now())
    withdrawing.withdraw_response(
        response.pk, by=response.author, reason=planned["reason"], now=now
    )


def withdraw_assessment(journey: Journey, planned: Planned, now: datetime) -> None:
    """The handling editor asks, the second one agrees."""
    assessment, reason = _assessment(journey), planned["reason"]
    withdrawing.ask_for_withdrawal(
        assessment.pk, editor=_editor(journey), reason=reason, now=now - timedelta(hours=2)
    )
    withdrawing.withdraw_assessment(assessment.pk, by=_second(journey), now=now)


def declare_final(journey: Journey, planned: Planned, now: datetime) -> None:
    author = journey.person(planned["by"])
    revising.declare_final(journey.round_now().version_id, author=author, now=now)


def appeal_decline(journey: Journey, planned: Planned, now: datetime) -> None:
    submission, by = journey.submission_now(), journey.person(planned["by"])
    appealing.appeal_decline(submission.pk, by=by, text=planned["text"], now=now)


def appeal_refusal(journey: Journey, planned: Planned, now: datetime) -> None:
    review = journey.review_of(planned)
    appealing.appeal_refusal(review.pk, by=review.reviewer, text=planned["text"], now=now)


def appeal_assessment(journey: Journey, planned: Planned, now: datetime) -> None:
    appealing.appeal_assessment(
        _assessment(journey).pk,
        by=journey.person(planned["by"]),
        text=planned["text"],
        now=now,
    )


def take_appeal(journey: Journey, planned: Planned, now: datetime) -> None:
    appealing.take_appeal(_appeal(journey).pk, editor=journey.person(planned["by"]), now=now)


def uphold_appeal(journey: Journey, planned: Planned, now: datetime) -> None:
    by = journey.person(planned["by"])
    appealing.uphold_appeal(_appeal(journey).pk, editor=by, reason=planned["reason"], now=now)


def dismiss_appeal(journey: Journey, planned: Planned, now: datetime) -> None:
    by = journey.person(planned["by"])
    appealing.dismiss_appeal(_appeal(journey).pk, editor=by, reason=planned["reason"], now=now)


def retract(journey: Journey, _planned: Planned, now: datetime) -> None:
    """No act of the review process does this."""
    set_status(journey.preprint, Preprint.Status.RETRACTED, now=now)


ACTS: dict[str, Act] = {
    function.__name__: function
    for function in (
        save_wishes,
        release,
        propose_assessment,
        approve_assessment,
        answer_draft,
        return_assessment,
        send_to_authors,
        ask_for_correction,
        accept_correction,
        refuse_correction,
        write_in_thread,
        return_review,
        refuse_review,
        accept_review,
        propose_due_day,
        warn_of_lapse,
        revoke_invitation,
        accept_invitation,
        review_as_guest,
        disown_review,
        withdraw_submission,
        withdraw_review,
        withdraw_response,
        withdraw_assessment,
        declare_final,
        appeal_decline,
        appeal_refusal,
        appeal_assessment,
        take_appeal,
        uphold_appeal,
        dismiss_appeal,
        retract,
        *LATER_ACTS,
    )
}


def _editor(journey: Journey) -> User:
    return journey.person(journey.planned["editor"])


def _second(journey: Journey) -> User:
    return journey.person(journey.planned["second_editor"])


def _assessment(journey: Journey) -> Assessment:
    return Assessment.objects.get(round=journey.round_now())


def _appeal(journey: Journey) -> Appeal:
    return Appeal.objects.open().get(work=journey.submission_now())


def _invitation(journey: Journey, planned: Planned) -> Invitation:
    return Invitation.objects.get(round=journey.round_now(), email=planned["email"])
