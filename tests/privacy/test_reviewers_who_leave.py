"""Who erases the account while writing a review is waited for no more."""

from datetime import timedelta

import pytest

from events.models import Event
from privacy.erasing import erase_account
from reviews.lapse_rules import Wait
from reviews.models import Review
from reviews.policies import current_policy
from reviews.services.lapsing import wait_of
from reviews.services.releasing import release_complete_rounds
from reviews.services.reminding import remind_everybody
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.desks import desk_of
from tests.reviews.outcomes import new_mails

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=60)


def kinds(editor):
    desk = desk_of(editor, now=LATER)
    return {group.name for group in [*desk.groups, *desk.waiting]}


def test_the_round_goes_on_and_its_editors_hear_that_somebody_left(mailoutbox):
    leaving = UserFactory(name="Lena Leaving", verified=True)
    complete, short = RoundFactory(), RoundFactory()
    ReviewFactory.create_batch(2, round=complete, accepted=True)
    for one in (complete, short):
        ReviewFactory(round=one, reviewer=leaving)
    bystander = ReviewFactory()
    assert release_complete_rounds(now=NOW) == 0
    new_mails(mailoutbox)
    erase_account(leaving.pk, now=NOW)
    mailed = new_mails(mailoutbox)
    two = [(one.submission.editor, one.submission.second_editor) for one in (complete, short)]
    people = sorted(editor.email for pair in two for editor in pair)
    assert sorted(to for to, what in mailed if what == "A reviewer has left") == people
    assert not [one for one in mailoutbox if "Lena" in one.body]
    assert Event.objects.filter(kind="review.left", is_public=False, actor_id=None).count() == 2
    assert release_complete_rounds(now=NOW) == 1
    assert remind_everybody(now=LATER) >= 0
    assert "late-reviews" not in kinds(short.submission.editor)
    assert "reviewers" in kinds(short.submission.editor)
    assert "late-reviews" in kinds(bystander.round.submission.editor)
    assert wait_of(short.submission, policy=current_policy()) == Wait("no-reviewer", NOW, 90)
    assert set(Review.objects.being_written()) == {bystander}
