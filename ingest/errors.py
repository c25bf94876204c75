# ruff: noqa: N818 - errors are named for what happened (see the style guide), without a suffix
"""Expected errors when works are fetched from sources.

`message` is for people and says what to do; `str(error)` is for the log and says what was seen;
`for_editors()` is for those who look after the sources.
"""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class IngestError(Exception):
    """`is_temporary`: the same request may work later, so a task may try again."""

    message: str | Promise = _("This work could not be fetched.")
    fault: str | Promise = _("It could not be read")
    is_temporary = False

    def __init__(self, detail: str = "", *, message: str | Promise | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(detail or str(self.message))

    def for_editors(self) -> str:
        if str(self) == str(self.message):
            return str(self)
        if "message" in vars(self):  # words of its own, which say more than those of the class
            return f"{self.message} ({self})"
        return f"{self.fault}: {self}"


class LinkNotRecognised(IngestError):
    message = _("We do not recognise this link. Please give the address of the work itself.")


class NoSuchOrganisation(IngestError):
    message = _("Your affiliation has changed since. Please choose among those listed now.")


class WorkNotFound(IngestError):
    message = _("There is no work at this address. Please check the link.")
    fault = _("It is not there")


class WorkNotPublic(IngestError):
    message = _("This work is not public. Please publish it there first, then submit it here.")
    fault = _("It is not public")


class NotAWork(IngestError):
    message = _("This is not a text that can be reviewed.")


class SourceUnavailable(IngestError):
    message = _("The site that holds this work does not answer. Please try again in a few minutes.")
    fault = _("The site does not answer")
    is_temporary = True
    asked_wait = 0.0  # seconds; what a Retry-After said


class AccessForbidden(SourceUnavailable):
    """The site answered 403, without a page for people; to ask again would not help."""


class HostResting(SourceUnavailable):
    """The host rests after failures; nothing was asked."""

    fault = _("We are waiting before asking the site again")
    until: datetime | None = None  # when it may be asked again


class ChallengePage(IngestError):
    message = _(
        "The site that holds this work is refusing automatic requests at the moment. "
        "Please try again in a few hours."
    )
    fault = _("The site refuses automatic requests")
    is_temporary = True


class UnexpectedAnswer(IngestError):
    message = _(
        "The site that holds this work sent an answer that we could not read. "
        "Please tell the editors, and give them the link."
    )
    fault = _("The answer could not be read")


class SourceGone(UnexpectedAnswer):
    """The source says that it was taken down for good."""


class PageUnreachable(IngestError):
    """One message for addresses we refuse and addresses that do not answer.

    Else our answers would tell a stranger what listens inside our network.
    """

    message = _("We could not open this address. Please check it, or try again later.")
    fault = _("The address could not be opened")
    is_temporary = True


class NotAPage(IngestError):
    message = _("This is a file, not a page. Please give the address of the page about the work.")


class NoMetadata(IngestError):
    message = _(
        "This page does not contain the title and authors in a form that programs can read. "
        "Please give the work's DOI, or its address on a preprint server."
    )


class TooManyLookups(IngestError):
    message = _(
        "You have looked up many links in the last hour. Please wait a little before the next one."
    )
    is_temporary = True


class NotAnEditor(IngestError):
    message = _("Only the journal's editors can decide about sources.")


class FeedKnown(IngestError):
    message = _("This feed is already one of the sources.")


class NotAFeed(IngestError):
    message = _("Only a feed that an editor added can be removed. This source can be paused.")


class SetsChanged(IngestError):
    message = _(
        "Another editor has changed this in the meantime; the current choice is shown above. "
        "Save once more to replace it with what you typed."
    )


class RejectDecided(IngestError):
    message = _("This record has already been imported or dismissed.")


class AlreadyHarvesting(IngestError):
    message = _("This source is being harvested at the moment.")
    is_temporary = True


class SourceChanged(IngestError):
    """An editor has chosen other sets, or removed the source, while it was being harvested."""

    message = _("The source was changed or removed in the meantime.")


class MassChangeStopped(IngestError):
    """A source would change many known works at once; nothing of the page was stored."""
