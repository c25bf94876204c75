"""What can go wrong between authors and editors, in words for the person who meets it."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class NotAnEditorOfTheWork(ReviewError):  # noqa: N818
    message = _("Only the two editors of this work can do that.")


class AuthorIsKnown(ReviewError):  # noqa: N818
    message = _("Somebody else is confirmed as this author. Take that back first.")


class AlreadyAnAuthor(ReviewError):  # noqa: N818
    message = _("This person is confirmed as another author of this work. Take that back first.")


class ReviewerIsAuthor(ReviewError):  # noqa: N818
    message = _(
        "This person reviews the work, or has reviewed it. Please settle that first: nobody "
        "reviews a work of their own."
    )


class NobodyConfirmed(ReviewError):  # noqa: N818
    message = _("Nobody is confirmed as this author.")


class WhyMissing(ReviewError):  # noqa: N818
    message = _("Please say in a sentence why.")
