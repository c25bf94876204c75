"""The forms with which managing editors give and take roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from preprints.models import Subject
from reviews.author_forms import AccountField
from reviews.fields import long_text
from reviews.services.editors import EDITORS


class FindPersonForm(forms.Form):
    person = AccountField(
        label=_("Whose account"),
        max_length=300,
        help_text=_("A confirmed e-mail address, or the address of their page here."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(name.value, name.label) for name in EDITORS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Editors decide on submissions and handle works. Managing editors give roles and "
            "change the policies besides."
        ),
    )
    subjects = forms.ModelMultipleChoiceField(
        label=_("An editor of these subjects alone"),
        queryset=Subject.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "None for every subject. Other works can be read and not decided on; works without a "
            "subject are everybody’s. A managing editor has no limit."
        ),
    )
    reason = long_text(
        _("Why"), _("The person reads it in the mail; so do the managing editors."), rows=2
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("roles", sorted(person.role_names))
        limits = person.editor_subjects.values_list("subject", flat=True)
        self.initial.setdefault("subjects", list(limits))
