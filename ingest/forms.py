"""What editors fill in about sources."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PauseForm(forms.Form):
    reason = forms.CharField(max_length=300, required=False)


class FeedForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    url = forms.URLField(
        label=_("Address of the feed"),
        max_length=1000,
        assume_scheme="https",
        help_text=_("RSS, Atom or JSON Feed. Works of other sources in it are fetched from there."),
    )
