"""What can go wrong with what authors wish, in words for the person who meets it."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class WishesOfAuthors(ReviewError):  # noqa: N818
    message = _("Only authors of the work suggest or oppose reviewers, name aspects or flag it.")


class TooLateForWishes(ReviewError):  # noqa: N818
    message = _("A review has come in, so this cannot be changed any more. Write to the editors.")


class WishesClosed(ReviewError):  # noqa: N818
    message = _("This submission has ended, so its editors take no more wishes.")
