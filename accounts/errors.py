from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AccountError(Exception):
    message: str | Promise = _("That cannot be done with this account.")


class PseudonymTaken(AccountError):  # noqa: N818
    message = _("Somebody else writes under this pseudonym. Please choose another.")


class PseudonymInUse(AccountError):  # noqa: N818
    message = _("Reviews stand under your pseudonym already, so it cannot change.")
