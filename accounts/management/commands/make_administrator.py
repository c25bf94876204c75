from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from accounts.models import Role
from accounts.services import change_rights, has_two_editors
from events.commands import DatabaseCommand


class Command(DatabaseCommand):
    help = "Let a person who has confirmed their address into the administration."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the confirmed address of their account")

    def handle(self, *, email: str, **options: Any) -> None:
        confirmed = EmailAddress.objects.filter(email__lower=email.lower(), verified=True)
        address = confirmed.select_related("user").first()
        if address is None:
            raise CommandError(
                f"No account has confirmed {email}. Create one at /accounts/signup/ and confirm it."
            )
        person = address.user
        change_rights(
            person.pk,
            roles={*person.role_names, Role.Name.ADMINISTRATOR},
            is_staff=True,
            is_active=person.is_active,
            by=None,
            now=timezone.now(),
        )
        self.stdout.write(f"{email} may open /admin/, once a second factor is set up there.")
        if not has_two_editors():
            self.stdout.write(
                "The journal has fewer than two editors: until two people have the role of an "
                "editor, nothing can be accepted for review, assessed or published in an issue."
            )
