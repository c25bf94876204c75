"""Who bears a name here, and what a new profile is made of."""

import re

import pytest

from accounts.guests import make_guest
from accounts.models import Profile, User
from accounts.services import available_name, bearers_of, ensure_profile
from tests.accounts.bylines import review_by
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NAME = "Sibylla Vane"


def test_the_bearers_of_a_name_are_open_accounts_known_by_it_in_the_order_they_came():
    asking = UserFactory(name=NAME, editor=True)
    editor = UserFactory(name="Vane, Sibylla", managing_editor=True)
    renamed = review_by(UserFactory(name="Renamed Since"), NAME)
    signer = review_by(UserFactory(name=NAME), NAME)
    UserFactory(name=NAME)  # known by nothing
    UserFactory(name="Ada Example", editor=True)
    review_by(UserFactory(), NAME, submitted=True)
    review_by(UserFactory(), NAME, kind="pseudonym")
    review_by(make_guest(NAME), NAME)
    closed = review_by(UserFactory(name=NAME), NAME)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert bearers_of(NAME, but=asking) == [editor.pk, renamed.pk, signer.pk]
    assert bearers_of(NAME, but=signer) == [asking.pk, editor.pk, renamed.pk]
    assert bearers_of("Sybil Crane", but=asking) == []


def test_a_new_profile_has_the_cleaned_name_and_the_orcid_id():
    user = User.objects.create_user("grace@example.org")
    profile = ensure_profile(user, name=" Grace\u200b  Example ", orcid="0000-0002-1825-0097")
    saved = Profile.objects.filter(pk=profile.pk).values().get()
    assert re.fullmatch(r"grace-example-\d{4}", saved.pop("handle"))
    assert saved.pop("skeleton")
    assert saved == {
        "id": profile.pk,
        "user_id": user.pk,
        "name": "Grace Example",
        "shared_name": "",
        "orcid": "0000-0002-1825-0097",
        "affiliation": "",
        "ror": "",
        "forum_names": {},
        "hidden": [],
        "bio": "",
        "time_zone": "UTC",
    }


@pytest.mark.parametrize(("typed", "kept"), [("", "Reader"), ("A" * 201, "A" * 200)])
def test_a_new_profile_has_a_name_that_fits_its_field(typed, kept):
    user = User.objects.create_user("grace@example.org")
    assert ensure_profile(user, name=typed).name == kept


def test_of_a_name_given_by_another_site_two_hundred_characters_are_read():
    typed = f"{'Abc' * 33} {'Def' * 33}gh"
    assert available_name(typed) == typed[:200] != typed
