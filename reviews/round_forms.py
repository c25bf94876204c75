"""The forms of a round, on its submission's page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.fields import long_text


class ReleaseForm(forms.Form):
    reason = long_text(
        _("Why does the round not wait for all reviews?"),
        _("For the two editors of the work."),
        rows=2,
    )
