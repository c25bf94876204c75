"""A guest's row, the account made of it, and addresses that nobody has confirmed."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import guests, services
from accounts.errors import AddressInUse
from accounts.guests import (
    confirm_from_mailbox,
    has_verified_address,
    make_account_of,
    make_guest,
    people_behind,
    verified_addresses,
)
from accounts.models import Profile, User
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
ADDRESS = "grace@example.org"


def rights_of(user):
    user = User.objects.get(pk=user.pk)
    return {
        "email": user.email,
        "is_guest": user.is_guest,
        "is_active": user.is_active,
        "is_staff": user.is_staff,
        "is_superuser": user.is_superuser,
        "has_password": user.has_usable_password(),
    }


def addresses():
    return set(EmailAddress.objects.values_list("email", "user_id", "verified", "primary"))


def sign_up(email=ADDRESS, **fields):
    """A sign-up that nobody has finished."""
    user = UserFactory(email=email, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=False, primary=True)
    return user


# The row of a guest


def test_a_guest_has_an_address_and_a_handle_that_lead_to_nobody():
    guest, other = make_guest("  Grace Guest "), make_guest("Grace Guest")
    assert rights_of(guest) == {
        "email": guest.email,
        "is_guest": True,
        "is_active": False,
        "is_staff": False,
        "is_superuser": False,
        "has_password": False,
    }
    mark = re.fullmatch(r"guest-([0-9a-f]{24})@guest\.invalid", guest.email)
    assert (guest.profile.name, guest.profile.handle) == ("Grace Guest", f"guest-{mark[1]}")
    assert len({guest.email, other.email, guest.profile.handle, other.profile.handle}) == 4
    assert addresses() == set()


@pytest.mark.parametrize("make", [make_guest, lambda name: kept(name), lambda name: reset(name)])
def test_a_name_is_as_long_as_its_field_at_most(make):
    person = make(" " + "A" * 201)
    assert Profile.objects.get(user=person).name == "A" * 200


def kept(name):
    return make_account_of(make_guest("Grace"), email=ADDRESS, name=name, password=PASSWORD)


def reset(name):
    user = sign_up()
    confirm_from_mailbox(user, name=name)
    return user


# Whose an address is


def test_guests_are_one_person_where_one_account_has_confirmed_their_addresses():
    owner, other = UserFactory(verified=True), UserFactory(verified=True)
    EmailAddress.objects.create(user=owner, email="second@example.org", verified=True)
    unconfirmed = sign_up("z-unconfirmed@example.org")
    found = people_behind(
        ["B@example.org", "SECOND@example.org", owner.email, "a@example.org", unconfirmed.email]
    )
    assert found == {
        owner.email: owner.pk,
        "second@example.org": owner.pk,
        "a@example.org": -1,
        "b@example.org": -2,
        "z-unconfirmed@example.org": -5,
    }
    assert other.email not in found
    assert people_behind([]) == {}


def test_of_two_accounts_that_have_confirmed_an_address_the_first_has_it():
    """Rows from before addresses were kept in lower case."""
    first, second, other = UserFactory(), UserFactory(), UserFactory(verified=True)
    EmailAddress.objects.create(user=second, email=ADDRESS, verified=True)
    EmailAddress.objects.create(user=first, email=ADDRESS.title(), verified=True)
    assert guests.verified_account_of(ADDRESS.upper()) == first
    assert guests.verified_account_of(other.email) == other
    assert guests.verified_account_of("nobody@example.org") is None


def test_an_account_has_the_addresses_that_it_has_confirmed_itself():
    owner, other = UserFactory(verified=True), UserFactory(verified=True)
    EmailAddress.objects.create(user=owner, email="Second@example.org", verified=True)
    EmailAddress.objects.create(user=owner, email="third@example.org", verified=False)
    waiting = sign_up()
    assert verified_addresses(owner) == {owner.email, "second@example.org"}
    assert verified_addresses(other) == {other.email}
    assert verified_addresses(waiting) == set()
    assert [has_verified_address(user) for user in (owner, other, waiting)] == [True, True, False]


# An account made of a guest's row


def test_an_account_made_of_a_guests_row_can_sign_in_and_keeps_nothing_of_the_guest():
    guest, bystander = make_guest("Grace Guest"), make_guest("Ida Guest")
    before = rights_of(bystander)
    account = make_account_of(guest, email=ADDRESS, name=" Grace Example ", password=PASSWORD)
    assert account.pk == guest.pk
    assert rights_of(account) == {
        "email": ADDRESS,
        "is_guest": False,
        "is_active": True,
        "is_staff": False,
        "is_superuser": False,
        "has_password": True,
    }
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    profile = Profile.objects.get(user=account)
    assert profile.name == "Grace Example"
    assert re.fullmatch(r"grace-example-\d{4}", profile.handle)
    assert addresses() == {(ADDRESS, account.pk, True, True)}
    assert rights_of(bystander) == before


@pytest.mark.parametrize("email", ["OWNER@example.org", "second@example.org"])
def test_an_address_that_an_account_has_confirmed_is_not_taken(email):
    owner = UserFactory(email="owner@example.org", verified=True)
    EmailAddress.objects.create(user=owner, email="second@example.org", verified=True)
    guest = make_guest("Grace Guest")
    before = addresses(), rights_of(owner), rights_of(guest)
    with pytest.raises(AddressInUse):
        make_account_of(guest, email=email, name="Grace", password=PASSWORD)
    assert (addresses(), rights_of(owner), rights_of(guest)) == before


def test_an_unfinished_sign_up_loses_the_address_and_can_never_sign_in():
    bystander, stranger = sign_up("ida@example.org"), sign_up("Grace@example.org")
    second = UserFactory(verified=True)  # typed the address as a second one
    EmailAddress.objects.create(user=second, email=ADDRESS.upper(), verified=False)
    account = make_account_of(make_guest("Grace"), email=ADDRESS, name="Grace", password=PASSWORD)
    assert addresses() == {
        (ADDRESS, account.pk, True, True),
        ("ida@example.org", bystander.pk, False, True),
        (second.email, second.pk, True, True),
    }
    rights = rights_of(stranger)
    assert re.fullmatch(r"released-[0-9a-f]{24}@guest\.invalid", rights.pop("email"))
    assert rights == {
        "is_guest": False,
        "is_active": False,
        "is_staff": False,
        "is_superuser": False,
        "has_password": False,
    }
    assert rights_of(bystander)["has_password"]
    assert rights_of(bystander)["is_active"]
    assert rights_of(bystander)["email"] == "ida@example.org"


@pytest.mark.parametrize(
    "use",
    [
        lambda: UserFactory(email=ADDRESS, is_staff=True),
        lambda: UserFactory(email=ADDRESS, is_superuser=True),
        lambda: UserFactory(email=ADDRESS, last_login=NOW),
        lambda: UserFactory(email=ADDRESS, editor=True),
        lambda: with_another_address(UserFactory(email=ADDRESS)),
    ],
    ids=["staff", "superuser", "has signed in", "has a role", "has confirmed another address"],
)
def test_an_account_in_use_keeps_the_address(use):
    holder, guest = use(), make_guest("Grace Guest")
    before = rights_of(holder), rights_of(guest)
    with pytest.raises(AddressInUse):
        make_account_of(guest, email=ADDRESS, name="Grace", password=PASSWORD)
    assert (rights_of(holder), rights_of(guest)) == before


def with_another_address(user):
    EmailAddress.objects.create(user=user, email="second@example.org", verified=True)
    return user


def test_the_holder_of_an_address_is_locked_before_it_is_asked_for_use():
    sign_up()
    with CaptureQueriesContext(connection) as queries:
        make_account_of(make_guest("Grace"), email=ADDRESS, name="Grace", password=PASSWORD)
    locks = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
    assert len(locks) == 1
    assert ADDRESS in locks[0]


def test_an_address_that_is_confirmed_at_the_same_moment_is_not_taken(monkeypatch):
    holder, guest = sign_up(), make_guest("Grace Guest")

    def confirm_right_after(_email):
        EmailAddress.objects.filter(user=holder).update(verified=True)

    monkeypatch.setattr(guests, "verified_account_of", confirm_right_after)
    before = rights_of(holder), rights_of(guest)
    with pytest.raises(AddressInUse):
        make_account_of(guest, email=ADDRESS, name="Grace", password=PASSWORD)
    assert (rights_of(holder), rights_of(guest)) == before


# A new password by the link in a mail


def test_who_comes_from_the_mailbox_has_confirmed_the_address_and_gives_the_name():
    user, bystander = sign_up(name="Some Stranger"), sign_up("ida@example.org", name="Ida")
    row = EmailAddress.objects.get(user=user)
    other = UserFactory(verified=True)
    EmailAddress.objects.create(user=other, email=ADDRESS.upper(), verified=False)
    proven = UserFactory()
    EmailAddress.objects.create(user=proven, email=ADDRESS.title(), verified=True)
    confirm_from_mailbox(user, name=" Grace Example ")
    assert addresses() == {
        (ADDRESS, user.pk, True, True),
        (ADDRESS.title(), proven.pk, True, False),
        ("ida@example.org", bystander.pk, False, True),
        (other.email, other.pk, True, True),
    }
    assert EmailAddress.objects.get(user=user) == row, "a link mailed before still names it"
    profile = Profile.objects.get(user=user)
    assert profile.name == "Grace Example"
    assert re.fullmatch(r"grace-example-\d{4}", profile.handle)
    assert Profile.objects.get(user=bystander).name == "Ida"


def test_who_has_neither_an_address_nor_a_profile_yet_gets_both():
    user = User.objects.create_user(ADDRESS, PASSWORD)
    confirm_from_mailbox(user, name="Grace Example")
    assert addresses() == {(ADDRESS, user.pk, True, True)}
    assert Profile.objects.get(user=user).name == "Grace Example"


@pytest.mark.parametrize(
    ("act", "last_written"),
    [
        (lambda _user, _guest: make_guest("Grace"), Profile),
        (lambda user, _guest: confirm_from_mailbox(user, name="Grace"), Profile),
        (
            lambda _user, guest: make_account_of(
                guest, email="free@example.org", name="Grace", password=PASSWORD
            ),
            EmailAddress,
        ),
    ],
    ids=["make_guest", "confirm_from_mailbox", "make_account_of"],
)
def test_an_account_is_written_whole_or_not_at_all(monkeypatch, act, last_written):
    class BrokenOffError(Exception):
        pass

    def break_off(*_args, **_options):
        raise BrokenOffError

    user, guest = sign_up(), make_guest("Ida")
    sign_up("IDA@example.org")
    before = rows_of_people()
    monkeypatch.setattr(last_written, "save", break_off)
    with pytest.raises(BrokenOffError):
        act(user, guest)
    assert rows_of_people() == before


def rows_of_people():
    return [list(model.objects.order_by("pk").values()) for model in (User, Profile, EmailAddress)]


# Handles


@pytest.mark.parametrize(
    ("wanted", "random", "handle"),
    [
        ("grace", 0, "grace-1000"),
        ("grace", 8999, "grace-9999"),
        ("", 7, "reader-1007"),
        ("g" * 51, 7, f"{'g' * 50}-1007"),
    ],
)
def test_a_handle_is_what_was_wanted_and_four_digits(monkeypatch, wanted, random, handle):
    asked = []
    monkeypatch.setattr(services.secrets, "randbelow", lambda below: asked.append(below) or random)
    assert services.free_handle(wanted) == handle
    assert asked == [9000]


def test_a_handle_that_somebody_has_is_not_given_twice(monkeypatch):
    numbers = iter([5, 5, 6])
    monkeypatch.setattr(services.secrets, "randbelow", lambda _below: next(numbers))
    people = [User.objects.create_user(f"grace{number}@example.org") for number in range(2)]
    profiles = [services.ensure_profile(person, name="Grace") for person in people]
    assert [profile.handle for profile in profiles] == ["grace-1005", "grace-1006"]


def test_who_has_a_profile_keeps_it():
    user = UserFactory(name="Grace Example")
    before = Profile.objects.filter(user=user).values().get()
    assert services.ensure_profile(user, name="Somebody Else") == user.profile
    assert Profile.objects.filter(user=user).values().get() == before
