from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AccountError(Exception):
    message: str | Promise = _("That cannot be done with this account.")


class NameNotAvailable(AccountError):  # noqa: N818
    """One sentence for every reason: it must not tell who bears the name, and in what way."""

    message = _(
        "This name is not available. Please choose another, or write to the editors if it is yours."
    )


class PseudonymInUse(AccountError):  # noqa: N818
    message = _("You have already used your pseudonym on a review, so it cannot be changed.")


class LastManagingEditor(AccountError):  # noqa: N818
    message = _(
        "This is the only managing editor. Make somebody else a managing editor first: without one "
        "nobody could give roles or change the policies."
    )


class CannotJoin(AccountError):  # noqa: N818
    """reasons: each says what to do."""

    message = _("These two accounts cannot be joined.")

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class NotThePassword(AccountError):  # noqa: N818
    """One sentence for an unknown address, too: it tells nobody who has an account."""

    message = _(
        "The address and the password do not belong together, or the address is not confirmed. "
        "Please check both, or have a link mailed to the address instead."
    )


class AddressInUse(AccountError):  # noqa: N818
    message = _("There is an account for this address. Please sign in to it.")
