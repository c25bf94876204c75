"""Text that an editor typed and did not save stops publishing: the own, of this issue only."""

import pytest

from curation import errors
from curation.selectors.issue import issue_page
from curation.selectors.publishable import own_drafts
from curation.services.publishing import publish_issue
from drafts.models import Draft
from tests.curation.works import declare, fill, make_candidate, make_editor, write_editorial
from tests.factories.curation import IssueFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(editor):
    """Ready to be published, with two entries."""
    issue = IssueFactory(editor=editor)
    for _ in range(2):
        fill(issue, editor, make_candidate())
    return write_editorial(issue, editor)


@pytest.fixture
def elsewhere(editor):
    issue = IssueFactory(number=2, editor=editor)
    fill(issue, editor, make_candidate())
    return issue


def draft_of(owner, key, **fields):
    return Draft.objects.create(owner=owner, key=key, fields=fields, saved_at=NOW)


def keys_of(issue):
    return [
        f"issue:{issue.pk}",
        *(f"entry:{pk}" for pk in issue.entries.values_list("pk", flat=True)),
    ]


def entries_of(issue):
    return list(issue.entries.select_related("version").order_by("position"))


def test_an_editors_drafts_are_their_own_and_those_of_this_issue(issue, elsewhere, editor):
    other = make_editor("Otto Other")
    for key in keys_of(issue) + keys_of(elsewhere):
        for owner in (editor, other):
            draft_of(owner, key, editorial=f"By {owner.profile.name} for {key}")
    draft_of(editor, "review:1", summary="A review")
    drafts = own_drafts(issue, entries_of(issue), editor)
    assert {key: draft.fields["editorial"] for key, draft in drafts.items()} == {
        key: f"By Edda Editor for {key}" for key in keys_of(issue)
    }
    assert {draft.owner for draft in drafts.values()} == {editor}


def test_what_others_type_and_what_is_typed_elsewhere_stops_nothing(issue, elsewhere, editor):
    for key in keys_of(issue):
        draft_of(make_editor(), key, editorial="Half", section="Half", recommendation="Half")
    for key in keys_of(elsewhere):
        draft_of(editor, key, editorial="Half", section="Half", recommendation="Half")
    assert publish_issue(issue.pk, editor=editor, now=NOW).state == "published"
    assert Draft.objects.count() == 5, "none of them is lost"


def test_nobody_elses_words_stand_in_an_editors_forms(issue, editor):
    other = make_editor("Otto Other")
    for key in keys_of(issue):
        draft_of(other, key, title="Otto's", section="Otto's", recommendation="Otto's")
    page = issue_page(issue, editor, now=NOW)
    assert page.form["title"].value() == issue.title
    assert [row.form["section"].value() for row in page.entries] == ["Foundations"] * 2
    assert [row.is_open for row in page.entries] == [False, False]
    assert page.problems == []
    declare(issue, other)
    theirs = issue_page(issue, other, now=NOW)
    assert theirs.form["title"].value() == "Otto's"
    assert [row.form["section"].value() for row in theirs.entries] == ["Otto's"] * 2
    assert [row.is_open for row in theirs.entries] == [True, True]
    assert [type(problem) for problem in theirs.problems] == [errors.UnsavedText]


@pytest.mark.parametrize(
    ("place", "name"),
    [(0, "title"), (0, "editorial"), (1, "section"), (1, "recommendation"), (2, "section")],
)
def test_each_text_of_the_issue_and_of_each_entry_is_asked_for(issue, editor, place, name):
    draft = draft_of(editor, keys_of(issue)[place], **{name: "Typed."})
    with pytest.raises(errors.UnsavedText):
        publish_issue(issue.pk, editor=editor, now=NOW)
    issue.refresh_from_db()
    assert issue.state == "draft"
    draft.delete()
    assert publish_issue(issue.pk, editor=editor, now=NOW).state == "published"


def test_a_draft_that_says_what_is_saved_stops_nothing(issue, editor):
    """Line ends and blanks at the ends do not make another text; nor does what is no text."""
    draft_of(editor, keys_of(issue)[0], title=f" {issue.title} ", seen="x", draft_base="{}")
    draft_of(editor, keys_of(issue)[1], section="Foundations\r\n", seen="y")
    assert publish_issue(issue.pk, editor=editor, now=NOW).state == "published"
