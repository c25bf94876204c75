from django import forms
from django.utils.translation import gettext_lazy as _

from events.statements import MOST_CHARACTERS


class PatternForm(forms.Form):
    """One field of each sort, to look at on the page of patterns."""

    line = forms.CharField(label=_("One line"), help_text=_("With a sentence of help."))
    text = forms.CharField(label=_("A longer text"), widget=forms.Textarea)
    choice = forms.ChoiceField(
        label=_("One of a few"),
        choices=[("a", _("With my name")), ("b", _("Anonymously"))],
        widget=forms.RadioSelect,
        help_text=_("Readers see the difference."),
    )
    option = forms.ChoiceField(
        label=_("One of many"), choices=[("a", _("First")), ("b", _("Second"))]
    )
    day = forms.DateField(
        label=_("A day"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    agreed = forms.BooleanField(label=_("I have read it"))


class VerifyForm(forms.Form):
    """A signed statement that somebody was given."""

    statement = forms.CharField(
        label=_("The statement, as JSON"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
