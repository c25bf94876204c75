"""What an editor's form shows of a draft, and which saved text it says was seen."""

import json

import pytest

from curation import form_texts
from curation.selectors.issue import issue_page, issues_with_counts
from drafts.merging import fingerprint
from drafts.models import Draft
from tests.curation.works import make_editor
from tests.factories.curation import EntryFactory, IssueFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(editor):
    return IssueFactory(editor=editor, title="When it fails", editorial="We looked.")


def form_of(issue, editor):
    form = issue_page(issue, editor, now=NOW).form
    return {name: form[name].value() for name in ("title", "editorial", "seen")}


def seen(title, editorial):
    return {"title": fingerprint(title), "editorial": fingerprint(editorial)}


def type_in(issue, editor, **fields):
    """A draft begun when the page showed the issue as it is now."""
    fields = {"title": issue.title, "seen": form_texts.issue_fingerprint(issue), **fields}
    Draft.objects.create(owner=editor, key=f"issue:{issue.pk}", fields=fields, saved_at=NOW)


def test_an_untouched_field_shows_and_has_seen_what_was_saved_meanwhile(issue, editor):
    type_in(issue, editor, editorial="Half")
    issue.title, issue.editorial = "What fails", "Saved meanwhile."
    issue.save()
    shown = form_of(issue, editor)
    assert (shown["title"], shown["editorial"]) == ("What fails", "Half")
    assert json.loads(shown["seen"]) == seen("What fails", "We looked.")
    others = form_of(issue, make_editor("Otto Other"))
    assert (others["title"], others["editorial"]) == ("What fails", "Saved meanwhile.")
    assert json.loads(others["seen"]) == seen("What fails", "Saved meanwhile.")


def test_blanks_and_line_ends_do_not_touch_a_field(issue, editor):
    type_in(issue, editor, title=" When it fails ", editorial="We looked.\r\n")
    issue.title, issue.editorial = "What fails", "Saved meanwhile."
    issue.save()
    shown = form_of(issue, editor)
    assert (shown["title"], shown["editorial"]) == ("What fails", "Saved meanwhile.")


def test_what_says_nothing_of_the_texts_seen_stays_as_it_was_sent(issue, editor):
    type_in(issue, editor, title="Mine", seen="unreadable")
    assert form_of(issue, editor) == {
        "title": "Mine",
        "editorial": "We looked.",
        "seen": "unreadable",
    }


def test_issues_stand_latest_first_each_with_the_number_of_its_works(editor):
    numbers = [(1, 2), (2, 1), (1, 10), (2, 3), (3, 1)]
    issues = {
        place: IssueFactory(volume=place[0], number=place[1], editor=editor) for place in numbers
    }
    for position in (1, 2):
        EntryFactory(issue=issues[2, 1], position=position)
    EntryFactory(issue=issues[1, 10])
    found = [(one.volume, one.number, one.works) for one in issues_with_counts()]
    assert found == [(3, 1, 0), (2, 3, 0), (2, 1, 2), (1, 10, 1), (1, 2, 0)]
