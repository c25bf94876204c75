"""A person's time zone: chosen in the profile, of nobody else's business."""

import pytest
from django.urls import reverse

from accounts.models import Profile
from accounts.time_zones import time_zone_names, zone
from tests.factories.accounts import UserFactory

TYPED = {"name": "Noor Reader", "affiliation": "", "bio": "", "orcid": "", "pseudonym": ""}
PAGE = "accounts:profile"


@pytest.mark.django_db
def test_it_is_utc_until_it_is_chosen_and_stays_where_a_form_does_not_name_it(client):
    user, other = UserFactory(name="Noor Reader"), UserFactory()
    client.force_login(user)
    zones = []
    for typed in ({}, {"time_zone": "Asia/Kolkata"}, {}):
        assert client.post(reverse(PAGE), TYPED | typed).status_code == 302
        zones.append(Profile.objects.get(user=user).time_zone)
    assert zones == ["UTC", "Asia/Kolkata", "Asia/Kolkata"]
    assert Profile.objects.get(user=other).time_zone == "UTC"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Mars/Olympus", "EST", "../../etc/passwd"])
def test_what_is_no_place_is_refused(client, name):
    user = UserFactory(name="Noor Reader")
    client.force_login(user)
    answer = client.post(reverse(PAGE), TYPED | {"time_zone": name})
    assert list(answer.context["form"].errors) == ["time_zone"]
    assert Profile.objects.get(user=user).time_zone == "UTC"
    assert zone(name).key == "UTC"


def test_places_are_offered_by_the_alphabet_behind_utc():
    names = time_zone_names()
    assert (names[0], "Europe/Oslo" in names, "EST" in names) == ("UTC", True, False)
    assert list(names[1:]) == sorted(names[1:])
