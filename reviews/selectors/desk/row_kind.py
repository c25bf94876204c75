"""What one kind of row of the desk is: which rows there are, what they say, what can be done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from reviews.models import EditorDay, is_away

Words = str | Promise
# Who somebody is to the work, before the name: a row does not wait for whoever submitted it.
SUBMITTED_BY = gettext_lazy("Submitted by")
WRITTEN_BY = gettext_lazy("Written by")
PROPOSED_BY = gettext_lazy("Proposed by")
ASKED_BY = gettext_lazy("Asked by")
REVIEWER = gettext_lazy("Reviewer")
INVITED = gettext_lazy("Invited")
AUTHOR = gettext_lazy("Author")
EDITOR = gettext_lazy("Editor")
SECOND_EDITOR = gettext_lazy("Second editor")
# The last two are fields of a submission.
Actor = Literal["whose it is", "any editor", "editor", "second_editor"]


@dataclass(frozen=True, slots=True)
class DeskAct:
    """One thing to do from a row: a link or, where `question` says what it asks before, a POST."""

    words: str
    url: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class DeskView:
    """Whose desk is shown, and what of it.

    reader: who looks. owner: whose rows; None for those of every editor. subject: only works in
    the subject of this name in addresses; "" for all. The rows of a kind may depend on these, on
    `today` and on the policy alone, for their statement is kept (`statements.py`).
    """

    reader: User
    owner: User | None
    subject: str
    now: datetime

    @classmethod
    def of_everybody(cls, now: datetime) -> "DeskView":
        """As the schedule sees it, which is nobody: the rows of every editor."""
        return cls(reader=User(pk=0), owner=None, subject="", now=now)

    @property
    def today(self) -> date:
        return self.now.date()

    def of_editor(self, submission: str) -> Q:
        """Rows whose work the owner handles. submission: the way to it, with "__" between."""
        return self._of("editor", submission)

    def of_second_editor(self, submission: str) -> Q:
        return self._of("second_editor", submission)

    def _of(self, role: str, submission: str) -> Q:
        return Q() if self.owner is None else Q(**{f"{submission}__{role}": self.owner})


@dataclass(frozen=True, slots=True)
class FoundRow:
    """What the database says of one row. row_id: of what the kind's `rows` are. facts: what the
    kind asked for besides."""

    submission_id: int
    version_id: int
    row_id: int
    since: datetime
    due: datetime | None
    who: str
    editor_id: int | None
    second_editor_id: int | None
    facts: Mapping[str, Any]

    def place(self, place: str) -> str:
        """The address of a section of the submission's page."""
        return f"{reverse('reviews:submission', args=[self.submission_id])}#{place}"


@dataclass(frozen=True, slots=True)
class RowKind:
    """One kind of decision that editors owe, or of what they wait for.

    name: stands in the page's address. heading: above its rows. rows: the rows themselves, of any
    model, with nothing grouped (counts are subqueries); all kinds are read in one statement.
    since, due, who, submission, version: ways from a row to when it began to wait, until when, the
    name of whom it waits with, its submission and its version; "" as submission where a row is
    one. days: where `due` is no field of the row, the field of the policy that says within how many
    working days it is to be done; the schedule gives each row its day (`services.editor_days`).
    role: what whoever `who` names is to the work. facts: more of the row, for `words` and `acts`.
    words: what a row says, where it is not the heading. acts: what can be done, the first one
    foremost; where nothing can be done there, one act without words tells where the row leads. by:
    who can do it. hides_who: `who` is a reviewer, whom the two editors of the work alone may know.
    needs_work: it is a step of a review, and waits for nobody while the work is withdrawn or
    retracted at its source (`left_works`).
    """

    name: str
    heading: Words
    rows: Callable[[DeskView], QuerySet[Any]]
    since: str | Combinable
    acts: Callable[[FoundRow], Sequence[DeskAct]]
    by: Actor = "editor"
    who: str | Combinable = ""
    role: Words = ""
    due: str | Combinable = ""
    days: str = ""
    submission: str = "round__submission"
    version: str = "version"
    facts: Mapping[str, str | Combinable] = field(default_factory=dict)
    words: Callable[[FoundRow], str] | None = None
    hides_who: bool = False
    needs_work: bool = False

    def found(self, view: DeskView) -> QuerySet[Any]:
        """The rows that stand on the desk now."""
        rows = self.rows(view)
        if not self.needs_work:
            return rows
        return rows.exclude(is_away(self.submission))

    def of_submission(self, name: str) -> str:
        """The way from a row to a field of its submission."""
        return f"{self.submission}__{name}" if self.submission else name

    def due_column(self, since: str) -> Combinable:
        """since: the name of the annotation that says since when a row waits."""
        if self.days:
            return EditorDay.objects.of_row(self.name, since)
        return self.column(self.due) if self.due else Value(None)

    def column(self, way: str | Combinable) -> Combinable:
        return F(way) if isinstance(way, str) else way
