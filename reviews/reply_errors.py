"""What can go wrong when an editor returns or refuses a review, in words for the editor."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class QuestionMissing(ReviewError):  # noqa: N818
    message = _("Please write what the reviewer should answer or change.")


class RefusedBefore(ReviewError):  # noqa: N818
    message = _(
        "This review was refused before, and an appeal was upheld: it is not refused again."
    )


class RefusalReasonMissing(ReviewError):  # noqa: N818
    message = _("Please write what breaks the code of conduct. The reviewer reads it.")
