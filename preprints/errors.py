"""What can go wrong in joining and separating preprints, in words for the person who meets it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PreprintError(Exception):
    """Something that is not allowed; `message` says what and why."""

    message: str | Promise = _("That cannot be done now.")

    def __str__(self) -> str:
        return str(self.message)


class NotAnEditor(PreprintError):  # noqa: N818
    message = _("Only the journal's editors can merge or separate works.")


class SamePreprint(PreprintError):  # noqa: N818
    message = _("These are already one preprint.")


class AlreadyMerged(PreprintError):  # noqa: N818
    message = _("One of these preprints has already been merged into another.")


class CannotMerge(PreprintError):  # noqa: N818
    message = _("Both are being reviewed or selected separately, so they cannot be merged now.")


class InPublishedIssue(CannotMerge):
    message = _("A published issue names this preprint, so it cannot be merged into another one.")


class AlreadyUndone(PreprintError):  # noqa: N818
    message = _("This merge has been undone already.")


class MergedOn(PreprintError):  # noqa: N818
    message = _("The kept preprint has been merged into another one since. Undo that merge first.")


class CannotSeparate(PreprintError):  # noqa: N818
    message = _(
        "The two works have been used together since the merge, so it can no longer be undone."
    )


class ReviewedTogether(CannotSeparate):
    message = _(
        "Since the merge, a version of one of the two works has been reviewed as a version of the "
        "other, or declared its revision or final version. The review cannot be divided, so the "
        "merge can no longer be undone. Keep them merged and go on with the review; if they are "
        "two works, tell readers so in an assessment."
    )


class AlreadyDecided(PreprintError):  # noqa: N818
    message = _("This pair has already been decided.")
