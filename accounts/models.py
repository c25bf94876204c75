"""People: sign-in by e-mail, a public profile, roles, and a lasting pseudonym kept apart."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.limits import MAX_BIO, MAX_NAME, MAX_PSEUDONYM
from accounts.names import skeleton
from accounts.orcid import check_orcid
from accounts.public_acts import published_entries, published_issues, signed_reviews
from accounts.time_zones import UTC

# Letter case makes no other address. Not `__iexact`: that compares in upper case, where "ı" is "I".
models.EmailField.register_lookup(Lower)


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
        return self.get(email__lower=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    # A reviewer without an account: the row owns a review, can never sign in, and is matched to
    # nobody by its address (see `accounts.guests`).
    is_guest = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(default=timezone.now)
    # The account that this one was joined into (`accounts.joining`); it can sign in no more.
    joined_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            UniqueConstraint(Lower("email"), name="one_user_an_email"),
            models.CheckConstraint(
                name="guest_cannot_sign_in", condition=Q(is_guest=False) | Q(is_active=False)
            ),
            models.CheckConstraint(
                name="joined_account_cannot_sign_in",
                condition=Q(joined_into=None) | Q(is_active=False),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @cached_property
    def role_names(self) -> frozenset[str]:
        return frozenset(self.roles.values_list("name", flat=True))

    @property
    def is_editor(self) -> bool:
        """Editors and managing editors; administrators look after accounts, and decide nothing."""
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


class RightsChange(models.Model):
    """That somebody's rights changed: which, by whom, why. For the managing editors and the person.

    changed_by: None for whoever runs the server. given, taken: rights in words.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="rights_changes")
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()
    given = models.JSONField(default=list)
    taken = models.JSONField(default=list)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return f"rights of {self.user_id}"


NUMBERED_AFTER = 380  # characters of a skeleton that a number follows (migration 0003)


class SkeletonField(models.CharField):
    """What a reader sees of the row's name (`accounts.names`), kept up with every save.

    of: the field that holds the name.
    """

    def __init__(self, *args: Any, of: str = "name", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = of

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs if self.of == "name" else {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = skeleton(getattr(model_instance, self.of))
        current = getattr(model_instance, self.attname)
        before, _, number = current.rpartition("#")
        if number.isdecimal() and before == value[:NUMBERED_AFTER]:
            return str(current)  # a migration added the number; still the same name
        setattr(model_instance, self.attname, value)
        return value


class ProfileQuerySet(models.QuerySet["Profile"]):
    def public(self) -> "ProfileQuerySet":
        """Of people who did something here under their own name.

        An account alone is no public act, nor is a review that does not bear its writer's name.
        """
        return self.filter(_signed() | _did_more(), user__is_active=True)

    def known_by_more(self) -> "ProfileQuerySet":
        """Known by what bears their name apart from reviews, and the journal's editors.

        A closed account gives no name free.
        """
        return self.filter(_did_more() | _edits())

    def known_by_name(self) -> "ProfileQuerySet":
        """Whose present name nobody else may take, guests and closed accounts among them.

        The names that signed reviews bear are protected on their own: a profile can be renamed.
        """
        return self.filter(_signed() | _did_more() | _edits())


def _signed() -> Q:
    return Q(user__in=signed_reviews().values("reviewer"))


def _edits() -> Q:
    editors = Role.objects.filter(name__in=[Role.Name.EDITOR, Role.Name.MANAGING_EDITOR])
    return Q(user__in=editors.values("user"), user__is_active=True)


def _did_more() -> Q:
    responded = User.objects.filter(responses__isnull=False)
    wrote_works = User.objects.filter(authorships__isnull=False)
    return (
        Q(user__in=responded.values("pk"))
        | Q(user__in=wrote_works.values("pk"))
        | Q(user__in=published_entries().values("recommended_by"))
        | Q(user__in=published_issues().values("editor"))
    )


class Profile(models.Model):
    """What a person shows of themselves.

    Two people may share a name; `shared_name` is one that an editor has checked to be this
    person's although somebody else is known here by it (docs/decisions/0011).
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="profile")
    handle = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=MAX_NAME)
    skeleton = SkeletonField(max_length=400, editable=False)
    shared_name = models.CharField(
        _("name shared with somebody known here"),
        max_length=MAX_NAME,
        blank=True,
        help_text=_("Fill it in when you have checked that it is this person's name, too."),
    )
    orcid = models.CharField(_("ORCID iD"), max_length=19, blank=True, validators=[check_orcid])
    affiliation = models.CharField(_("affiliation"), max_length=300, blank=True)
    ror = models.CharField(_("ROR ID"), max_length=9, blank=True)  # of the affiliation, bare
    subjects = models.ManyToManyField(
        "preprints.Subject", blank=True, related_name="+", verbose_name=_("subjects")
    )
    # By the keys of `profile_parts.FORUMS`, as the address of a person's page there ends.
    forum_names = models.JSONField(default=dict, blank=True)
    # Parts of the profile that stand on no page, though the journal may use them.
    hidden = models.JSONField(default=list, blank=True)
    bio = models.TextField(_("About you"), max_length=MAX_BIO, blank=True)
    # Of nobody else's business: reminders come in the morning there.
    time_zone = models.CharField(_("time zone"), max_length=40, default=UTC, db_default=UTC)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["skeleton"], name="profile_skeleton")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reading:person", args=[self.handle])

    def shows(self, part: str) -> bool:
        """Whether everybody may read this part; nothing else says so but the API's `people`."""
        return part not in self.hidden


class Pseudonym(models.Model):
    """A lasting name that does not tell who writes; apart, so that it is never joined by chance."""

    user = models.OneToOneField(User, models.CASCADE, related_name="pseudonym")
    name = models.CharField(_("pseudonym"), max_length=MAX_PSEUDONYM)
    skeleton = SkeletonField(max_length=400, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            UniqueConstraint(Lower("name"), name="one_pseudonym_one_person"),
            # Names that look the same are one: also for two requests at the same time.
            UniqueConstraint(fields=["skeleton"], name="one_pseudonym_a_skeleton"),
            models.CheckConstraint(name="pseudonym_has_letters", condition=~Q(skeleton="")),
        ]

    def __str__(self) -> str:
        return self.name
