"""Who asks: a column of the access table each, and the browser each of them sits at."""

import time
from dataclasses import dataclass

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows import login
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User
from tests.factories.accounts import UserFactory

NOBODY, GUEST = "nobody", "guest"
# The people with an account, by the head of their column; what they are to the work stands in
# `access.txt`.
ACCOUNTS = {
    "reader": {},
    "author": {},
    "author 2": {},
    "reviewer": {},
    "co-rev.": {},
    "reviewer 2": {},
    "handling": {"editor": True},
    "second": {"editor": True},
    "editor 2": {"editor": True},
    "managing": {"managing_editor": True},
    "admin": {"administrator": True, "is_staff": True, "is_superuser": True},
}
COLUMNS = [NOBODY, GUEST, *ACCOUNTS]


@dataclass(frozen=True)
class Cast:
    users: dict[str, User]

    def __getitem__(self, person: str) -> User:
        return self.users[person]

    def user(self, person: str) -> User | None:
        """None for nobody and for the guest, who are not signed in."""
        return self.users.get(person)


def make_cast() -> Cast:
    return Cast(
        {
            person: UserFactory(
                email=f"{person.replace(' ', '').replace('.', '')}@example.org",
                name=f"{person.capitalize().replace('.', '').replace('2', 'Other')} Person",
                verified=True,
                **roles,
            )
            for person, roles in ACCOUNTS.items()
        }
    )


def sign_in(client: Client, user: User) -> None:
    """As with the password; staff have used a second factor as well."""
    client.force_login(user)
    session = client.session
    methods = [{"method": "password", "at": time.time()}]
    if user.is_staff:
        factors = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
        if not factors.exists():
            factors.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
        methods.append({"method": "mfa", "at": time.time()})
    session[AUTHENTICATION_METHODS_SESSION_KEY] = methods
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
