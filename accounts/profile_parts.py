"""What a profile can say besides the name: its parts, which a person may keep off the page, and the
forums where people are known by a name.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class ProfilePart(models.TextChoices):
    AFFILIATION = "affiliation", _("Affiliation")
    ORCID = "orcid", _("ORCID iD")
    SUBJECTS = "subjects", _("Subjects")
    FORUMS = "forums", _("Forum names")
    BIO = "bio", _("About you")


@dataclass(frozen=True, slots=True)
class Forum:
    """people: the address that a name is added to."""

    label: str
    people: str


FORUMS = {
    "lesswrong": Forum("LessWrong", "https://www.lesswrong.com/users/"),
    "alignment_forum": Forum("AI Alignment Forum", "https://www.alignmentforum.org/users/"),
    "ea_forum": Forum("EA Forum", "https://forum.effectivealtruism.org/users/"),
}
_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")
_ADDRESS = re.compile(r"^(?:https?://)?[a-z0-9.-]+/users/([^/?#]+).*$")


def read_forum_name(typed: str) -> str:
    """The name as it stands in the address of somebody's page, which may be pasted.

    >>> read_forum_name("https://www.lesswrong.com/users/ada-example?sort=new")
    'ada-example'
    """
    name = _ADDRESS.sub(r"\1", typed.strip())
    if name and not _NAME.fullmatch(name):
        raise ValidationError(
            _("As it ends the address of your page there, like “ada-example”; or that address.")
        )
    return name
