"""What can go wrong when a passage is redacted, in words for the editor."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reviews.errors import ReviewError
from reviews.limits import PASSAGE_CHARACTERS


class NotYoursToRedact(ReviewError):  # noqa: N818
    message = _(
        "A review or response is redacted by one of the two editors of the work, or by a managing "
        "editor who has no part in it; an assessment by such a managing editor alone, and what a "
        "review recommends to the authors by the two editors alone."
    )


class NothingToRedact(ReviewError):  # noqa: N818
    message = _("Only a text that is published can be redacted.")


class RedactionReasonMissing(ReviewError):  # noqa: N818
    message = _("Please write why. Readers see the reason in place of the passage.")


class PassageInReason(ReviewError):  # noqa: N818
    message = _(
        "The passage itself stands in the reason, which everybody reads. Please write why without "
        "it."
    )


class PassageNotFound(ReviewError):  # noqa: N818
    message = _(
        "This passage does not stand there. Please copy it from the text as it was written, with "
        "its marks and line breaks."
    )


class NothingWouldBeLeft(ReviewError):  # noqa: N818
    message = _(
        "Nothing would be left to read. A whole text is not redacted but withdrawn, with a reason."
    )


class TooLittleWouldBeLeft(ReviewError):  # noqa: N818
    message = _(
        "At most half of the words of a part can be redacted, all its redactions together. A text "
        "of which more must not be read is not redacted but withdrawn, with a reason."
    )


class PassageTooLong(ReviewError):  # noqa: N818
    message = format_lazy(
        _(
            "A passage has at most {most} characters. A text of which more must not be read is "
            "withdrawn, with a reason."
        ),
        most=PASSAGE_CHARACTERS,
    )


class PassageOverPoints(ReviewError):  # noqa: N818
    message = _(
        "The passage reaches beyond a numbered point, and the addresses of points must stay. "
        "Please redact within one point at a time."
    )


class TextIsRedactedMeanwhile(ReviewError):  # noqa: N818
    message = _("Somebody has redacted this text meanwhile. Please look at it as it is now.")


class NotTheJournals(ReviewError):  # noqa: N818
    message = _(
        "A sealed original is read by a managing editor who neither wrote the work nor reviews it."
    )


class ReadingReasonMissing(ReviewError):  # noqa: N818
    message = _("Please write why you need to read it. The reason is kept in the log.")
