"""What an editor chooses to see of the desk."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import TextField, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role, User
from preprints.models import Subject
from reviews.selectors.desk import DECISIONS, WAITING, DeskView

OF_ALL = "all"


Choices = list[tuple[str, str]]


def _subjects_and_editors(*, but: User) -> dict[str, Choices]:
    """What can be chosen, each as its value and its name; one query."""
    editors = Role.objects.filter(name__in=[Role.Name.EDITOR, Role.Name.MANAGING_EDITOR])
    others = User.objects.filter(pk__in=editors.values("user"), is_active=True)
    rows = (
        Subject.objects.order_by()
        .values_list(Value("subject"), "slug", "name")
        .union(
            others.exclude(pk=but.pk)
            .order_by()
            .values_list(Value("editor"), Cast("pk", TextField()), "profile__name"),
            all=True,
        )
    )
    choices: dict[str, Choices] = {"subject": [], "editor": []}
    for of, value, name in sorted(rows, key=lambda row: (row[2].casefold(), row[1])):
        choices[of].append((value, name))
    return choices


class DeskFilters(forms.Form):
    """An editor may look at the desk of any other, or of all: what each owes as the handling editor
    of a work or as the second one. Who reviews a work stands there for its two editors alone."""

    subject = forms.ChoiceField(label=gettext_lazy("Subject"), required=False)
    editor = forms.ChoiceField(label=gettext_lazy("Editor"), required=False)
    kind = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, query: QueryDict, *, reader: User) -> None:
        super().__init__(query, label_suffix="")
        self.reader = reader
        known = _subjects_and_editors(but=reader)
        self._offer("subject", [("", _("any")), *known["subject"]])
        self._offer("editor", [("", _("my own")), (OF_ALL, _("all editors")), *known["editor"]])

    def _offer(self, name: str, choices: Choices) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def clean_kind(self) -> str:
        name: str = self.cleaned_data["kind"]
        if name and name not in {one.name for one in (*DECISIONS, *WAITING)}:
            raise forms.ValidationError(_("The desk has no such kind of row."))
        return name

    def view(self, *, now: datetime) -> DeskView:
        """What was chosen is left out where it does not exist; the form says so."""
        self.full_clean()
        chosen = self.cleaned_data.get("editor", "")
        owner = User(pk=int(chosen)) if chosen not in ("", OF_ALL) else self.reader
        return DeskView(
            reader=self.reader,
            owner=None if chosen == OF_ALL else owner,
            subject=self.cleaned_data.get("subject", ""),
            now=now,
        )

    @property
    def chosen_kind(self) -> str:
        return str(self.cleaned_data.get("kind", ""))

    @property
    def is_used(self) -> bool:
        return any(self.cleaned_data.values())

    @property
    def query_of_kind(self) -> str:
        """The present choice as an address says it, to be followed by the name of a kind."""
        return urlencode({**self._others_than_kind, "kind": ""})

    @property
    def query_of_all_kinds(self) -> str:
        """The present choice without that of a kind."""
        return urlencode(self._others_than_kind)

    @property
    def _others_than_kind(self) -> dict[str, str]:
        chosen = self.cleaned_data.items()
        return {name: value for name, value in chosen if value and name != "kind"}
