"""What can go wrong when somebody follows a thing, in words for them."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from following.limits import MOST_FOLLOWED, MOST_SEARCHES


class FollowError(Exception):
    """Something that is not allowed; `message` says what and what to do instead."""

    message: str | Promise = _("That cannot be followed.")

    def __str__(self) -> str:
        return str(self.message)


class TooManyFollowed(FollowError):  # noqa: N818
    message = format_lazy(
        _("You follow {most} things already. Stop following one of them first."), most=MOST_FOLLOWED
    )


class TooManySearches(FollowError):  # noqa: N818
    message = format_lazy(
        _("You follow {most} searches already. Stop following one of them first."),
        most=MOST_SEARCHES,
    )


class SearchTooLong(FollowError):  # noqa: N818
    message = _("This search is too long to be followed. Take some words away.")
