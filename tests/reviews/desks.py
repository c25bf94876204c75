"""The desk of one editor and the page of a work, as tests look at them."""

from django.urls import reverse

from reviews.selectors.desk import Desk, DeskRow, DeskView, editor_desk
from tests.factories.reviews import (
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW


def desk_of(editor, *, now=NOW, subject="", kind="", reader=None) -> Desk:
    view = DeskView(reader=reader or editor, owner=editor, subject=subject, now=now)
    return editor_desk(view, kind=kind)


def decisions(editor, **asked) -> list[DeskRow]:
    return [row for group in desk_of(editor, **asked).groups for row in group.rows]


def waiting(editor, **asked) -> list[DeskRow]:
    return [row for group in desk_of(editor, **asked).waiting for row in group.rows]


def page_of(submission):
    return reverse("reviews:submission", args=[submission.pk])


def words_of(client, submission):
    return client.get(page_of(submission)).content.decode()


def open_round(editor, second, **fields):
    submission = SubmissionFactory(state="accepted", editor=editor, second_editor=second)
    return RoundFactory(submission=submission, **fields)


def review_to_read(editor, second):
    """A submitted review, in a round that needs no further reviewer."""
    opened = open_round(editor, second)
    review = ReviewFactory(round=opened, submitted=True)
    ReviewFactory(round=opened)
    return review


def signed_review(editor, second, **fields):
    """A signed review, in a round that needs no further reviewer."""
    opened = open_round(editor, second)
    ReviewFactory(round=opened)
    return ReviewFactory(
        round=opened,
        submitted=True,
        byline_kind="signed",
        byline_name="Noor Example",
        **fields,
    )


def corrected_signature(editor, second, **fields):
    """Its invitation went to an address that an editor corrected."""
    review = signed_review(editor, second, **fields)
    review.invitation = InvitationFactory(
        round=review.round, state="accepted", corrected_by=editor, corrected_at=NOW
    )
    review.save()
    return review
