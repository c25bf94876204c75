"""Which public events are news, and in which words.

Of a work its followers read all of these; of a subject that a work was assessed or selected, for
hundreds are listed in a day; of a person what they signed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from following.news.texts import NewText

Data = dict[str, Any]
OF_A_SUBJECT = ("assessment.published", "issue.published")
OF_A_PERSON = ("review.published", "review.signed", "response.posted", "issue.published")
# Events with which a text becomes public that searches find, but for listed works.
OF_A_SEARCH = ("assessment.published", "review.published", "response.posted", "issue.published")
LISTED = "preprint.listed"
# They are told while the text that they are about is public.
ABOUT_A_TEXT = ("assessment.published", "review.published", "review.signed", "response.posted")
# They are told while the work has this status.
WITH_STATUS = {"preprint.withdrawn": "withdrawn", "preprint.retracted": "retracted"}


@dataclass(frozen=True, slots=True)
class Happened:
    """One event, and the text that it is about (None for none, or for one that is not public)."""

    pk: int
    kind: str
    subject: str
    preprint_id: int | None
    actor_id: int | None
    at: Any
    data: Data
    position: int
    text: NewText | None = None

    @property
    def own_of(self) -> frozenset[int]:
        """The accounts whose own act it was."""
        actors = frozenset() if self.actor_id is None else frozenset({self.actor_id})
        return actors | (self.text.writer_ids if self.text else frozenset())


def _version(event: Happened) -> str:
    return _("Version %(number)s appeared") % {"number": event.data.get("number", "")}


def _review(event: Happened) -> str:
    return _("New review, by %(name)s") % {"name": event.text.by if event.text else ""}


def _signed(event: Happened) -> str:
    return _("A review was signed by %(name)s") % {"name": event.text.by if event.text else ""}


def _assessment(event: Happened) -> str:
    return _("Assessed: %(terms)s") % {"terms": event.text.words if event.text else ""}


def _selected(event: Happened) -> str:
    return _("Selected for %(issue)s") % {"issue": event.data.get("issue", "")}


def _fixed(words: Callable[[], str]) -> Callable[[Happened], str]:
    return lambda _event: words()


OF_A_WORK: dict[str, Callable[[Happened], str]] = {
    "version.seen": _version,
    "preprint.withdrawn": _fixed(lambda: _("Withdrawn at its source")),
    "preprint.returned": _fixed(lambda: _("Back at its source")),
    "preprint.retracted": _fixed(lambda: _("Retracted, as its source says")),
    "submission.accepted": _fixed(lambda: _("Sent for review")),
    "review.published": _review,
    "review.withdrawn": _fixed(lambda: _("A review was withdrawn")),
    "assessment.published": _assessment,
    "assessment.withdrawn": _fixed(lambda: _("The assessment was withdrawn")),
    "assessment.reopened": _fixed(lambda: _("The editors began to look at the assessment again")),
    "reopening.decided": _fixed(lambda: _("The editors decided on the assessment")),
    "corrections.posted": _fixed(lambda: _("Corrections were posted")),
    "response.posted": _fixed(lambda: _("The authors responded")),
    "response.withdrawn": _fixed(lambda: _("A response of the authors was withdrawn")),
    "revision.declared": _fixed(lambda: _("The authors declared a revision")),
    "version.final": _fixed(lambda: _("Declared final by its authors")),
    "issue.published": _selected,
}


def words_of(event: Happened) -> str:
    return _signed(event) if event.kind == "review.signed" else OF_A_WORK[event.kind](event)


def is_still_so(event: Happened, status: str) -> bool:
    """Whether it may be told now. status: of its work by now."""
    if event.kind in ABOUT_A_TEXT:
        return event.text is not None
    if event.kind == "version.seen":
        return event.data.get("number") != 1  # with it the work was listed
    if event.kind == "preprint.returned":
        return status not in WITH_STATUS.values()
    return WITH_STATUS.get(event.kind, status) == status
