"""Why something published is not withdrawn, in words for the person who meets it."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class NotYoursToWithdraw(ReviewError):  # noqa: N818
    message = _(
        "Only who wrote it can withdraw it; for cause, a managing editor who has no part in it."
    )


class NotPublished(ReviewError):  # noqa: N818
    message = _("It is not published, or withdrawn already.")


class WithdrawalReasonMissing(ReviewError):  # noqa: N818
    message = _("Please say in a sentence why. Readers see it in place of the text.")


class NobodyAsked(ReviewError):  # noqa: N818
    message = _("The handling editor has not asked for it, or has been answered already.")


class AskedAlready(ReviewError):  # noqa: N818
    message = _("The second editor has been asked already.")
