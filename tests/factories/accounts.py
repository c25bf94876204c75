from typing import Any

from allauth.account.models import EmailAddress
from factory import Sequence
from factory.django import DjangoModelFactory

from accounts.models import Role, User
from accounts.services import ensure_profile, give_role

PASSWORD = "correct horse battery"


class UserFactory(DjangoModelFactory[User]):
    """A person with a profile; `UserFactory(editor=True)` gives the role, `name=` the name,
    `verified=True` an address confirmed from its mailbox.
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
        user = User.objects.create_user(fields.pop("email"), PASSWORD, **fields)
        ensure_profile(user, name=name)
        if is_verified:
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        for role in roles:
            give_role(user, role)
        return user
