"""What an editor chooses to see of the desk."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role, User
from preprints.models import Subject
from reviews.selectors.desk import DECISIONS, WAITING, DeskView

OF_ALL = "all"


class DeskFilters(forms.Form):
    """A managing editor may look at the desk of any editor, or of all; others see their own."""

    subject = forms.ChoiceField(label=gettext_lazy("Subject"), required=False)
    editor = forms.ChoiceField(label=gettext_lazy("Editor"), required=False)
    kind = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, query: QueryDict, *, reader: User) -> None:
        super().__init__(query, label_suffix="")
        self.reader = reader
        subjects = list(Subject.objects.values_list("slug", "name"))
        self._offer("subject", [("", _("any")), *subjects])
        if reader.is_managing_editor:
            others = [(str(one.pk), one.profile.name) for one in self._other_editors.values()]
            self._offer("editor", [("", _("my own")), (OF_ALL, _("all editors")), *others])
        else:
            del self.fields["editor"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @cached_property
    def _other_editors(self) -> dict[str, User]:
        editors = Role.objects.filter(name__in=[Role.Name.EDITOR, Role.Name.MANAGING_EDITOR])
        others = User.objects.filter(pk__in=editors.values("user"), is_active=True)
        others = others.exclude(pk=self.reader.pk).select_related("profile")
        return {str(one.pk): one for one in others.order_by("profile__name", "pk")}

    def clean_kind(self) -> str:
        name: str = self.cleaned_data["kind"]
        if name and name not in {one.name for one in (*DECISIONS, *WAITING)}:
            raise forms.ValidationError(_("The desk has no such kind of row."))
        return name

    def view(self, *, now: datetime) -> DeskView:
        """What was chosen is left out where it does not exist; the form says so."""
        self.full_clean()
        chosen = self.cleaned_data.get("editor", "")
        owner = self._other_editors[chosen] if chosen not in ("", OF_ALL) else self.reader
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
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return urlencode({**chosen, "kind": ""})
