from functools import cache
from itertools import cycle
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify
from factory import Sequence
from factory.django import DjangoModelFactory

from accounts.models import Profile, Role, User
from accounts.names import clean_name
from tests.factories.rows import insert

PASSWORD = "correct horse battery"
HANDLE_NUMBERS = cycle(range(1000, 10_000))


@cache
def encoded_password() -> str:
    return make_password(PASSWORD)


class UserFactory(DjangoModelFactory[User]):
    """A person with a profile; `UserFactory(editor=True)` gives the role, `name=` the name,
    `verified=True` an address confirmed from its mailbox.

    The rows that `create_user`, `ensure_profile` and `give_role` make, without what these ask and
    lock first: nobody else is there, and tests make people more often than anything else.
    `tests/accounts/test_people_of_tests.py` compares them.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = Sequence(lambda n: f"person{n}@example.org")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **fields: Any) -> User:
        name = fields.pop("name", "") or fields["email"].split("@")[0].capitalize()
        roles = [role for role in Role.Name.values if fields.pop(role.replace("-", "_"), False)]
        is_verified = fields.pop("verified", False)
        email = User.objects.normalize_email(fields.pop("email"))
        user = User(email=email, password=encoded_password(), **fields)
        insert(user)
        name = clean_name(name) or "Reader"
        handle = f"{slugify(name)[:50] or 'reader'}-{next(HANDLE_NUMBERS)}"
        insert(Profile(user=user, handle=handle, name=name[:200]))
        if is_verified:
            insert(EmailAddress(user=user, email=user.email, verified=True, primary=True))
        for role in roles:
            insert(Role(user=user, name=role))
        return user
