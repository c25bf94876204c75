"""The desk of one editor and the page of a work, as tests look at them."""

from django.urls import reverse

from reviews.selectors.desk import Desk, DeskRow, DeskView, editor_desk
from tests.factories.times import NOW


def desk_of(editor, *, now=NOW, subject="", kind="", reader=None) -> Desk:
    view = DeskView(reader=reader or editor, owner=editor, subject=subject, now=now)
    return editor_desk(view, kind=kind)


def decisions(editor, **asked) -> list[DeskRow]:
    return [row for group in desk_of(editor, **asked).groups for row in group.rows]


def waiting(editor, **asked) -> list[DeskRow]:
    return [row for group in desk_of(editor, **asked).waiting for row in group.rows]


def page_of(submission):
    return reverse("reviews:submission", args=[submission.pk])


def words_of(client, submission):
    return client.get(page_of(submission)).content.decode()
