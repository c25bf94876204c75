"""Why a published review is not signed later, in words for its reviewer."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class NotYoursToSign(ReviewError):  # noqa: N818
    message = _("Only who wrote a review can sign it, with an account of their own.")


class SignedAlready(ReviewError):  # noqa: N818
    message = _("This review bears your name already.")


class NotPublishedYet(ReviewError):  # noqa: N818
    message = _("Only a published review is signed later; before, choose it in the form.")


class PseudonymIsShared(ReviewError):  # noqa: N818
    message = _(
        "Other reviews of yours bear the same pseudonym. Whoever has seen this one under it would "
        "know all of them by your name, so none of them can be signed."
    )
