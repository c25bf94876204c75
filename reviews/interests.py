"""Competing interests: the kinds that people declare, the same at each act, and how they are read.

What is declared is kinds and free words. Lasting ties count for good; the others, four years back.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class InterestKind(models.TextChoices):
    CO_AUTHOR = "co-author", _("Wrote or worked with an author")
    EMPLOYER = "employer", _("Same employer as an author")
    ADVISER = "adviser", _("Adviser, supervisor or student of an author")
    PERSONAL = "personal", _("Family, partner, close friend, or a personal dispute")
    FINANCIAL = "financial", _("Paid by somebody who gains or loses by the result, or owns a part")
    FUNDER = "funder", _("Common grant with an author, or a funder with a stake in the result")
    RIVAL = "rival", _("Competes with an author: for the result, a grant or a post")
    OTHER = "other", _("Something else")


NONE, DECLARED = "none", "declared"  # what a form asks first


@dataclass(frozen=True, slots=True)
class Interests:
    """What somebody declares. kinds: of `InterestKind`, in its order; words: their own."""

    kinds: tuple[str, ...] = ()
    words: str = ""

    @classmethod
    def none(cls) -> "Interests":
        return cls()

    @property
    def row_fields(self) -> dict[str, Any]:
        """As the models keep them that `WithInterests` is part of."""
        return {"interest_kinds": list(ordered(self.kinds)), "competing_interests": self.words}

    @property
    def are_declared(self) -> bool:
        return bool(self.kinds or self.words)


def interests_in_words(kinds: Collection[str], words: str) -> str:
    """As it is read, by editors or by everybody; "" where nothing is declared.

    kinds: none of what was declared before there were kinds.
    """
    named = "; ".join(str(InterestKind(kind).label) for kind in ordered(kinds))
    return f"{named}. {words}" if named and words else named or words


def words_for_readers(declared: Interests) -> str:
    """Of who writes under their own name."""
    return interests_in_words(declared.kinds, declared.words) or gettext("None.")


def ordered(kinds: Collection[str]) -> tuple[str, ...]:
    return tuple(kind for kind in InterestKind.values if kind in kinds)


def field_of(kind: str) -> str:
    """The name of the box that is ticked for it."""
    return f"interest_{kind.replace('-', '_')}"


FIELDS: Mapping[str, str] = {field_of(kind): kind for kind in InterestKind.values}
PART_FIELDS = ("interests_choice", *FIELDS, "competing_interests")  # of the part of a form


def typed_interests(texts: Mapping[str, str]) -> Interests:
    """Of a form as it was typed, whether or not it could be sent; for a preview."""
    if texts.get("interests_choice") != DECLARED:
        return Interests.none()
    kinds = tuple(kind for name, kind in FIELDS.items() if texts.get(name))
    return Interests(kinds=kinds, words=texts.get("competing_interests", "").strip())


def as_fields(interests: Interests) -> dict[str, str]:
    """For the form to show them again."""
    ticked = {field_of(kind): "on" for kind in interests.kinds}
    choice = DECLARED if interests.are_declared else NONE
    return {
        **dict.fromkeys(FIELDS, ""),
        **ticked,
        "interests_choice": choice,
        "competing_interests": interests.words,
    }
