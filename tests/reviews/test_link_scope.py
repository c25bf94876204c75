"""What the links that a browser has opened let its visitor find: one review, and no other's."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore

from reviews import guest_scope, opened_links
from reviews.guest_scope import Visitor, Writer
from reviews.models import Invitation, MailedLink, Review
from reviews.services.mailed_links import mail_link
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW

CONFIRM, KEEP = MailedLink.Purpose.CONFIRM_REVIEW, MailedLink.Purpose.KEEP_ACCOUNT
INVITATION, MAILED = opened_links.INVITATION, opened_links.MAILED_LINK


def visitor(user=None, *, opened=()):
    """Signed in or not, who has opened these invitations and mailed links."""
    session = SessionStore()
    for row in opened:
        kind = INVITATION if isinstance(row, Invitation) else MAILED
        opened_links.note_opened(session, kind, row.pk, row.token_hash)
    return Visitor(user or AnonymousUser(), session)


# --- What the session remembers ------------------------------------------------------------------


def test_a_link_is_remembered_by_its_kind_its_row_and_its_hash():
    session = SessionStore()
    opened_links.note_opened(session, INVITATION, 7, "a" * 64)
    assert opened_links.is_opened(session, INVITATION, 7, "a" * 64)
    assert not opened_links.is_opened(session, INVITATION, 7, "b" * 64)
    assert not opened_links.is_opened(session, INVITATION, 8, "a" * 64)
    assert not opened_links.is_opened(session, MAILED, 7, "a" * 64)
    assert opened_links.was_opened(session, INVITATION, 7)
    assert not opened_links.was_opened(session, INVITATION, 8)
    assert not opened_links.was_opened(session, MAILED, 7)


def test_the_twenty_links_that_were_opened_last_are_remembered():
    session = SessionStore()
    for number in [*range(1, 21), 1, 21]:
        opened_links.note_opened(session, MAILED, number, "a" * 64)
    assert opened_links.opened_ids(session, MAILED) == [*range(3, 21), 1, 21]
    assert opened_links.opened_ids(session, INVITATION) == []


def test_a_link_is_forgotten_alone():
    session = SessionStore()
    for kind, number in ((INVITATION, 1), (INVITATION, 2), (MAILED, 1)):
        opened_links.note_opened(session, kind, number, "a" * 64)
    opened_links.forget_opened(session, INVITATION, 1)
    opened_links.forget_opened(session, INVITATION, 9)
    assert opened_links.opened_ids(session, INVITATION) == [2]
    assert opened_links.opened_ids(session, MAILED) == [1]


def test_a_link_closed_at_sign_in_is_known_but_open_no_more():
    session = SessionStore()
    for number in (1, 2):
        opened_links.note_opened(session, INVITATION, number, "a" * 64)
    opened_links.close_at_sign_in(session, INVITATION, 1)
    closed = [opened_links.is_closed_at_sign_in(session, INVITATION, n) for n in (1, 2, 3)]
    assert closed == [True, False, False]
    assert [opened_links.is_opened(session, INVITATION, n, "a" * 64) for n in (1, 2)] == [
        False,
        True,
    ]
    assert opened_links.was_opened(session, INVITATION, 1)


# --- Mailed links --------------------------------------------------------------------------------


@pytest.fixture
def review(db):
    """A guest's, beside another guest's in the same round."""
    opened = RoundFactory()
    other = InvitationFactory(round=opened, state="accepted", email="other@example.org")
    ReviewFactory(round=opened, by_guest=True, submitted=True, invitation=other)
    return ReviewFactory(round=opened, by_guest=True, submitted=True)


def other_review(review):
    return Review.objects.exclude(pk=review.pk).select_related("invitation", "reviewer").get()


@pytest.mark.parametrize("purpose", [CONFIRM, KEEP])
def test_a_mailed_link_is_found_for_its_own_purpose_while_it_is_open(review, purpose):
    links = {one: mail_link(review, one, now=NOW) for one in (CONFIRM, KEEP)}
    link, other = links.pop(purpose), *links.values()
    both = visitor(opened=[link, other])
    assert guest_scope.find_mailed_link(both, link.pk, purpose) == link
    assert guest_scope.find_mailed_link(both, link.pk, other.purpose) is None
    assert guest_scope.find_mailed_link(visitor(opened=[other]), link.pk, purpose) is None
    MailedLink.objects.filter(pk=link.pk).update(closed_at=NOW)
    assert guest_scope.find_mailed_link(both, link.pk, purpose) is None


def test_a_kept_review_is_found_by_the_link_it_was_kept_with(review):
    link, confirming = (mail_link(review, purpose, now=NOW) for purpose in (KEEP, CONFIRM))
    opened = visitor(opened=[link, confirming])
    assert guest_scope.find_kept_review(opened, link.pk) is None, "it is a guest's still"
    Review.objects.filter(pk=review.pk).update(reviewer=UserFactory())
    assert guest_scope.find_kept_review(opened, link.pk) == review
    assert guest_scope.find_kept_review(opened, confirming.pk) is None
    assert guest_scope.find_kept_review(visitor(opened=[confirming]), link.pk) is None


def test_closing_an_invitation_here_closes_all_links_of_its_review_and_no_others(review):
    other = other_review(review)
    own = [review.invitation, *(mail_link(review, one, now=NOW) for one in (CONFIRM, KEEP))]
    others = [other.invitation, mail_link(other, CONFIRM, now=NOW)]
    here = visitor(opened=[*own, *others])
    guest_scope.forget_links(here, review.invitation_id)
    assert opened_links.opened_ids(here.session, INVITATION) == [other.invitation_id]
    assert opened_links.opened_ids(here.session, MAILED) == [others[1].pk]


# --- Reviews -------------------------------------------------------------------------------------


def test_an_account_finds_its_own_review_alone(review):
    own = ReviewFactory(round=review.round)
    me = visitor(own.reviewer)
    assert guest_scope.find_writer(me, own.pk) == Writer(own, own.reviewer)
    assert guest_scope.find_reviewer(me, own.pk) == own.reviewer
    for hidden in (review.pk, ReviewFactory(round=RoundFactory()).pk, 0):
        assert guest_scope.find_writer(me, hidden) is None
        assert guest_scope.find_reviewer(me, hidden) is None
    assert guest_scope.find_writer(visitor(), own.pk) is None


def test_a_link_leads_to_the_guests_review_that_it_is_for(review):
    other = other_review(review)
    guest = visitor(opened=[review.invitation])
    assert guest_scope.find_writer(guest, review.pk) == Writer(review, review.reviewer)
    assert guest_scope.find_reviewer(guest, review.pk) == review.reviewer
    assert guest_scope.find_writer(guest, other.pk) is None
    for state in ("pending", "declined", "revoked", "disowned", "closed"):
        Invitation.objects.filter(pk=review.invitation_id).update(state=state)
        assert guest_scope.find_writer(guest, review.pk) is None, state


def test_a_link_leads_to_no_review_of_an_account(review):
    Review.objects.filter(pk=review.pk).update(reviewer=UserFactory())
    assert guest_scope.find_writer(visitor(opened=[review.invitation]), review.pk) is None


@pytest.mark.parametrize("who", ["editor", "second editor", "author", "somebody else"])
def test_who_takes_part_in_the_work_cannot_use_a_reviewers_link(review, who):
    submission = review.round.submission
    author = UserFactory()
    review.version.authors.update(user=author)
    people = {"editor": submission.editor, "second editor": submission.second_editor}
    person = people.get(who) or (author if who == "author" else UserFactory())
    signed_in = visitor(person, opened=[review.invitation])
    is_found = guest_scope.find_writer(signed_in, review.pk) is not None
    assert is_found is (who == "somebody else")
    assert guest_scope.is_involved(signed_in, review.round) is (who != "somebody else")


def test_a_visitor_is_a_guest_while_a_link_of_an_invitation_is_open(review):
    mailed = mail_link(review, CONFIRM, now=NOW)
    opened = visitor(opened=[review.invitation])
    assert guest_scope.is_guest_somewhere(opened)
    assert not guest_scope.is_guest_somewhere(visitor())
    assert not guest_scope.is_guest_somewhere(visitor(opened=[mailed]))
    Invitation.objects.filter(pk=review.invitation_id).update(token_hash="c" * 64)
    assert not guest_scope.is_guest_somewhere(opened), "it was sent again"
    Invitation.objects.filter(pk=review.invitation_id).update(
        token_hash=review.invitation.token_hash, state="revoked"
    )
    assert not guest_scope.is_guest_somewhere(opened)


@pytest.mark.parametrize(
    ("changed", "is_older"),
    [({}, False), ({"token_hash": "c" * 64}, True), ({"state": "revoked"}, True)],
)
def test_a_link_that_was_opened_before_it_was_closed_is_no_open_one(review, changed, is_older):
    opened = visitor(opened=[review.invitation])
    Invitation.objects.filter(pk=review.invitation_id).update(**changed)
    assert guest_scope.has_opened_older_link(opened, review.pk) is is_older
    assert not guest_scope.has_opened_older_link(visitor(), review.pk)
    assert not guest_scope.has_opened_older_link(opened, other_review(review).pk)
    assert not guest_scope.has_opened_older_link(opened, 0)


def test_a_link_that_a_sign_in_has_closed_is_known_by_its_review(review):
    other = other_review(review)
    here = visitor(opened=[review.invitation, other.invitation])
    opened_links.close_at_sign_in(here.session, INVITATION, review.invitation_id)
    closed = [guest_scope.is_closed_at_sign_in(here, pk) for pk in (review.pk, other.pk, 0)]
    assert closed == [True, False, False]


# --- Invitations ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "is_found"),
    [
        ("pending", True),
        ("accepted", True),
        ("declined", True),
        ("closed", True),
        ("revoked", False),
        ("disowned", False),
    ],
)
def test_an_invitation_is_found_by_its_link_until_it_is_withdrawn(review, state, is_found):
    invitation, other = review.invitation, other_review(review).invitation
    Invitation.objects.filter(pk=invitation.pk).update(state=state)
    opened = visitor(opened=[invitation])
    assert guest_scope.find_invitation(opened, invitation.pk) == (invitation if is_found else None)
    assert guest_scope.find_invitation(opened, other.pk) is None
    assert guest_scope.find_invitation(visitor(), invitation.pk) is None


def test_an_invitation_is_found_by_the_account_of_its_address_until_somebody_accepts_it(db):
    invitation = InvitationFactory(email="Noor@Example.org")
    addressee = UserFactory(email="noor@example.org", verified=True)
    unconfirmed = UserFactory(email="grace@example.org")
    InvitationFactory(round=invitation.round, email=unconfirmed.email)
    find = guest_scope.find_invitation
    assert find(visitor(addressee), invitation.pk) == invitation
    assert find(visitor(unconfirmed), invitation.pk) is None
    assert find(visitor(unconfirmed), Invitation.objects.get(email=unconfirmed.email).pk) is None
    accepting = UserFactory(verified=True)
    Invitation.objects.filter(pk=invitation.pk).update(user=accepting, state="accepted")
    assert find(visitor(accepting), invitation.pk) == invitation
    assert find(visitor(addressee), invitation.pk) is None
