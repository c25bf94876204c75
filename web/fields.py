"""Form fields that refuse what is much too long before anything else is done with it."""

from typing import Any

from django import forms
from django.utils.translation import ngettext

# Cleaning makes a text shorter: an accent typed apart, two characters for the end of a line.
TYPED_LONGER = 4
LONGEST_LINE = 10_000  # of a field without a limit of its own


class BoundedCharField(forms.CharField):
    """Django runs all validators of a field, also where the text is longer than `max_length`."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        limit = self.max_length or LONGEST_LINE
        if len(text) > limit * TYPED_LONGER:
            # Without the length that Django tells as well: it is that of the text once cleaned.
            message = ngettext(
                "Please write at most %(limit)d character.",
                "Please write at most %(limit)d characters.",
                limit,
            )
            raise forms.ValidationError(message % {"limit": limit}, code="max_length")
        return text
