"""Whose names a name is compared with, of which something like it is known."""

import pytest

from accounts.models import Profile
from accounts.services import is_near_somebody_known
from tests.accounts.bylines import review_by
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
KNOWN, NEAR = "Noor Haddad", "Noor B. Haddad"


def test_a_name_that_only_a_published_signed_review_bears_is_compared():
    """Its writer has another name since."""
    user = UserFactory(name=NEAR)
    assert not is_near_somebody_known(user, NEAR)
    review_by(UserFactory(name="Renamed Since"), KNOWN)
    assert is_near_somebody_known(user, NEAR)
    assert not is_near_somebody_known(user, "Ada Example")


def test_a_pseudonym_and_a_review_that_is_not_published_are_not_compared():
    user = UserFactory(name=NEAR)
    review_by(UserFactory(name="Somebody Else"), KNOWN, kind="pseudonym")
    review_by(UserFactory(name="Another Person"), KNOWN, submitted=True)
    assert not is_near_somebody_known(user, NEAR)


def test_ones_own_name_and_signature_are_not_compared():
    user = UserFactory(name=KNOWN, editor=True)
    review_by(user, KNOWN)
    assert not is_near_somebody_known(user, NEAR)
    assert is_near_somebody_known(UserFactory(name=NEAR), NEAR)


def test_who_is_known_by_name_is_compared_and_whoever_is_not_is_not():
    user = UserFactory(name=NEAR)
    UserFactory(name=KNOWN)
    assert not is_near_somebody_known(user, NEAR)
    UserFactory(name=KNOWN, editor=True)
    assert is_near_somebody_known(user, NEAR)


def test_who_bears_the_very_name_already_needs_nobodys_yes():
    """By a signed review, as an editor, or where an editor has checked a shared name."""
    UserFactory(name=KNOWN, editor=True)
    signer, editor = UserFactory(name=NEAR), UserFactory(name=NEAR, editor=True)
    review_by(signer, NEAR)
    shares, other = UserFactory(name=NEAR), UserFactory(name=NEAR)
    Profile.objects.filter(user=shares).update(shared_name=NEAR)
    shares.refresh_from_db()
    asked = [is_near_somebody_known(user, NEAR) for user in (signer, editor, shares, other)]
    assert asked == [False, False, False, True]
    assert is_near_somebody_known(UserFactory(name="Ada Example", editor=True), NEAR)
