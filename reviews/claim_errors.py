"""What can go wrong when somebody says to have written a post, in words for them."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class NoForumPost(ReviewError):  # noqa: N818
    message = _(
        "This work has no version from a forum here, so no profile can show who wrote it. Please "
        "write to the editors, who can confirm its authors."
    )


class IsConfirmed(ReviewError):  # noqa: N818
    message = _("You are confirmed as an author of this work already.")


class NoToken(ReviewError):  # noqa: N818
    message = _("Please get a token first, and place it on your profile at the forum.")


class TokenExpired(ReviewError):  # noqa: N818
    message = _(
        "This token is too old to be checked. Please get a new one, and place it on your profile "
        "in place of the old one."
    )


class TooManyChecks(ReviewError):  # noqa: N818
    message = _(
        "You have had many profiles checked today. Please check again tomorrow; your token stays "
        "good until the day that is shown."
    )
