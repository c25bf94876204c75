"""Links mailed to reviewers: to which address, how often, and what each of them opens."""

from datetime import timedelta

import pytest

from accounts.guests import make_guest
from reviews.models import MailedLink, Review
from reviews.services.confirming import ask_for_confirmation
from reviews.services.guest_accounts import offer_account
from reviews.services.mailed_links import (
    find_kept_review,
    find_link,
    mail_link,
    mailed_just_now,
    mails_today,
    reviewer_address,
    token_of,
)
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory
from tests.factories.times import NOW
from web.clicks import SAME_CLICK

pytestmark = pytest.mark.django_db
CONFIRM, KEEP = MailedLink.Purpose.CONFIRM_REVIEW, MailedLink.Purpose.KEEP_ACCOUNT
DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)


@pytest.fixture
def review():
    return ReviewFactory(by_guest=True, submitted=True)


@pytest.mark.parametrize(("is_guest", "made_account", "is_invited"), [
    (True, False, True),
    (False, True, True),
    (False, False, False),
])  # fmt: skip
def test_where_a_reviewer_is_written_to(is_guest, made_account, is_invited):
    """To the mailbox that was invited, unless the account has an address of its own."""
    invitation = InvitationFactory(state="accepted", made_account=made_account)
    reviewer = make_guest("Grace") if is_guest else UserFactory(email="account@example.org")
    review = ReviewFactory(round=invitation.round, invitation=invitation, reviewer=reviewer)
    wanted = "invited@example.org" if is_invited else "account@example.org"
    assert reviewer_address(review) == wanted


def test_a_volunteer_is_written_to_at_the_account():
    assert reviewer_address(ReviewFactory(reviewer__email="v@example.org")) == "v@example.org"


def test_a_new_link_closes_the_older_ones_of_its_purpose_and_review(review):
    elsewhere = mail_link(ReviewFactory(by_guest=True), CONFIRM, now=NOW)
    links = [mail_link(review, purpose, now=NOW) for purpose in (CONFIRM, KEEP)]
    later, latest = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    links += [mail_link(review, CONFIRM, now=later), mail_link(review, CONFIRM, now=latest)]
    closed = dict(MailedLink.objects.values_list("pk", "closed_at"))
    assert [closed[link.pk] for link in links] == [later, None, latest, None]
    assert closed[elsewhere.pk] is None


@pytest.mark.parametrize(("ago", "count"), [(timedelta(0), 1), (DAY - MOMENT, 1), (DAY, 0)])
def test_mails_are_counted_by_review_and_purpose_for_a_day(review, ago, count):
    mail_link(review, CONFIRM, now=NOW - ago)
    mail_link(review, KEEP, now=NOW - ago)
    mail_link(ReviewFactory(by_guest=True), CONFIRM, now=NOW - ago)
    assert mails_today(review, CONFIRM, now=NOW) == count


@pytest.mark.parametrize(("ago", "is_same"), [
    (timedelta(0), True),
    (SAME_CLICK - MOMENT, True),
    (SAME_CLICK, False),
    (-MOMENT, False),
])  # fmt: skip
def test_a_second_click_finds_the_link_that_is_on_its_way(review, ago, is_same):
    link = mail_link(review, CONFIRM, now=NOW - ago)
    mail_link(ReviewFactory(by_guest=True), KEEP, now=NOW)
    assert mailed_just_now(review, CONFIRM, now=NOW) == (link if is_same else None)
    assert mailed_just_now(review, KEEP, now=NOW) is None
    MailedLink.objects.update(closed_at=NOW)
    assert mailed_just_now(review, CONFIRM, now=NOW) is None


@pytest.mark.parametrize("purpose", [CONFIRM, KEEP])
def test_asked_for_twice_within_seconds_one_link_is_mailed(review, purpose):
    def ask(now):
        if purpose == KEEP:
            return offer_account(review.pk, now=now)
        return ask_for_confirmation(review.pk, editor=None, now=now)

    first = ask(NOW)
    assert ask(NOW + timedelta(seconds=5)) == first
    assert ask(NOW + SAME_CLICK) != first
    assert review.mailed_links.count() == 2


@pytest.mark.parametrize(("purpose", "other"), [(CONFIRM, KEEP), (KEEP, CONFIRM)])
def test_a_token_finds_the_open_link_of_its_purpose(review, purpose, other):
    link = mail_link(review, purpose, now=NOW)
    mail_link(review, other, now=NOW)
    token = token_of(link)
    assert find_link(token, purpose) == link
    assert find_link(token, other) is None
    assert find_link("0" * 64, purpose) is None
    MailedLink.objects.filter(pk=link.pk).update(closed_at=NOW)
    assert find_link(token, purpose) is None


def test_a_used_link_leads_to_the_review_once_an_account_has_it(review):
    keep, confirm = (mail_link(review, purpose, now=NOW) for purpose in (KEEP, CONFIRM))
    kept = mail_link(ReviewFactory(), KEEP, now=NOW)
    assert find_kept_review(token_of(keep)) is None
    Review.objects.filter(pk=review.pk).update(reviewer=UserFactory())
    assert find_kept_review(token_of(keep)) == review
    assert find_kept_review(token_of(kept)) == kept.review
    assert find_kept_review(token_of(confirm)) is None
    assert find_kept_review("0" * 64) is None
