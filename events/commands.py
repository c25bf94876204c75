"""What our management commands share."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, ProgrammingError

# PostgreSQL's codes for a table, a column and a function that are not there.
_UNDEFINED = frozenset({"42P01", "42703", "42883"})


class DatabaseCommand(BaseCommand):
    """One that needs the database, and says in one line where it is absent or not migrated."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OperationalError, InterfaceError) as error:
            raise CommandError(f"The database does not answer: {_first_line(error)}") from error
        except ProgrammingError as error:
            if getattr(error.__cause__, "sqlstate", None) not in _UNDEFINED:
                raise
            raise CommandError(
                "The database has not been migrated. Please run: python manage.py migrate"
            ) from error


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
