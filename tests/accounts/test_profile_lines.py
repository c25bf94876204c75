"""What people say of themselves beside their name: no forgery, nothing that writes over others."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from accounts.services import available_name
from curation.forms import BeginForm
from ingest.forms import FeedForm
from reviews.forms import InviteForm
from tests.accounts.test_choose_names import profile_form
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import day_to_type

pytestmark = pytest.mark.django_db
BLACK_BAR = "Zoe" + "\u0321\u0311" * 90
ORCID = "0000-0002-1825-0097"


def signer(**profile):
    user = UserFactory(name="Ines Okaforova")
    for field, value in profile.items():
        setattr(user.profile, field, value)
    user.profile.save()
    ReviewFactory(
        reviewer=user, published=True, byline_kind="signed", byline_name=user.profile.name
    )
    return user


def test_an_affiliation_and_a_bio_are_cleaned_like_other_texts():
    typed = f"Uni\u202e of\u200b \U000e0041X\n{BLACK_BAR}"
    form = profile_form(UserFactory(), affiliation=typed, bio=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["affiliation"] == "Uni of X Zo\u0207\u0321\u0321"
    assert form.cleaned_data["bio"] == "Uni of X\nZo\u0207\u0321\u0321"


@pytest.mark.parametrize("typed", ["✓ verified", "Oxford ✔", "★ Editor", "Oxford 🏅", "Oxford √"])
def test_a_tick_or_a_star_is_refused_in_an_affiliation(typed):
    assert "affiliation" in profile_form(UserFactory(), affiliation=typed).errors
    for honest in ("Universität Zürich & ETH", "CNRS – LIP6, Paris", "东京大学", "AT&T + IBM"):
        assert profile_form(UserFactory(), affiliation=honest).is_valid()


@pytest.mark.parametrize("name", [BLACK_BAR, "Zoe\u0336", "Z\u0336o\u0336e\u0336"])
def test_no_name_writes_over_other_lines(name):
    assert "name" in profile_form(UserFactory(), name=name).errors
    assert "pseudonym" in profile_form(UserFactory(), pseudonym=name).errors
    invited = {"name": name, "email": "a@example.org", "due_on": day_to_type(), "message": ""}
    assert "name" in InviteForm(invited).errors
    assert InviteForm({**invited, "name": "Zoë Ng"}).is_valid()
    assert available_name(name) == ""
    assert available_name("Zoë Ng") == "Zoë Ng"


def test_titles_of_issues_sections_and_feeds_pile_no_marks():
    issue = BeginForm({"title": f"{BLACK_BAR}\u202e", "volume": 1, "number": 1})
    assert issue.is_valid(), issue.errors
    assert issue.cleaned_data["title"] == "Zo\u0207\u0321\u0321"
    feed = FeedForm({"name": f"A\n{BLACK_BAR}", "url": "https://example.org/feed"})
    assert feed.is_valid(), feed.errors
    assert feed.cleaned_data["name"] == "A Zo\u0207\u0321\u0321"


@pytest.mark.parametrize("is_verified", [True, False])
def test_a_typed_orcid_id_is_shown_as_what_it_is(client, is_verified):
    user = signer(orcid=ORCID)
    other = user if is_verified else UserFactory()
    SocialAccount.objects.create(user=other, provider="orcid", uid=ORCID)
    page = client.get(reverse("reading:person", args=[user.profile.handle])).content.decode()
    assert f"orcid.org/{ORCID}" in page
    assert ("not verified" in page) is not is_verified
    assert ('rel="me' in page) is is_verified
