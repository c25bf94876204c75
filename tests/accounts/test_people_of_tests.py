"""A person made by the tests' factory has the rows of one who came by the journal's own way."""

import re
from collections.abc import Callable

import pytest
from django.apps import apps

from accounts.models import User
from accounts.services import ensure_profile, give_role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.made_once import taken_back

pytestmark = pytest.mark.django_db
EMAIL = "Grace@Example.ORG"
DIFFERS = {"id", "user_id", "date_joined", "password"}


def by_the_journal(name: str, *roles: str) -> User:
    user = User.objects.create_user(EMAIL, PASSWORD)
    ensure_profile(user, name=name)
    for role in roles:
        give_role(user, role.replace("_", "-"))
    return user


def by_the_factory(name: str, *roles: str) -> User:
    return UserFactory(email=EMAIL, name=name, **dict.fromkeys(roles, True))


def rows_after(make: Callable[..., User], *person: str) -> dict[str, list[dict[str, object]]]:
    """All rows of people and of the log, without what differs from one person to the next."""
    with taken_back():
        assert make(*person).check_password(PASSWORD)
        found = {
            model.__name__: [
                {name: value for name, value in row.items() if name not in DIFFERS}
                for row in model._base_manager.order_by("pk").values()
            ]
            for app in ("accounts", "events")
            for model in apps.get_app_config(app).get_models()
        }
    for profile in found["Profile"]:
        profile["handle"] = re.sub(r"-\d{4}$", "", profile["handle"])
    return found


@pytest.mark.parametrize(
    "person",
    [
        ("Grace Example",),
        ("Grace Example", "editor"),
        (" Sibylla\u200b  Väne ", "editor", "managing_editor"),
        ("王小明",),
        ("B" * 201,),
    ],
)
def test_the_factory_makes_the_rows_that_signing_up_makes(person):
    made = rows_after(by_the_factory, *person)
    assert [len(made[name]) for name in ("User", "Profile", "Role")] == [1, 1, len(person) - 1]
    assert made == rows_after(by_the_journal, *person)
