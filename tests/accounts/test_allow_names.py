"""Two editors stand for a name that somebody else bears, and its bearer hears of it."""

import pytest

from accounts.guests import make_guest
from events.outbox import work
from reviews import errors
from reviews.models import Invitation
from reviews.services.confirming import allow_name
from tests.accounts.guests_names import NAME, signed_by_guest
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("asked", ["invited_by", "corrected_by"])
def test_who_sent_the_invitation_does_not_allow_its_name(asked):
    """Editors of a work can change: the one who invited may be its second editor by now."""
    signed_by_guest()
    review = ReviewFactory(by_guest=True, reviewer=make_guest(NAME))
    second = review.round.submission.second_editor
    Invitation.objects.filter(pk=review.invitation_id).update(
        **{asked: second}, **({"corrected_at": NOW} if asked == "corrected_by" else {})
    )
    with pytest.raises(errors.NotTheSecondEditor):
        allow_name(review.pk, editor=second, now=NOW)


def test_who_bears_a_name_gets_a_mail_when_somebody_else_may_sign_with_it(mailoutbox):
    bearer, bystander = UserFactory(name=NAME), UserFactory(name="Ines Bystander")
    for person in (bearer, bystander):
        name = person.profile.name
        ReviewFactory(reviewer=person, published=True, byline_kind="signed", byline_name=name)
    review = ReviewFactory(by_guest=True, reviewer=make_guest(NAME))
    work()
    mailoutbox.clear()
    allow_name(review.pk, editor=review.round.submission.second_editor, now=NOW)
    work()
    assert [mail.to for mail in mailoutbox] == [[bearer.email]]
    assert NAME in mailoutbox[0].body
    assert review.version.title_plain not in mailoutbox[0].body
