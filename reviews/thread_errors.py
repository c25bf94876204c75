"""What can go wrong when somebody writes in the thread of a round, in words for them."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class ThreadNotOpen(ReviewError):  # noqa: N818
    message = _("The thread opens once the reviewers can read each other’s reviews.")


class ThreadClosed(ReviewError):  # noqa: N818
    message = _("The round is over, so nothing more can be written in its thread. It stays here.")


class NotInThread(ReviewError):  # noqa: N818
    message = _(
        "The thread is for the reviewers whose reviews the editor has accepted, and for the two "
        "editors of the work."
    )


class TooManyEntries(ReviewError):  # noqa: N818
    message = _(
        "You have written as much in this thread as one person can in a day. Your text is kept "
        "here as a draft: please send it tomorrow, together with what else there is to say."
    )


class EntryMissing(ReviewError):  # noqa: N818
    message = _("Please write something to the others.")
