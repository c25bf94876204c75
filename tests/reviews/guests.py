"""Guests' reviews and the links that are mailed to them, for the tests of both."""

from accounts.models import Pseudonym
from events.outbox import work
from reviews.models import Round
from reviews.services.accepting import accept_review, publish_review
from reviews.services.invitations import accept_invitation
from reviews.services.reviewing import submit_review
from tests.factories.reviews import InvitationFactory
from tests.factories.times import NOW
from tests.reviews.links import secret_link_in
from tests.reviews.test_review_services import content

ADDRESS = "invited@example.org"


def submitted(byline_kind="signed", *, invitation=None):
    """A review that a guest has submitted."""
    invitation = invitation or InvitationFactory(email=ADDRESS)
    review = accept_invitation(invitation.pk, user=None, name="Grace Guest", now=NOW)
    if byline_kind == "pseudonym":
        Pseudonym.objects.create(user=review.reviewer, name="Blue Heron")
    details = content(byline_kind=byline_kind)
    return submit_review(review.pk, reviewer=review.reviewer, content=details, now=NOW)


def accept(review):
    return accept_review(review.pk, editor=review.round.submission.editor, now=NOW)


def publish(review):
    """In a round that was posted before."""
    Round.objects.filter(pk=review.round_id).update(state="assessed", closed_at=NOW)
    return publish_review(review.pk, editor=review.round.submission.editor, now=NOW)


def mailed_link(mailoutbox, words):
    """The newest secret link mailed to the invitation's address under a subject."""
    work()
    mails = [mail for mail in mailoutbox if mail.to == [ADDRESS] and words in mail.subject]
    return secret_link_in(mails[-1])
