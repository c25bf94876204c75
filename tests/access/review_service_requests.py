"""The services of invitations, reviews and their days, called directly."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from reviews.models import Invitation, Review, Round
from reviews.services import (
    accepting,
    confirming,
    invitation_mails,
    invitations,
    reminding,
    reviewing,
)
from reviews.services import due_days as due_days_of
from tests.access.journal import CLOSED, Journal
from tests.access.requests import Request, call
from tests.at_once.reviewing.writing import content
from tests.factories.times import DUE, NOW


def due_days(journal: Journal) -> Iterator[Request]:
    later = DUE + timedelta(days=5)
    states = {"draft": journal.reviews["draft"], "submitted": journal.reviews["of co-rev."]}
    for state, review in states.items():
        for service in (due_days_of.set_review_day, reminding.ask_for_review):
            day = {"due_on": later} if service is due_days_of.set_review_day else {}
            yield call(
                service,
                lambda user, service=service, review=review, day=day: service(
                    review.pk, editor=user, now=NOW, **day
                ),
                state=state,
            )
        yield call(
            due_days_of.extend_review,
            lambda user, review=review: due_days_of.extend_review(
                review.pk, reviewer=user, due_on=later, now=NOW
            ),
            state=state,
        )
    for state in ("pending, link", "accepted"):
        asked = journal.invitations[state]
        yield call(
            due_days_of.set_invited_day,
            lambda user, asked=asked: due_days_of.set_invited_day(
                asked.pk, editor=user, due_on=later, now=NOW
            ),
            state=state.partition(",")[0],
        )


def inviting(journal: Journal) -> Iterator[Request]:
    opened = journal.rounds["none"]
    yield _invite(opened, "noor@example.org", state="round open")
    yield _invite(journal.rounds["published"], "noor@example.org", state="round closed")
    for person in ("author", "author 2", "reviewer", "reviewer 2", "second", "editor 2"):
        yield _invite(opened, journal.cast[person].email, state=f"to {person}")
    for state in ("author confirmed, open", "author claimed, open"):
        yield _invite(
            journal.rounds[state], journal.cast["author"].email, state=f"{state}, to them"
        )
    for state in ("pending, link", "accepted", "submitted", *CLOSED):
        invitation, shown = journal.invitations[state], state.partition(",")[0]
        yield _revoke(invitation, state=shown)
        yield _send_again(invitation, invitation.email, state=shown)
    asked = journal.invitations["pending, link"]
    for person in ("author", "author 2"):
        yield _send_again(asked, journal.cast[person].email, state=f"pending, to {person}")


def _invite(opened: Round, email: str, *, state: str) -> Request:
    return call(
        invitations.invite_reviewer,
        lambda user: invitations.invite_reviewer(
            opened.pk, editor=user, email=email, name="Noor", message="", due_on=DUE, now=NOW
        ),
        state=state,
    )


def _revoke(invitation: Invitation, *, state: str) -> Request:
    return call(
        invitations.revoke_invitation,
        lambda user: invitations.revoke_invitation(invitation.pk, editor=user, now=NOW),
        state=state,
    )


def _send_again(invitation: Invitation, email: str, *, state: str) -> Request:
    return call(
        invitation_mails.send_invitation_again,
        lambda user: invitation_mails.send_invitation_again(
            invitation.pk, editor=user, email=email, now=NOW
        ),
        state=state,
    )


def answering(journal: Journal) -> Iterator[Request]:
    """An invitation that each of them answers from their own account."""
    for state in ("pending, link", "accepted", *CLOSED):
        asked = journal.invitations[state]
        yield call(
            invitations.accept_invitation,
            lambda user, asked=asked: invitations.accept_invitation(
                asked.pk, user=user, name="", now=NOW
            ),
            state=state.partition(",")[0],
        )
        yield call(
            invitations.decline_invitation,
            lambda user, asked=asked: invitations.decline_invitation(
                asked.pk, user=user, reason="No time.", now=NOW
            ),
            state=state.partition(",")[0],
        )
    for state, opened in journal.rounds.items():
        if state in ("none", "published") or state.startswith(("of another", "author")):
            yield _begin(opened, state=state)
    yield _begin(journal.rounds["none"], is_verified=False, state="address not confirmed")


def _begin(opened: Round, *, state: str, is_verified: bool = True) -> Request:
    return call(
        reviewing.begin_review,
        lambda user: reviewing.begin_review(
            opened.pk, reviewer=user, due_on=DUE, email_verified=is_verified, now=NOW
        ),
        state=state,
    )


def reviews(journal: Journal) -> Iterator[Request]:
    for state in ("draft", "draft, closed", "submitted", "of co-rev.", "disowned"):
        yield _submit(journal.reviews[state], state=state)
    waiting = journal.reviews["guest's, no link"]
    states = {
        "draft": journal.reviews["draft"],
        "submitted": journal.reviews["of co-rev."],
        "accepted": journal.reviews["accepted"],
        "published": journal.reviews["published"],
        "signed, not confirmed": waiting,
        "disowned": journal.reviews["disowned"],
    }
    for state, review in states.items():
        yield _on_review(accepting.accept_review, review, state=state)
    for state in ("submitted", "accepted", "too late"):
        yield _on_review(accepting.publish_review, journal.reviews[state], state=state)
    yield _on_review(confirming.ask_for_confirmation, waiting, state="not confirmed")
    corrected = journal.reviews["corrected address"]
    for state, review in (("corrected address", corrected), ("nothing to approve", waiting)):
        yield _on_review(confirming.approve_byline, review, state=state, person="second_editor")
    for state, review in (
        ("namesake", journal.reviews["namesake"]),
        ("nothing to allow", waiting),
    ):
        yield _on_review(confirming.allow_name, review, state=state)


def _submit(review: Review, *, state: str) -> Request:
    return call(
        reviewing.submit_review,
        lambda user: reviewing.submit_review(review.pk, reviewer=user, content=content(), now=NOW),
        state=state,
    )


def _on_review(service: Any, review: Review, *, state: str, person: str = "editor") -> Request:
    later = NOW + timedelta(hours=1)  # not the second click of what the journal has mailed
    return call(service, lambda user: service(review.pk, now=later, **{person: user}), state=state)
