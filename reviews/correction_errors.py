"""What can go wrong with a factual correction."""

from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError


class CorrectionTimeIsOver(ReviewError):  # noqa: N818
    message = _(
        "Corrections can be asked for until the authors’ time is over. You can name the error in "
        "your response."
    )


class CorrectionIsEmpty(ReviewError):  # noqa: N818
    message = _("Please say what is wrong, and what would be right.")


class TooManyCorrections(ReviewError):  # noqa: N818
    message = _(
        "This round has as many corrections as the editors can answer. Please name the rest in "
        "your response."
    )


class CorrectionTooLong(ReviewError):  # noqa: N818
    message = _("Please say it in fewer words: quote what is wrong, and argue in the response.")


class NoSuchPoint(ReviewError):  # noqa: N818
    message = _("This review has no such point. Choose another, or leave the point empty.")


class CorrectionIsDecided(ReviewError):  # noqa: N818
    message = _("The correction has been answered.")


class NoteMissing(ReviewError):  # noqa: N818
    message = _("Please say in a sentence what the readers should know of it.")


class CorrectionsUndecided(ReviewError):  # noqa: N818
    message = _(
        "The editors have not answered all corrections yet. Everything is posted by itself once "
        "they have, or when their days for that are over."
    )
