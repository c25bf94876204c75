from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import names, services
from accounts.errors import AccountError
from accounts.fields import NameField, OrcidField
from accounts.models import Profile, User


def checked_name(user: User | None, name: str) -> str:
    """The name, as a form's `clean_name` gives it back."""
    try:
        services.check_name(user, name)
    except AccountError as error:
        raise forms.ValidationError(str(error.message)) from error
    return name


class SignupForm(AllauthSignupForm):
    name = NameField(
        label=_("Your name"),
        max_length=200,
        help_text=_(
            "Your name as readers know you. You choose for each review whether it is shown."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def clean_name(self) -> str:
        return checked_name(None, self.cleaned_data["name"])


class ProfileForm(forms.ModelForm[Profile]):
    name = NameField(label=_("Name"), max_length=200)
    orcid = OrcidField(
        label=_("ORCID iD"),
        required=False,
        help_text=_("Like 0000-0002-1825-0097; its address works, too."),
    )
    pseudonym = NameField(
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

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        return name if name == self.initial["name"] else checked_name(self.user, name)

    def clean_orcid(self) -> str:
        orcid: str = self.cleaned_data["orcid"]
        others = Profile.objects.public().exclude(user=self.user)
        if orcid and others.filter(orcid=orcid).exists():
            raise forms.ValidationError(
                _("Somebody else here shows this ORCID iD. If it is yours, write to the editors.")
            )
        return orcid

    def clean_pseudonym(self) -> str:
        name: str = self.cleaned_data["pseudonym"]
        try:
            services.check_pseudonym(self.user, name)
        except AccountError as error:
            raise forms.ValidationError(str(error.message)) from error
        return name

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        own, pseudonym = str(cleaned.get("name", "")), str(cleaned.get("pseudonym", ""))
        if names.skeletons(own) & names.skeletons(pseudonym):
            self.add_error("pseudonym", _("A pseudonym must not look like your name."))
        return cleaned
