"""What editors fill in about sources."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import LineField
from ingest.errors import IngestError
from ingest.sources.base import HasSets


class PauseForm(forms.Form):
    reason = LineField(
        label=_("Why, for the other editors (optional)"), max_length=300, required=False
    )

    def __init__(self, *args: Any, slug: str, **kwargs: Any) -> None:
        # The page has one form a source, with the same field names; ids must differ on a page.
        kwargs["auto_id"] = f"id_pause_{slug}_%s"
        super().__init__(*args, **kwargs)


class FeedForm(forms.Form):
    name = LineField(label=_("Name"), max_length=100)
    url = forms.URLField(
        label=_("Address of the feed"),
        max_length=1000,
        assume_scheme="https",
        help_text=_("RSS, Atom or JSON Feed. Works of other sources in it are fetched from there."),
    )


class SetsForm(forms.Form):
    """sets: names of sets, once cleaned. instead_of: those that were taken when it was shown."""

    sets = forms.CharField(
        label=_("Sets to import, one per line"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "none"}),
    )
    instead_of = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, adapter: HasSets, sets: Sequence[str], data: Mapping[str, Any] | None = None
    ) -> None:
        typed = "\n".join(map(adapter.set_as_typed, sets))
        super().__init__(data, initial={"sets": typed, "instead_of": " ".join(sets)})
        self.adapter = adapter
        examples = str(adapter.sets_help)
        self.fields["sets"].help_text = f"{examples} {gettext('Empty takes everything.')}"

    def clean_sets(self) -> list[str]:
        known, unknown = [], []
        for typed in filter(None, map(str.strip, self.cleaned_data["sets"].splitlines())):
            try:
                known.append(self.adapter.read_set(typed))
            except IngestError:
                unknown.append(f"“{typed}”")
        if unknown:
            words = gettext("%(source)s does not have %(sets)s.")
            listed = get_text_list(unknown, gettext("or"))
            raise forms.ValidationError(words % {"source": self.adapter.name, "sets": listed})
        return list(dict.fromkeys(known))

    def clean_instead_of(self) -> list[str]:
        return str(self.cleaned_data["instead_of"]).split()

    def over_newer(self, sets: Sequence[str], message: str) -> "SetsForm":
        """The same text again with a message, to be saved instead of these sets if at all."""
        data = {"sets": self.data.get("sets", ""), "instead_of": " ".join(sets)}
        form = SetsForm(self.adapter, sets, data)
        form.add_error("sets", message)
        return form
