"""Form fields for what people type about themselves and others."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import names
from accounts.orcid import check_orcid, read_orcid
from web.fields import BoundedCharField


def check_readable(name: str) -> None:
    """Raises ValidationError for a name that nobody could read or compare."""
    if not names.has_letters(name):
        raise ValidationError(_("A name needs at least one letter."))
    if names.is_address(name):
        raise ValidationError(_("This is an address, not a name."))
    if names.mixes_scripts(name):
        raise ValidationError(
            _("One word of this name mixes letters of several alphabets. Please type it again.")
        )


class NameField(BoundedCharField):
    """A name, without characters that nobody sees."""

    default_validators = [check_readable]
    present = ""  # the name somebody has already: it may stay, whatever is asked of new ones

    def clean(self, value: Any) -> str:
        is_present = bool(self.present) and str(value or "").strip() == self.present.strip()
        return self.present if is_present else str(super().clean(value))

    def to_python(self, value: Any) -> str:
        return names.clean_name(super().to_python(value) or "")


class OrcidField(BoundedCharField):
    """An ORCID iD, bare or pasted as its address."""

    default_validators = [check_orcid]

    def to_python(self, value: Any) -> str:
        return read_orcid(super().to_python(value) or "")
