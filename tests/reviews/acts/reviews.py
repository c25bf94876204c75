"""Reviews: begun, submitted, answered by editors, confirmed by guests, signed."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from reviews.interests import Interests
from reviews.models import MailedLink, Review
from reviews.policies import current_policy
from reviews.services import (
    accepting,
    confirming,
    due_days,
    guest_accounts,
    reminding,
    replying,
    reviewing,
    signing,
)
from tests.factories.reviews import term
from tests.factories.times import DUE
from tests.reviews.acts.registered import NoLink, act, not_before
from tests.reviews.process import Process


@act("review")
def remind_reviewer(process: Process, review: Any, actor: User | None, draw: int) -> None:
    not_before(process, review.due_on)
    reminding.remind_reviewer(review.pk, policy=current_policy(), now=process.now)


@act("review")
def ask_for_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    reminding.ask_for_review(review.pk, editor=actor, now=process.now)


@act("review")
def extend_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    day = review.due_on + timedelta(days=draw + 1)
    due_days.extend_review(review.pk, reviewer=actor, due_on=day, now=process.now)


@act("review")
def set_review_day(process: Process, review: Any, actor: User | None, draw: int) -> None:
    day = review.due_on + timedelta(days=draw + 1)
    due_days.set_review_day(review.pk, editor=actor, due_on=day, now=process.now)


@act("round")
def begin_review(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    reviewing.begin_review(
        opened.pk, reviewer=actor, due_on=DUE, email_verified=True, now=process.now
    )


@act("review")
def submit_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    content = reviewing.ReviewContent(
        summary=process.text(),
        strengths="",
        weaknesses="",
        evidence="",
        recommendations="",
        significance=term("significance", "important"),
        strength=term("strength", "solid"),
        confidence=4,
        byline_kind=("signed", "anonymous")[draw % 2],
        interests=Interests.none(),
        ai_use="",
    )
    reviewing.submit_review(review.pk, reviewer=actor, content=content, now=process.now)


@act("review")
def accept_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    accepting.accept_review(review.pk, editor=actor, now=process.now)


@act("review")
def publish_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    accepting.publish_review(review.pk, editor=actor, now=process.now)


@act("review")
def ask_for_confirmation(process: Process, review: Any, actor: User | None, draw: int) -> None:
    confirming.ask_for_confirmation(review.pk, editor=actor, now=process.now)


def newest_link(review: Review, purpose: MailedLink.Purpose) -> int:
    """Of the review, or one that leads to nothing: -1 is no row, which is no link to open."""
    link = review.mailed_links.filter(purpose=purpose).order_by("-pk").first()
    if link is None:
        raise NoLink
    return link.pk


@act("review")
def confirm_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    confirming.confirm_review(
        newest_link(review, MailedLink.Purpose.CONFIRM_REVIEW), now=process.now
    )


@act("review")
def disown_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    confirming.disown_review(
        newest_link(review, MailedLink.Purpose.CONFIRM_REVIEW), now=process.now
    )


@act("review")
def approve_byline(process: Process, review: Any, actor: User | None, draw: int) -> None:
    confirming.approve_byline(review.pk, second_editor=actor, now=process.now)


@act("review")
def allow_name(process: Process, review: Any, actor: User | None, draw: int) -> None:
    confirming.allow_name(review.pk, editor=actor, now=process.now)


@act("review")
def offer_account(process: Process, review: Any, actor: User | None, draw: int) -> None:
    guest_accounts.offer_account(review.pk, now=process.now)


@act("review")
def keep_account(process: Process, review: Any, actor: User | None, draw: int) -> None:
    guest_accounts.keep_account(
        newest_link(review, MailedLink.Purpose.KEEP_ACCOUNT),
        name=f"Grace Guest {process.text()}",
        password="a long enough one",
        now=process.now,
    )


@act("review")
def attach_to_account(process: Process, review: Any, actor: User | None, draw: int) -> None:
    guest_accounts.attach_to_account(
        newest_link(review, MailedLink.Purpose.KEEP_ACCOUNT), user=actor, now=process.now
    )


@act("review")
def sign_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    signing.sign_review(review.pk, reviewer=actor, now=process.now)


@act("review")
def return_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    replying.return_review(review.pk, editor=actor, question=process.text(), now=process.now)


@act("review")
def refuse_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    replying.refuse_review(review.pk, editor=actor, reason=process.text(), now=process.now)
