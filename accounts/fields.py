"""Form fields for what people type about themselves and others."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import names
from accounts.orcid import check_orcid, read_orcid
from text.plain import clean_text, collapse_space
from web.fields import BoundedCharField


def check_letters_of_name(name: str) -> None:
    """Which letters a name may have, and how many words. Raises ValidationError for a name that
    nobody could read or compare.
    """
    if not names.has_letters(name):
        raise ValidationError(_("A name needs at least one letter."))
    if names.is_address(name):
        raise ValidationError(_("This is an address, not a name."))
    if names.mixes_scripts(name) or names.has_lone_stroke(name):
        raise ValidationError(
            _("One word of this name mixes letters of several alphabets. Please type it again.")
        )
    if names.has_foreign_characters(name):
        raise ValidationError(
            _(
                "This name has a character that names are not written with. Please use the letters "
                "of one alphabet, spaces, hyphens, apostrophes and full stops. If your name needs "
                "it, write to the editors."
            )
        )
    if names.has_piled_marks(name):
        raise ValidationError(_("A letter of this name has too many accents above each other."))
    if names.has_too_many_words(name):
        raise ValidationError(_("Please shorten this name to twelve words."))


def has_allowed_letters(name: str) -> bool:
    try:
        check_letters_of_name(name)
    except ValidationError:
        return False
    return True


def check_plain_line(text: str) -> None:
    """Raises ValidationError for a tick, a star or an emoji: readers would take it for ours."""
    signs = [char for char in text if not char.isascii() and _is_sign(char)]
    if signs:
        words = _(
            "Please leave out %(sign)s: here only letters, numbers and punctuation can stand."
        )
        raise ValidationError(words % {"sign": signs[0]})


def _is_sign(char: str) -> bool:
    return unicodedata.category(char) in {"So", "Sm", "Sk", "Co", "Cn"}


def check_address(address: str) -> None:
    """Raises ValidationError for a letter before the @ that is none of a to z: no mail reaches it,
    or somebody else gets it whose address looks like it.
    """
    if not address.rpartition("@")[0].isascii():
        raise ValidationError(
            _("The part before the @ can only have letters from a to z. Please type it again.")
        )


class AddressField(forms.EmailField):
    default_validators = [*forms.EmailField.default_validators, check_address]


class CleanTextField(BoundedCharField):
    """Text without NUL and other characters that no page can show; line ends become plain ones."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return clean_text(text.replace("\r\n", "\n")) if text else ""


class LineField(CleanTextField):
    """One line of it, with one blank between words."""

    def to_python(self, value: Any) -> str:
        return collapse_space(super().to_python(value))


class NameField(BoundedCharField):
    """A name, without characters that nobody sees."""

    default_validators = [check_letters_of_name]
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
