import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from accounts.models import User
from events.models import Event
from events.outbox import work
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def with_address(email: str, *, is_confirmed: bool) -> User:
    user = UserFactory(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=is_confirmed, primary=True)
    return user


def test_a_person_with_a_confirmed_address_becomes_administrator(capsys):
    user = with_address("ada@example.org", is_confirmed=True)
    bystander = with_address("grace@example.org", is_confirmed=True)
    call_command("make_administrator", "Ada@example.org")
    user = User.objects.get(pk=user.pk)
    assert (user.is_staff, user.role_names) == (True, {"administrator"})
    bystander = User.objects.get(pk=bystander.pk)
    assert (bystander.is_staff, bystander.role_names) == (False, frozenset())
    assert "second factor" in capsys.readouterr().out


def test_the_log_and_the_mail_name_whoever_runs_the_server(mailoutbox):
    user = with_address("ada@example.org", is_confirmed=True)
    call_command("make_administrator", "ada@example.org")
    event = Event.objects.get(kind="account.rights_changed")
    assert (event.actor_id, event.is_public) == (None, False)
    work()
    (mail,) = mailoutbox
    assert mail.to == ["ada@example.org"]
    assert "Whoever runs the server changed your rights" in mail.body
    assert f"{user.profile.name} changed" not in mail.body


def test_other_roles_stay():
    user = with_address("ada@example.org", is_confirmed=True)
    user.roles.create(name="editor")
    call_command("make_administrator", "ada@example.org")
    assert User.objects.get(pk=user.pk).role_names == {"administrator", "editor"}


@pytest.mark.parametrize("email", ["nobody@example.org", "ada@example.org"])
def test_an_address_nobody_has_confirmed_is_one_clear_line(email):
    user = with_address("ada@example.org", is_confirmed=False)
    with pytest.raises(CommandError, match="No account has confirmed"):
        call_command("make_administrator", email)
    assert not User.objects.get(pk=user.pk).is_staff
