"""Why an account is not erased now, in words for its owner."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PrivacyError(Exception):
    message: str | Promise = _("That cannot be done now.")


class StillHasRole(PrivacyError):  # noqa: N818
    message = _(
        "You have a role here, and works may depend on you. Ask a managing editor to take the role "
        "first; then erase the account. If you are the only managing editor, name another one."
    )


class WorksDependOnThem(PrivacyError):  # noqa: N818
    message = _(
        "Works under review have you as their editor. Hand the works over first, or ask a managing "
        "editor to put another editor in your place; then erase the account."
    )
