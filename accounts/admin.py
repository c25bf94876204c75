"""People in the admin: roles are given here; what somebody wrote is shown nowhere."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.errors import AccountError
from accounts.fields import (
    CleanTextField,
    LineField,
    NameField,
    OrcidField,
    check_plain_line,
)
from accounts.forms import checked_name
from accounts.limits import MAX_BIO, MAX_NAME
from accounts.models import Profile, Role, User
from events.admin_pages import JournalAdmin


class PersonForm(forms.ModelForm[User]):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.Name,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The person gets an e-mail about each change, and the log keeps it."),
    )

    class Meta:
        model = User
        fields = ["is_active", "is_staff"]
        labels = {"is_active": _("May sign in"), "is_staff": _("May open the admin")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["roles"] = sorted(self.instance.role_names)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        stays = given.get("is_active") and Role.Name.MANAGING_EDITOR in given.get("roles", ())
        try:
            if not stays:
                services.check_is_not_the_last(self.instance)
        except AccountError as error:
            raise forms.ValidationError(str(error.message)) from error
        return given


class ProfileAdminForm(forms.ModelForm[Profile]):
    name = NameField(label=_("Name"), max_length=MAX_NAME)
    shared_name = NameField(
        label=Profile._meta.get_field("shared_name").verbose_name,
        help_text=Profile._meta.get_field("shared_name").help_text,
        max_length=MAX_NAME,
        required=False,
    )
    affiliation = LineField(
        label=Profile._meta.get_field("affiliation").verbose_name,
        max_length=300,
        required=False,
        validators=[check_plain_line],
    )
    orcid = OrcidField(label=_("ORCID iD"), required=False)
    bio = CleanTextField(
        label=Profile._meta.get_field("bio").verbose_name,
        max_length=MAX_BIO,
        required=False,
        widget=forms.Textarea,
    )

    class Meta:
        model = Profile
        fields = ["name", "shared_name", "affiliation", "orcid", "bio"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        return name if name == self.initial["name"] else checked_name(self.instance.user, name)


class ProfileInline(admin.StackedInline[Profile, User]):
    model = Profile
    form = ProfileAdminForm
    can_delete = False
    max_num = 1
    view_on_site = False

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return True

    has_change_permission = has_view_permission


@admin.register(User)
class UserAdmin(JournalAdmin[User]):
    form = PersonForm
    list_display = ["email", "is_active", "joined_on"]
    list_filter = ["roles__name", "is_active"]
    search_fields = ["email", "profile__name"]
    fields = ["email", "is_active", "is_staff", "roles", "joined_on"]
    readonly_fields = ["email", "joined_on"]
    inlines = [ProfileInline]
    ordering = ["email"]

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False  # people sign up themselves

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Without guests: their rows stand for one review each, and nobody signs in with them."""
        people = super().get_queryset(request).filter(is_guest=False)
        return people.select_related("profile").prefetch_related("roles")

    # A day, not a moment: beside the log a moment would tell who did what.
    @admin.display(description=_("since"), ordering="date_joined")
    def joined_on(self, user: User) -> date:
        return user.date_joined.date()

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        giver: Any = request.user
        services.change_rights(
            obj.pk,
            roles=form.cleaned_data["roles"],
            is_staff=form.cleaned_data["is_staff"],
            is_active=form.cleaned_data["is_active"],
            by=giver,
            now=timezone.now(),
        )
