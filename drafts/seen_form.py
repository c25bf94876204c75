"""A form for texts that are saved already: it sends along what its page showed of them."""

from collections.abc import Mapping, Sequence

from django import forms

from drafts.selectors import FieldText, field_texts


class SeenForm(forms.Form):
    """seen: fingerprints of the saved texts that its page showed. theirs: saved texts that sending
    the form again replaces, to be shown above it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    theirs: Sequence[FieldText] = ()

    def show_saved(
        self, *, conflicts: Mapping[str, str], newer: Mapping[str, str], seen: str
    ) -> None:
        """Show the texts that were saved meanwhile. If the form is sent again, it replaces them."""
        self.data = {**self.data.dict(), **newer, "seen": seen}  # type: ignore[attr-defined]
        self.theirs = field_texts(self, conflicts)
