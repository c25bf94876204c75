"""Several people invited by one form, with one text: each is an invitation of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import AddressField, NameField
from accounts.limits import MAX_NAME
from accounts.models import User
from reviews.errors import ReviewError
from reviews.fields import CleanTextField
from reviews.limits import INVITED_AT_ONCE
from reviews.models import Round
from reviews.services import invitations

ADDRESS = re.compile(r"[^\s<>,;()]+@[^\s<>,;()]+")
AROUND_NAMES = " \t<>,;()\"'“”"


@dataclass(frozen=True, slots=True)
class InvitedPerson:
    name: str
    email: str

    @property
    def line(self) -> str:
        return f"{self.name} <{self.email}>"


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of them. refused: with why."""

    invited: list[InvitedPerson]
    refused: list[tuple[InvitedPerson, str]]


class PeopleField(CleanTextField):
    """People, one a line, each with a name and an address in whatever order and brackets.

    Every line that cannot be read is named at once.
    """

    widget = forms.Textarea

    def clean(self, value: Any) -> list[InvitedPerson]:
        lines = str(super().clean(value) or "").splitlines()
        people, wrong = [], []
        for line in filter(str.strip, lines):
            try:
                people.append(_read_person(line))
            except forms.ValidationError as error:
                wrong += error.messages
        if wrong:
            raise forms.ValidationError(wrong)
        if len(people) >= INVITED_AT_ONCE:
            words = _("Please invite at most %(number)d people at once.")
            raise forms.ValidationError(words % {"number": INVITED_AT_ONCE})
        return people


def _read_person(line: str) -> InvitedPerson:
    """Raises ValidationError, which quotes the line."""
    found = ADDRESS.search(line)
    several = len(ADDRESS.findall(line)) > 1
    name = ADDRESS.sub("", line, count=1).strip(AROUND_NAMES)
    try:
        if found is None or not name:
            raise forms.ValidationError(_("it needs a name and an e-mail address"))
        if several:
            raise forms.ValidationError(_("several addresses; please write one person a line"))
        return InvitedPerson(
            name=NameField(max_length=MAX_NAME).clean(name),
            email=AddressField().clean(found[0].strip(".")),
        )
    except forms.ValidationError as error:
        words = _("“%(line)s”: %(problem)s")
        raise forms.ValidationError(
            words % {"line": line.strip()[:100], "problem": " ".join(error.messages)}
        ) from error


def people_field() -> PeopleField:
    return PeopleField(
        label=gettext_lazy("More people"),
        help_text=gettext_lazy(
            "Optional; one a line, as “Noor Example <noor@example.org>”. Each gets an invitation "
            "of their own, with the same day and line."
        ),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def invite_each(
    asked_for: Round,
    people: Sequence[InvitedPerson],
    *,
    editor: User,
    message: str,
    due_on: date,
    now: datetime,
    saved_revision: int | None,
    in_spite: str = "",
) -> Invited:
    """Invite them one after the other: who is refused does not keep the others from being asked.

    saved_revision: of the draft that holds the form, which the first invitation deletes.
    Raises DraftError where newer text was saved; then nobody is invited.
    """
    done = Invited([], [])
    for person in people:
        try:
            invitations.invite_reviewer(
                asked_for.pk,
                editor=editor,
                email=person.email,
                name=person.name,
                message=message,
                due_on=due_on,
                now=now,
                saved_revision=None if done.invited else saved_revision,
                in_spite=in_spite,
            )
        except ReviewError as error:
            done.refused.append((person, str(error.message)))
        else:
            done.invited.append(person)
    return done
