"""What authors tell the editors, as a form of its own and as part of the form of a submission."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField, CleanTextField
from accounts.limits import MAX_NAME
from accounts.orcid import check_orcid
from reviews.fields import long_text
from reviews.limits import NAMED_REVIEWERS
from reviews.wishes import NamedPerson, Wishes, read_person, write_people

SUGGESTED_HELP = _(
    "One person a line: name, colon, why. Like “Ada Example: knows this method”. After the name an "
    "e-mail address or ORCID iD can stand. All editors of the journal read it."
)
OPPOSED_HELP = _(
    "One person a line: name, colon, why. Like “Ben Example: competes with us for a grant”. All "
    "editors of the journal read it, also one whom you name here."
)
WISHES = ("suggested", "opposed", "aspects", "sensitive_why")


class NamedPeopleField(CleanTextField):
    """People with a reason each, one a line."""

    def clean(self, value: Any) -> tuple[NamedPerson, ...]:
        typed = str(super().clean(value) or "").splitlines()
        lines = [line.strip() for line in typed if line.strip()]
        if len(lines) > NAMED_REVIEWERS:
            words = _("Please name at most %(number)d people.")
            raise forms.ValidationError(words % {"number": NAMED_REVIEWERS})
        return tuple(_checked(line) for line in lines)


def _checked(line: str) -> NamedPerson:
    person = read_person(line)
    if not person.name or not person.reason or len(person.name) > MAX_NAME:
        words = _("Please write a name, a colon and why, here: “%(line)s”")
        raise forms.ValidationError(words % {"line": line})
    if person.email:
        AddressField().clean(person.email)
    if person.orcid:
        check_orcid(person.orcid)
    return person


def named_people_field(label: Any, help_text: Any) -> NamedPeopleField:
    return NamedPeopleField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WishesForm(forms.Form):
    suggested = named_people_field(_("Reviewers you suggest"), SUGGESTED_HELP)
    opposed = named_people_field(_("People who should not review it"), OPPOSED_HELP)
    aspects = long_text(
        _("What should be reviewed above all"),
        _("A proof, the statistics, a claim. The editors and whoever is invited read it."),
        rows=3,
        required=False,
    )
    sensitive_why = long_text(
        _("Is the work sensitive? Say why"),
        _(
            "For example, it describes how harm could be done. Leave it empty if it is not. Only "
            "the editors read it."
        ),
        rows=2,
        required=False,
    )

    @property
    def wishes(self) -> Wishes:
        """Once it is valid."""
        return Wishes(**{name: self.cleaned_data[name] for name in WISHES})


def initial_wishes(wishes: Wishes) -> dict[str, str]:
    return {
        "suggested": write_people(wishes.suggested),
        "opposed": write_people(wishes.opposed),
        "aspects": wishes.aspects,
        "sensitive_why": wishes.sensitive_why,
    }
