from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.errors import AccountError
from accounts.models import Profile, User


class SignupForm(AllauthSignupForm):
    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_(
            "Your name as readers know you. You choose for each review whether it is shown."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]


class ProfileForm(forms.ModelForm[Profile]):
    pseudonym = forms.CharField(
        label=_("Pseudonym"),
        max_length=60,
        required=False,
        help_text=_(
            "A lasting name for reviews you do not sign. "
            "It cannot be changed once a review carries it."
        ),
    )

    class Meta:
        model = Profile
        fields = ["name", "orcid", "affiliation", "bio"]
        widgets = {"bio": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.user = user
        self.initial.setdefault("pseudonym", services.pseudonym_of(user))

    def clean_pseudonym(self) -> str:
        name: str = self.cleaned_data["pseudonym"].strip()
        try:
            services.check_pseudonym(self.user, name)
        except AccountError as error:
            raise forms.ValidationError(str(error.message)) from error
        return name
