"""What a profile says besides the name, and what its person keeps off the page."""

import pytest

from accounts.models import Profile
from preprints.models import Subject
from tests.factories.accounts import UserFactory
from tests.factories.reviews import RoundFactory
from tests.reading.works import signed_review

pytestmark = pytest.mark.django_db
ORCID = "0000-0002-1825-0097"
PARTS = {
    "affiliation": "Institute of Herons",
    "orcid": ORCID,
    "bio": "I read proofs.",
    "lesswrong": "https://www.lesswrong.com/users/heron-watcher?from=search",
    "ea_forum": "ada_e",
}
SHOWN = ("Institute of Herons", ORCID, "I read proofs.", "heron-watcher", "Decision theory")


@pytest.fixture
def person():
    user = UserFactory(name="Ada Example")
    signed_review(RoundFactory(), number=1, reviewer=user)
    return user


def save(client, user, **fields):
    client.force_login(user)
    return client.post("/me/profile/", {"name": user.profile.name, **PARTS, **fields})


def test_all_that_was_typed_stands_on_the_page(client, person):
    subject = Subject.objects.create(slug="decisions", name="Decision theory")
    Subject.objects.create(slug="other", name="Interpretability")
    assert save(client, person, subjects=[subject.pk], time_zone="Pacific/Nauru").status_code == 302
    client.logout()
    page = client.get(person.profile.get_absolute_url()).content.decode()
    assert [word for word in SHOWN if word not in page] == []
    assert 'href="https://forum.effectivealtruism.org/users/ada_e"' in page
    assert "Interpretability" not in page
    assert "Pacific" not in page


@pytest.mark.parametrize(
    ("part", "word"),
    [*zip(("affiliation", "orcid", "bio", "forums", "subjects"), SHOWN, strict=True)],
)
def test_what_is_kept_off_the_page_is_read_nowhere_and_stays_for_its_person(
    client, person, part, word
):
    subject = Subject.objects.create(slug="decisions", name="Decision theory")
    save(client, person, subjects=[subject.pk], hidden=[part])
    assert word in client.get("/me/profile/").content.decode()
    client.logout()
    page = client.get(person.profile.get_absolute_url()).content.decode()
    answer = client.get(f"/api/v1/people/{person.profile.handle}/").json()
    assert word not in page
    assert word not in str(answer)
    others = {"affiliation": SHOWN[0], "orcid": ORCID, "bio": SHOWN[2]}
    others.pop(part, None)
    assert {name: answer[name] for name in others} == others
    assert [one for one in SHOWN if one != word and one not in page] == []


def test_another_affiliation_is_another_organisation_and_the_same_is_not(client, person):
    Profile.objects.filter(user=person).update(affiliation=PARTS["affiliation"], ror="05dxps055")
    save(client, person)
    assert Profile.objects.get(user=person).ror == "05dxps055"
    save(client, person, affiliation="Somewhere else")
    assert Profile.objects.get(user=person).ror == ""


@pytest.mark.parametrize("typed", ["ada example", "https://evil.example/ada", "<b>", "a" * 61])
def test_what_is_no_forum_name_is_refused_with_what_to_type(client, person, typed):
    answer = save(client, person, lesswrong=typed)
    assert answer.status_code == 422
    assert "ends the address of your page there" in answer.content.decode()
    assert typed.replace("<", "&lt;").replace(">", "&gt;") in answer.content.decode()
    assert Profile.objects.get(user=person).forum_names == {}
