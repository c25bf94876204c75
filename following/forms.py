from django import forms
from django.utils.translation import gettext_lazy as _

from following.limits import LONGEST_NAME


class SearchNameForm(forms.Form):
    """What somebody calls a search that they follow."""

    name = forms.CharField(
        label=_("Name of this search"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Only you see it. Without one, it is called by its words."),
    )
