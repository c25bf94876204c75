from django import forms
from django.utils.translation import gettext_lazy as _


class SignLaterForm(forms.Form):
    is_sure = forms.BooleanField(
        label=_("I want this review to bear my name for good"),
        error_messages={"required": _("Please tick this: it cannot be undone.")},
    )
