"""ORCID iDs as people type or paste them; stored bare."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from text.invisible import without_invisible
from text.marks import normalize

_LABEL = re.compile(r"^orcid(?:id)?[:#]?(?=\d|https?:|www\.|orcid\.)", re.IGNORECASE)
_ADDRESS = re.compile(r"^(?:https?://)?(?:www\.)?orcid\.org/+", re.IGNORECASE)
_AROUND = "<>‹›«»()[]{}\"'“”‘’.,;:/"
_BARE = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", re.ASCII)
_ID = re.compile(r"(?<![\dA-Z-])\d{4}-\d{4}-\d{4}-\d{3}[\dX](?![\dA-Z-])", re.ASCII)
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{4})(\d{4})(\d{3}[\dX])", re.ASCII)


def read_orcid(typed: str) -> str:
    """The bare iD where it can be read, else what was typed.

    >>> read_orcid(" https://orcid.org/0000-0002-1694-233x/ ")
    '0000-0002-1694-233X'
    """
    if "orcid.org" in typed.lower() and len(ids := set(_ID.findall(typed.upper()))) == 1:
        return str(ids.pop())  # in a page's address, or in a link of Markdown's
    plain = without_invisible(normalize("NFKC", typed))
    seen = "".join(c for c in plain if unicodedata.category(c) not in {"Cf", "Cc"})
    text = re.sub("[\u2010-\u2015\u2212]", "-", re.sub(r"\s", "", seen)).strip(_AROUND)
    text = _ADDRESS.sub("", _LABEL.sub("", text).strip(_AROUND))
    text = re.split("[?#]", text)[0].strip(_AROUND).upper()
    return _RUN_TOGETHER.sub(r"\1-\2-\3-\4", text) if _RUN_TOGETHER.fullmatch(text) else text


def has_right_check_digit(orcid: str) -> bool:
    """ISO 7064, 11-2; `orcid` has the form of an iD.

    >>> has_right_check_digit("0000-0002-1825-0097"), has_right_check_digit("0000-0002-1825-0098")
    (True, False)
    """
    digits = orcid.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return digits[-1] == "0123456789X"[(12 - total % 11) % 11]


def check_orcid(orcid: str) -> None:
    """Raises ValidationError unless it is a bare iD with the right check digit."""
    if not _BARE.fullmatch(orcid):
        raise ValidationError(_("Like 0000-0002-1825-0097."))
    if not has_right_check_digit(orcid):
        raise ValidationError(
            _("This is no ORCID iD: its last character does not fit the others. Please check it.")
        )
