"""What can go wrong in saving a draft, in words for the person who writes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DraftError(Exception):
    """Something that is not allowed; `message` says what and what to do instead."""

    message: str | Promise = _("That cannot be done now.")


class DraftOutOfDate(DraftError):  # noqa: N818
    """saved_anew: for a page whose text is saved all the same, as a new draft."""

    message = _(
        "A newer text was saved from another tab or device, or the form was sent from there. "
        "What you wrote here is kept; load the page again to see both."
    )
    saved_anew: str | Promise = _(
        "This form was sent meanwhile from another tab or device. Your text here is saved. Please "
        "read it once more before you send it again."
    )


class DraftSentOrDeleted(DraftOutOfDate):
    """The form was sent before, so it is not known what became of the text this time."""

    message = _(
        "This form was sent, or its saved text was deleted, in another tab or on another page. "
        "What you write here is kept in this browser; load the page again to go on."
    )
    saved_anew = _(
        "This form was sent meanwhile from another tab or device, or its saved text was deleted. "
        "Your text here is saved. Please read it once more before you send it again."
    )


class DraftDeleted(DraftOutOfDate):
    message = _(
        "Your saved text was deleted on another page. What you write here is kept in this browser; "
        "load the page again to go on."
    )
    saved_anew = _(
        "Your saved text was deleted on another page. Your text here is saved. Please read it once "
        "more before you send it."
    )


class FormSentSince(DraftError):  # noqa: N818
    message = _("This form was sent since, from this tab or another. This older text is not saved.")


class DraftTooLong(DraftError):  # noqa: N818
    message = _(
        "This text is too long to be saved: a form holds 500,000 characters of plain Latin "
        "letters, of other scripts fewer. Please shorten it, and keep a copy of the rest."
    )


class OthersFull(DraftError):  # noqa: N818
    message = _(
        "A newer text was saved from another tab or device, and ten other texts of this form are "
        "kept already. What you wrote here is not saved: copy it, load the page again and read "
        "the other texts. They are deleted when you send the form, or delete it in “My work”."
    )


class DraftsFull(DraftError):  # noqa: N818
    message = _(
        "All your unsent texts together are too long to be saved. Please send or delete one of "
        "those listed in “My work”, then this one is saved."
    )


class NotYourForm(DraftError):  # noqa: N818
    message = _("This form does not exist, or it is not yours.")


class FormClosed(DraftError):  # noqa: N818
    """reason: why the form takes no text any more, where the app it belongs to has words for it."""

    message: str | Promise = _(
        "This form takes no text any more. What you had saved is listed in “My work”; copy what "
        "you wrote since then."
    )

    def __init__(self, reason: str | Promise = "") -> None:
        super().__init__()
        self.reason = reason
        self.message = reason or self.message


class FormOfSomebodyElse(DraftError):  # noqa: N818
    message = _(
        "This form was opened by another person who was signed in here. Sign in as that person to "
        "go on; nothing was saved under your name."
    )
