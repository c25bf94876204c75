"""What may make somebody no independent reviewer, in words for the editor who asks them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reviews.errors import ReviewError


class PossibleInterest(ReviewError):  # noqa: N818
    """found: what ties the person to the authors, in words."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__()
        self.message = " ".join(
            [*found, _("To invite them all the same, write why; the two editors keep the reason.")]
        )


class UndeclaredInterest(ReviewError):  # noqa: N818
    """found: what ties an editor to the authors, in words."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__()
        words = _(
            "The catalogue shows of you: %(found)s Declare it with what you think of it, or leave "
            "the work to another editor."
        )
        self.message = words % {"found": " ".join(found)}
