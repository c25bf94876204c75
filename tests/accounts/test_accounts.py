import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import errors, services
from accounts.models import Pseudonym, SkeletonField, User
from events.models import Outbox
from events.outbox import GIVE_UP_WAITING_AFTER, work
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.reviews import ReviewFactory

pytestmark = pytest.mark.django_db


def sign_up(client, **changed):
    details = {"name": "Grace Example", "email": "grace@example.org", "password1": PASSWORD}
    return client.post("/accounts/signup/", {**details, **changed})


def test_signing_up_makes_a_profile_and_asks_for_a_confirmation(client):
    answer = sign_up(client)
    assert answer.status_code == 302
    user = User.objects.get()
    assert user.profile.name == "Grace Example"
    assert re.fullmatch(r"grace-example-\d{4}", user.profile.handle)
    assert mail.outbox == [], "no request waits for a mail server"
    work()
    assert mail.outbox[0].to == ["grace@example.org"]
    assert "confirm-email" in mail.outbox[0].body


def test_the_link_in_a_mail_stands_in_no_row(client):
    sign_up(client)
    row = str(Outbox.objects.values().get())
    assert "confirm-email" not in row
    assert "grace@example.org" not in row
    work()
    assert "confirm-email" in mail.outbox[0].body
    assert Outbox.objects.get().arguments == {}


def test_a_mail_that_was_given_up_is_forgotten_too(client, monkeypatch):
    sign_up(client)
    Outbox.objects.update(created_at=timezone.now() - GIVE_UP_WAITING_AFTER)

    def refuse(message: object) -> int:
        raise OSError("no route to host")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    work()
    row = Outbox.objects.get()
    assert row.failed_at is not None
    assert row.arguments == {}


def test_nobody_signs_in_before_the_address_is_confirmed(client):
    sign_up(client)
    client.logout()
    known = {"login": "grace@example.org", "password": PASSWORD}
    client.post("/accounts/login/", known)
    assert "_auth_user_id" not in client.session
    EmailAddress.objects.filter(email="grace@example.org").update(verified=True)
    client.post("/accounts/login/", known)
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def test_guessing_passwords_is_stopped(client):
    user = UserFactory(email="grace@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for _ in range(5):
        client.post("/accounts/login/", {"login": user.email, "password": "wrong guess"})
    answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert "Too many failed attempts to sign in" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_second_sign_up_does_not_disclose_that_the_address_is_known(client):
    UserFactory(email="grace@example.org")
    answer = sign_up(client)
    assert answer.status_code == 302
    assert User.objects.count() == 1


def test_addresses_that_differ_in_case_are_one_person():
    UserFactory(email="grace@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("Grace@example.org")
    assert User.objects.get_by_natural_key("GRACE@example.org").email == "grace@example.org"


def new_profile(name, number=0):
    """As at signing up; the factory chooses handles itself."""
    user = User.objects.create_user(f"grace{number}@example.org")
    return services.ensure_profile(user, name=name)


def test_no_handle_discloses_that_another_bears_the_name():
    """A number that counts would show whoever signs up as somebody that they have an account."""
    handles = [new_profile("Grace Example", number).handle for number in range(3)]
    assert len(set(handles)) == 3
    assert all(re.fullmatch(r"grace-example-[1-9]\d{3}", handle) for handle in handles)


def test_a_name_without_letters_still_gets_a_handle():
    assert re.fullmatch(r"reader-[1-9]\d{3}", new_profile("李明").handle)


def test_a_pseudonym_is_one_persons():
    services.set_pseudonym(UserFactory(), "Heron")
    with pytest.raises(errors.NameNotAvailable):
        services.set_pseudonym(UserFactory(), "heron")


@pytest.mark.parametrize("name", ["grace example", "Anonymous reviewer"])
def test_a_pseudonym_is_nobodys_name(name):
    UserFactory(name="Grace Example", editor=True)
    with pytest.raises(errors.NameNotAvailable):
        services.set_pseudonym(UserFactory(), name)


def test_who_is_made_on_the_command_line_has_a_profile_and_all_rights():
    other = User.objects.create_user("other@example.org", PASSWORD)
    user = User.objects.create_superuser("Root@EXAMPLE.org", PASSWORD)
    assert (user.profile.name, user.profile.handle) == (
        "Root@EXAMPLE.org",
        f"administrator-{user.pk}",
    )
    user = User.objects.get(pk=user.pk)
    assert (user.email, user.check_password(PASSWORD)) == ("Root@example.org", True)
    assert (user.is_staff, user.is_superuser) == (True, True)
    other = User.objects.get(pk=other.pk)
    assert (other.is_staff, other.is_superuser) == (False, False)


def test_a_pseudonym_stays_once_a_review_stands_under_it():
    user = UserFactory()
    services.set_pseudonym(user, "Heron")
    services.set_pseudonym(user, "Egret")
    ReviewFactory(reviewer=user, submitted=True, byline_kind="pseudonym", byline_name="Egret")
    with pytest.raises(errors.PseudonymInUse):
        services.set_pseudonym(user, "Stork")
    services.set_pseudonym(user, "Egret")
    assert services.pseudonym_of(user) == "Egret"


def test_a_pseudonym_can_be_given_up():
    user = UserFactory()
    services.set_pseudonym(user, "Heron")
    services.set_pseudonym(user, "")
    assert not Pseudonym.objects.exists()


def test_the_profile_page_saves_and_keeps_what_was_typed_when_it_cannot(client):
    services.set_pseudonym(UserFactory(), "Heron")
    user = UserFactory()
    client.force_login(user)
    fields = {"name": "Grace", "orcid": "", "affiliation": "Somewhere", "bio": "", "pseudonym": ""}
    assert client.post("/me/profile/", fields).status_code == 302
    user.profile.refresh_from_db()
    assert user.profile.affiliation == "Somewhere"
    answer = client.post("/me/profile/", {**fields, "bio": "Typed", "pseudonym": "Heron"})
    assert "This name is not available" in answer.content.decode()
    assert "Typed" in answer.content.decode()


def test_a_malformed_orcid_is_refused(client):
    client.force_login(UserFactory())
    answer = client.post("/me/profile/", {"name": "Grace", "orcid": "0000-1"})
    assert "Like 0000-0002-1825-0097" in answer.content.decode()


def test_roles_decide_who_is_an_editor():
    assert UserFactory(editor=True).is_editor
    assert UserFactory(managing_editor=True).is_managing_editor
    for other in ({}, {"administrator": True}):
        assert not UserFactory(**other).is_editor
        assert not UserFactory(**other).is_managing_editor
    assert not UserFactory(editor=True).is_managing_editor


def test_a_migration_makes_the_same_field_of_skeletons():
    field = SkeletonField(max_length=40, blank=True, of="byline_name")
    _name, _path, arguments, options = field.deconstruct()
    again = SkeletonField(*arguments, **options)
    assert (again.of, again.max_length, again.blank) == ("byline_name", 40, True)
