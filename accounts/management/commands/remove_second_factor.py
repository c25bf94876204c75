from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from accounts.second_factor import remove_second_factor
from events.commands import DatabaseCommand


class Command(DatabaseCommand):
    help = "Take second factor and passkeys off the account of somebody who has lost them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="a confirmed address of the account")

    def handle(self, *, email: str, **options: Any) -> None:
        confirmed = EmailAddress.objects.filter(email__lower=email.lower(), verified=True)
        address = confirmed.first()
        if address is None:
            raise CommandError(f"No account has confirmed {email}.")
        if remove_second_factor(address.user_id, now=timezone.now()):
            self.stdout.write(f"{email} signs in with the password alone, and was notified.")
        else:
            self.stdout.write(f"{email} has no second factor.")
