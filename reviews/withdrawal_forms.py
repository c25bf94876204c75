"""Why something published is withdrawn."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.fields import long_text


class WithdrawalForm(forms.Form):
    reason = long_text(_("Why"), _("Readers see it in place of the text, with the date."), rows=4)
