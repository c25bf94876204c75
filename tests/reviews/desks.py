"""The desk of one editor, as its tests look at it."""

from reviews.selectors.desk import Desk, DeskRow, DeskView, editor_desk
from tests.factories.times import NOW


def desk_of(editor, *, now=NOW, subject="", kind="", reader=None) -> Desk:
    view = DeskView(reader=reader or editor, owner=editor, subject=subject, now=now)
    return editor_desk(view, kind=kind)


def decisions(editor, **asked) -> list[DeskRow]:
    return [row for group in desk_of(editor, **asked).groups for row in group.rows]


def waiting(editor, **asked) -> list[DeskRow]:
    return [row for group in desk_of(editor, **asked).waiting for row in group.rows]
