"""The desk as its page shows it, from the kinds of row: three queries, whatever waits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, DateTimeField, F, QuerySet, TextField, Value, Window
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext as _

from preprints.models import Version
from reviews.models import Submission
from reviews.selectors.desk.row_kind import DeskAct, DeskView, FoundRow, RowKind
from reviews.selectors.desk.statements import count_all, read_all
from reviews.selectors.duplicates import count_open
from web.list_lengths import DESK_ROWS_A_KIND, DESK_ROWS_OF_ONE_KIND


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One decision that is owed, or one thing that is waited for.

    what: in words. waits: the name of whom it waits with. role: what they are to the work. url:
    where the row leads. acts: none where the reader cannot do anything.
    """

    what: str
    version: Version
    waits: str
    role: str
    since: datetime
    due: datetime | None
    is_late: bool
    url: str
    acts: Sequence[DeskAct]


@dataclass(frozen=True, slots=True)
class DeskGroup:
    """The rows of one kind, what has waited longest first. count: of all of them, shown or not."""

    name: str
    heading: str
    count: int
    rows: list[DeskRow]

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.rows)


@dataclass(frozen=True, slots=True)
class Desk:
    """groups: decisions, by kind. waiting: what others have to do. Kinds without rows are left out.

    duplicates: pairs of works that may be one; they wait for any editor.
    """

    groups: list[DeskGroup]
    waiting: list[DeskGroup]
    duplicates: int

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)


def read_desk(
    view: DeskView, *, decisions: Sequence[RowKind], waiting: Sequence[RowKind], kind: str
) -> Desk:
    """kind: the name of one kind; "" for all. Of one kind more rows are shown."""
    shown = [one for one in (*decisions, *waiting) if not kind or one.name == kind]
    found = _found(shown, view, most=DESK_ROWS_OF_ONE_KIND if kind else DESK_ROWS_A_KIND)
    versions = _versions(row for rows, _count in found.values() for row in rows)
    groups = {
        one.name: DeskGroup(
            name=one.name,
            heading=str(one.heading),
            count=count,
            rows=[_row(one, row, versions, view) for row in rows],
        )
        for one in shown
        for rows, count in [found.get(one.name, ([], 0))]
        if rows
    }
    return Desk(
        groups=[groups[one.name] for one in decisions if one.name in groups],
        waiting=[groups[one.name] for one in waiting if one.name in groups],
        duplicates=count_open(),
    )


def read_rows(view: DeskView, kinds: Sequence[RowKind], *, most: int) -> list[DeskRow]:
    """The rows of some kinds together, in the order of the kinds; two queries."""
    found = _found(kinds, view, most=most)
    versions = _versions(row for rows, _count in found.values() for row in rows)
    return [
        _row(kind, row, versions, view)
        for kind in kinds
        for row in found.get(kind.name, ([], 0))[0]
    ]


def count_rows(view: DeskView, kinds: Sequence[RowKind]) -> int:
    """How many rows some kinds have together; one query."""
    return count_all(lambda kind: kind.found(view).order_by().values("pk"), kinds, view)


def _found(
    kinds: Sequence[RowKind], view: DeskView, *, most: int
) -> dict[str, tuple[list[FoundRow], int]]:
    """The rows of each kind and how many there are in all, in one statement."""
    found: dict[str, tuple[list[FoundRow], int]] = {}
    for name, count, *fields in read_all(
        lambda kind: _read(kind, view, most), kinds, view, most=most
    ):
        rows, _count = found.setdefault(name, ([], count))
        rows.append(FoundRow(*fields))
    for rows, _count in found.values():
        rows.sort(key=lambda row: (row.since, row.row_id))
    return found


def _read(kind: RowKind, view: DeskView, most: int) -> "QuerySet[Any, Any]":
    """The columns that every kind has, in the order of FoundRow after name and count."""
    rows = kind.found(view)
    if view.owner != view.reader:
        # An author who edits the journal reads of their own work what authors read.
        others = Submission.objects.without_works_of(view.reader)
        rows = rows.filter(**{f"{kind.of_submission('pk')}__in": others.values("pk")})
    if view.subject:
        rows = rows.filter(**{kind.of_submission("preprint__subjects__slug"): view.subject})
    moment, text = DateTimeField(), TextField()
    columns = {
        "desk_kind": Value(kind.name, output_field=text),
        "desk_count": Window(Count("*")),
        "desk_submission": F(kind.of_submission("pk")),
        "desk_version": F(f"{kind.version}_id"),
        "desk_row": F("pk"),
        "desk_since": Cast(kind.column(kind.since), moment),
        "desk_due": Cast(kind.due_column("desk_since"), moment),
        "desk_who": Cast(kind.column(kind.who) if kind.who else Value(""), text),
        "desk_editor": F(kind.of_submission("editor_id")),
        "desk_second": F(kind.of_submission("second_editor_id")),
        "desk_facts": JSONObject(**{name: kind.column(of) for name, of in kind.facts.items()}),
    }
    return rows.annotate(**columns).order_by("desk_since", "pk").values_list(*columns)[:most]


def _versions(rows: Iterable[FoundRow]) -> Mapping[int, Version]:
    ids = {row.version_id for row in rows}
    shown = ("pk", "preprint", "number", "title_html", "title_plain", "author_line")
    return Version.objects.only(*shown).in_bulk(ids)


def _row(kind: RowKind, row: FoundRow, versions: Mapping[int, Version], view: DeskView) -> DeskRow:
    acts = kind.acts(row)
    who = _who(kind, row, view)
    return DeskRow(
        what=kind.words(row) if kind.words else str(kind.heading),
        version=versions[row.version_id],
        waits=who,
        role=str(kind.role) if who and who == row.who else "",
        since=row.since,
        due=row.due,
        is_late=row.due is not None and row.due.date() < view.today,
        url=acts[0].url,
        acts=[act for act in acts if act.words and _may_act(kind, row, view)],
    )


def _may_act(kind: RowKind, row: FoundRow, view: DeskView) -> bool:
    """The services decide; a row of another editor's desk has no button."""
    if kind.by in ("any editor", "whose it is"):
        return True
    actor_id = row.editor_id if kind.by == "editor" else row.second_editor_id
    return view.reader.pk == actor_id


def _who(kind: RowKind, row: FoundRow, view: DeskView) -> str:
    if kind.hides_who and view.reader.pk not in (row.editor_id, row.second_editor_id):
        return _("A reviewer")
    return row.who
