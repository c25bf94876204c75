from typing import Any
from uuid import uuid4

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import ResetPasswordKeyForm as AllauthResetPasswordKeyForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from django import forms
from django.apps import apps
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import names, services, time_zones
from accounts.errors import AccountError
from accounts.fields import (
    CleanTextField,
    LineField,
    NameField,
    OrcidField,
    check_plain_line,
)
from accounts.guests import confirm_from_mailbox, has_verified_address
from accounts.limits import MAX_BIO, MAX_NAME, MAX_PSEUDONYM
from accounts.models import Profile, User
from accounts.profile_parts import FORUMS, ProfilePart, read_forum_name
from events.outbox import promise

SIGN_IN_ADDRESS = "sign_in_address"  # in a session: whose account has just been made there


def checked_name(user: User | None, name: str) -> str:
    """The name, as a form's `clean_name` gives it back."""
    try:
        services.check_name_is_free(user, name)
    except AccountError as error:
        raise forms.ValidationError(str(error.message)) from error
    return name


class SignupForm(AllauthSignupForm):
    name = NameField(
        label=_("Your name"),
        max_length=MAX_NAME,
        help_text=_(
            "Your name as readers know you. You choose for each review whether it is shown."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def clean_name(self) -> str:
        return checked_name(None, self.cleaned_data["name"])

    def try_save(self, request: HttpRequest) -> Any:
        """A known address is answered like a new one; the time it takes must not tell either."""
        if self.account_already_exists:  # type: ignore[has-type]
            self._do_the_same_work(request)
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            if not User.objects.filter(email=self.cleaned_data["email"]).exists():
                raise
        # The same form was sent twice at once. The error names the address: it is not logged.
        self.account_already_exists = True
        return super().try_save(request)

    def _do_the_same_work(self, request: HttpRequest) -> None:
        """Make an account under an address that nobody has, and undo it: one hash, same queries."""
        email = self.cleaned_data["email"]
        stand_in = f"{uuid4().hex}@sign-up.invalid"
        with transaction.atomic():
            self.cleaned_data["email"] = stand_in
            user = get_adapter().new_user(request)
            get_adapter().save_user(request, user, self)
            setup_user_email(request, user, [EmailAddress(email=stand_in)])
            transaction.set_rollback(True)
        self.cleaned_data["email"] = email


class SignInForm(AllauthLoginForm):
    """The form to sign in. Whoever has just kept the account of a guest finds its address there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound and self.request is not None:
            self.initial.setdefault("login", self.request.session.pop(SIGN_IN_ADDRESS, ""))


class ResetPasswordForm(AllauthResetPasswordForm):
    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **_options: Any) -> str:
        """A worker looks up whether the address is known: no request takes longer for it."""
        email: str = self.cleaned_data["email"]
        promise("accounts.send_password_reset", email=email)
        return email


class NewPasswordForm(AllauthResetPasswordKeyForm):
    """A new password, by the link in the mail. The link shows whose the address is: where nobody
    had confirmed it, that is done here, and the owner gives their name."""

    field_order = ["name", "password1", "password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_first_time = self.user is not None and not has_verified_address(self.user)
        if self.is_first_time:
            profile = Profile.objects.filter(user=self.user).first()
            self.fields["name"] = NameField(
                label=_("Your name"),
                max_length=MAX_NAME,
                initial=profile.name if profile else "",
                help_text=_("This is the name your address was signed up with. Correct it here."),
                widget=forms.TextInput(attrs={"autocomplete": "name"}),
            )
            self.order_fields(self.field_order)

    def clean_name(self) -> str:
        return checked_name(self.user, self.cleaned_data["name"])

    def save(self) -> None:
        with transaction.atomic():
            super().save()
            if self.is_first_time:
                confirm_from_mailbox(self.user, name=self.cleaned_data["name"])


class ProfileForm(forms.ModelForm[Profile]):
    name = NameField(label=_("Name"), max_length=MAX_NAME)
    orcid = OrcidField(
        label=_("ORCID iD"),
        required=False,
        help_text=_("Like 0000-0002-1825-0097; its address works, too."),
    )
    pseudonym = NameField(
        label=_("Pseudonym"),
        max_length=MAX_PSEUDONYM,
        required=False,
        help_text=_(
            "A lasting name for reviews you do not sign. "
            "It cannot be changed once a review carries it."
        ),
    )

    affiliation = LineField(
        label=_("Affiliation"),
        max_length=300,
        required=False,
        validators=[check_plain_line],
        help_text=_("Where you work, or what you are."),
    )
    subjects: Any = forms.ModelMultipleChoiceField(
        label=_("Subjects"),
        queryset=None,  # the rows of an app above; set below
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you know well enough to review it."),
    )
    bio = CleanTextField(
        label=_("About you"),
        max_length=MAX_BIO,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    hidden = forms.MultipleChoiceField(
        label=_("Keep off my page"),
        choices=ProfilePart.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The editors see it, and use it to find competing interests."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones.choices,
        required=False,
        help_text=_("Reminders come in the morning there. Nobody else sees it."),
    )

    class Meta:
        model = Profile
        fields = ["name", "orcid", "affiliation", "bio", "hidden", "time_zone"]

    # In the order in which people think of them.
    field_order = [
        *("name", "affiliation", "orcid", "subjects", *FORUMS, "bio", "hidden"),
        *("pseudonym", "time_zone"),
    ]

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.user = user
        self.initial.setdefault("pseudonym", services.pseudonym_of(user))
        subjects: Any = self.fields["subjects"]
        subjects.queryset = apps.get_model("preprints.Subject")._default_manager.all()
        self.initial.setdefault("subjects", list(self.instance.subjects.all()))
        for key, forum in FORUMS.items():
            self.fields[key] = LineField(
                label=_("Your name at %s") % forum.label,
                max_length=200,
                required=False,
                initial=self.instance.forum_names.get(key, ""),
            )
        self.order_fields(self.field_order)
        for name, field in self.fields.items():
            if isinstance(field, NameField):
                field.present = str(self.initial.get(name, ""))

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

    def clean_lesswrong(self) -> str:
        return read_forum_name(self.cleaned_data["lesswrong"])

    def clean_alignment_forum(self) -> str:
        return read_forum_name(self.cleaned_data["alignment_forum"])

    def clean_ea_forum(self) -> str:
        return read_forum_name(self.cleaned_data["ea_forum"])

    def clean_pseudonym(self) -> str:
        name: str = self.cleaned_data["pseudonym"]
        try:
            services.check_pseudonym_is_free(self.user, name)
        except AccountError as error:
            raise forms.ValidationError(str(error.message)) from error
        return name

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        named = {key: str(cleaned.get(key, "")) for key in FORUMS}
        self.instance.forum_names = {key: name for key, name in named.items() if name}
        own, pseudonym = str(cleaned.get("name", "")), str(cleaned.get("pseudonym", ""))
        if (own, pseudonym) == (self.initial["name"], self.initial["pseudonym"]):
            return cleaned
        if names.skeletons(own) & names.skeletons(pseudonym):
            self.add_error("pseudonym", _("A pseudonym must not look like your name."))
        return cleaned
