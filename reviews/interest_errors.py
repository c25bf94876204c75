"""What may make somebody no independent reviewer, in words for the editor who asks them."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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


class InterestsNotDeclared(ReviewError):  # noqa: N818
    """The link opens beside the page, which keeps what was typed."""

    def __init__(self, submission_id: int) -> None:
        super().__init__()
        words = _(
            "Nothing was done yet. You are new to this work: please declare your competing "
            "interests first, {link}, then send this again. What you typed is kept."
        )
        url = reverse("reviews:submission", args=[submission_id])
        at_the_top = _("at the top of its page (opens in a new tab)")
        link = format_html('<a href="{}#declare" target="_blank">{}</a>', url, at_the_top)
        self.message = format_html(escape(words), link=link)


class NoEditorOfIt(ReviewError):  # noqa: N818
    message = gettext_lazy("You are not one of the two editors of this work, so nothing is asked.")


class TiedEditor(ReviewError):  # noqa: N818
    """found: what ties an editor whom another one names to the authors, in words."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__()
        words = _(
            "The catalogue shows of this editor: %(found)s Choose somebody else, or write why it "
            "is to be them all the same; the editors of the journal read the reason."
        )
        self.message = words % {"found": " ".join(found)}
