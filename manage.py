#!/usr/bin/env python
"""Django's command line for Verso."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from journal.embedded import EmbeddedServerError

    try:
        execute_from_command_line(sys.argv)
    except (EmbeddedServerError, ImproperlyConfigured) as error:  # met as settings are read
        sys.exit(str(error))


if __name__ == "__main__":
    main()
