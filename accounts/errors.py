from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AccountError(Exception):
    message: str | Promise = _("That cannot be done with this account.")


class PseudonymTaken(AccountError):  # noqa: N818
    message = _("This name cannot be used. Please choose another.")


class PseudonymInUse(AccountError):  # noqa: N818
    message = _("You have already used your pseudonym on a review, so it cannot be changed.")
