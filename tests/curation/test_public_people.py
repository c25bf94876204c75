import pytest

from curation.people import people_visible_to, public_people
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory

pytestmark = pytest.mark.django_db


def page(client, user):
    return client.get(user.profile.get_absolute_url()).status_code


def test_an_account_alone_has_no_public_page(client):
    assert page(client, UserFactory()) == 404


def test_an_unsigned_review_makes_nobody_public(client):
    review = ReviewFactory(published=True)
    assert page(client, review.reviewer) == 404
    client.force_login(UserFactory())
    assert page(client, review.reviewer) == 404


def test_a_signed_review_does(client):
    review = ReviewFactory(published=True, byline_kind="signed", byline_name="Grace")
    assert page(client, review.reviewer) == 200
    assert review.reviewer.profile in public_people()


def test_one_sees_oneself_and_editors_see_everybody(client):
    user = UserFactory()
    client.force_login(user)
    assert page(client, user) == 200
    client.force_login(UserFactory(editor=True))
    assert page(client, user) == 200


def test_nobody_sees_who_has_left(client):
    user = UserFactory(is_active=False)
    assert user.profile not in people_visible_to(UserFactory(editor=True))
