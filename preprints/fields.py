"""Columns whose words are put into the reader's language as they are read."""

from typing import Any

from django.db import models

from preprints.rules import shown_author_line


class AuthorLineField(models.CharField):
    """Authors as a list shows them: stored as names and a number, read as a sentence's part."""

    def from_db_value(self, value: str | None, *_context: Any) -> str | None:
        return None if value is None else shown_author_line(value)
