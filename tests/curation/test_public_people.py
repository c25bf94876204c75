import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from curation.selectors.people import people_visible_to, public_people
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


def test_nobody_sees_who_has_closed_the_account(client):
    left, stays = (
        ReviewFactory(published=True, byline_kind="signed", byline_name="Grace").reviewer
        for _ in range(2)
    )
    visitors = [AnonymousUser(), UserFactory(), UserFactory(editor=True)]
    both = {left.profile, stays.profile}
    assert set(public_people()) == both
    assert all(both <= set(people_visible_to(visitor)) for visitor in visitors)
    User.objects.filter(pk=left.pk).update(is_active=False)
    assert set(public_people()) == {stays.profile}
    for visitor in visitors:
        seen = set(people_visible_to(visitor))
        assert stays.profile in seen
        assert left.profile not in seen
    assert [page(client, person) for person in (left, stays)] == [404, 200]
