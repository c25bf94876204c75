"""People: sign-in by e-mail, a public profile, roles, and a lasting pseudonym kept apart."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import UniqueConstraint
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        fields.update(is_staff=True, is_superuser=True)
        user = self.create_user(email, password, **fields)
        Profile.objects.create(user=user, handle=f"administrator-{user.pk}", name=email)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [UniqueConstraint(Lower("email"), name="one_user_an_email")]

    def __str__(self) -> str:
        return self.email

    @cached_property
    def role_names(self) -> frozenset[str]:
        return frozenset(self.roles.values_list("name", flat=True))

    @property
    def is_editor(self) -> bool:
        """Editors and managing editors; administrators keep the house, they do not decide."""
        return bool(self.role_names & {Role.Name.EDITOR, Role.Name.MANAGING_EDITOR})

    @property
    def is_managing_editor(self) -> bool:
        return Role.Name.MANAGING_EDITOR in self.role_names


class Role(models.Model):
    """A role given to a person. Reader, author and reviewer need no row: anyone may be one."""

    class Name(models.TextChoices):
        READER = "reader", _("Reader")
        AUTHOR = "author", _("Author")
        REVIEWER = "reviewer", _("Reviewer")
        EDITOR = "editor", _("Editor")
        MANAGING_EDITOR = "managing-editor", _("Managing editor")
        ADMINISTRATOR = "administrator", _("Administrator")

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    name = models.CharField(max_length=20, choices=Name)

    class Meta:
        constraints = [UniqueConstraint(fields=["user", "name"], name="one_role_once")]

    def __str__(self) -> str:
        return self.get_name_display()


class Profile(models.Model):
    """What a person shows of themselves."""

    user = models.OneToOneField(User, models.CASCADE, related_name="profile")
    handle = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    orcid = models.CharField(
        _("ORCID iD"),
        max_length=19,
        blank=True,
        validators=[
            RegexValidator(r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]\Z", _("Like 0000-0002-1825-0097."))
        ],
    )
    affiliation = models.CharField(_("affiliation"), max_length=300, blank=True)
    bio = models.TextField(_("about you"), max_length=2000, blank=True)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reading:person", args=[self.handle])


class Pseudonym(models.Model):
    """A lasting name that does not tell who writes; apart, so that it is never joined by chance."""

    user = models.OneToOneField(User, models.CASCADE, related_name="pseudonym")
    name = models.CharField(_("pseudonym"), max_length=60)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [UniqueConstraint(Lower("name"), name="one_pseudonym_one_person")]

    def __str__(self) -> str:
        return self.name
