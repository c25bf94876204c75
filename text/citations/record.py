"""What is cited, in plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from text.citations.names import CitedName


class Cited(StrEnum):
    WORK = "work"
    POST = "post"  # a work that is public in a forum or on a page of the web
    REVIEW = "review"
    ISSUE = "issue"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationRecord:
    """A work in one version, a review, or an issue.

    identifier, url: the journal's own. title: as its source wrote it, with TeX; plain_title:
    without. people: authors, a review's writer, an issue's editors. issued: None where no day is
    known. publisher: where it is public: "arXiv", this journal. number: the name that its source
    gives the version ("arXiv:1506.03379v2"), this journal the review. eprint: the same as arXiv's
    own number. mark: what nobody may miss ("RETRACTED"), put before the title. notes: whole
    sentences, of the version, its review and its status. source_url, reviewed_url: of the work
    where it is public. licence: an address.
    """

    cited: Cited
    identifier: str
    url: str
    title: str
    plain_title: str
    people: Sequence[CitedName]
    issued: date | None
    publisher: str
    number: str = ""
    eprint: str = ""
    doi: str = ""
    volume: str = ""
    issue: str = ""
    mark: str = ""
    notes: Sequence[str] = ()
    reviewed_title: str = ""
    reviewed_people: Sequence[CitedName] = ()
    reviewed_url: str = ""
    source_url: str = ""
    licence: str = ""

    @property
    def shown_title(self) -> str:
        return self.marked(self.plain_title)

    def marked(self, title: str) -> str:
        return f"{self.mark}: {title}" if self.mark else title

    @property
    def note(self) -> str:
        return " ".join(self.notes)
