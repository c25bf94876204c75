"""Roles are given in the admin; nobody is given one, or loses one, without hearing of it."""

import pytest
from django.core import mail

from accounts.models import Profile, Role
from events.models import Event
from events.outbox import work
from tests.administration.second_factor import sign_in_with_second_factor
from tests.administration.test_enter_the_admin import administrator, person
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def admin(client):
    user = administrator()
    sign_in_with_second_factor(client, user)
    mail.outbox.clear()
    return user


def save(client, user, *, roles=(), is_active=True, is_staff=False, **profile):
    own = user.profile
    fields = {
        "roles": list(roles),
        **({"is_active": "on"} if is_active else {}),
        **({"is_staff": "on"} if is_staff else {}),
        "profile-TOTAL_FORMS": 1,
        "profile-INITIAL_FORMS": 1,
        "profile-0-id": own.pk,
        "profile-0-user": user.pk,
    }
    shown = {"name": own.name, "shared_name": "", "affiliation": "", "orcid": "", "bio": ""}
    fields |= {f"profile-0-{name}": value for name, value in {**shown, **profile}.items()}
    return client.post(f"/admin/accounts/user/{user.pk}/change/", fields)


def mails_to(user):
    work()
    return [one.body for one in mail.outbox if one.to == [user.email]]


def test_a_role_that_is_given_is_mailed_and_logged(client, admin):
    user, bystander = person(), person(editor=True)
    assert save(client, user, roles=["editor", "reviewer"]).status_code == 302
    assert set(user.roles.values_list("name", flat=True)) == {"editor", "reviewer"}
    assert set(bystander.roles.values_list("name", flat=True)) == {"editor"}
    (mail,) = mails_to(user)
    assert "Editor" in mail
    assert "Reviewer" in mail
    assert mails_to(bystander) == []
    event = Event.objects.get(kind="account.rights_changed")
    assert (event.actor_id, event.is_public) == (admin.pk, False)
    assert event.data == {"given": ["Editor", "Reviewer"], "taken": []}


def test_a_role_that_is_taken_is_mailed_and_logged(client, admin):
    user = person(editor=True)
    save(client, user)
    assert not Role.objects.filter(user=user).exists()
    (mail,) = mails_to(user)
    assert "No longer: Editor" in mail


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"is_staff": True}, "New: entry to the admin"),
        ({"is_active": False}, "No longer: sign-in"),
    ],
)
def test_entry_and_sign_in_are_mailed_too(client, admin, change, sentence):
    user = person()
    save(client, user, **change)
    assert sentence in mails_to(user)[0]


def test_saving_without_a_change_mails_nobody(client, admin):
    user = person(editor=True)
    save(client, user, roles=["editor"])
    assert mails_to(user) == []
    assert not Event.objects.filter(kind="account.rights_changed").exists()


def test_another_persons_name_is_refused_until_an_editor_has_checked_it(client, admin):
    UserFactory(name="Sibylla Vane", editor=True)
    user = person(name="Other Name")
    answer = save(client, user, name="Sibylla Vane")
    assert "This name is not available" in answer.content.decode()
    assert save(client, user, shared_name="Sibylla Vane").status_code == 302
    assert save(client, user, name="Sibylla Vane", shared_name="Sibylla Vane").status_code == 302
    assert Profile.objects.get(user=user).name == "Sibylla Vane"
