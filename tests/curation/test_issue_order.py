"""Entries and issues keep their numbers, places and texts apart from those of others."""

from datetime import timedelta

import pytest

from curation import errors
from curation.models import Entry, Issue, RemovedEntry
from curation.published import entry_public, issue_public
from curation.selectors.issue import issue_page, issues_with_counts
from curation.services import building
from curation.services.publishing import publish_issue
from events.models import Event
from tests.curation.works import fill, make_candidate, make_editor, write_editorial
from tests.factories.curation import EntryFactory, IssueFactory
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.times import NOW
from web.clicks import SAME_CLICK

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


@pytest.fixture
def issue(editor):
    return IssueFactory(editor=editor)


def fill_three(issue, editor):
    return [fill(issue, editor, make_candidate()) for _ in range(3)]


def positions(issue):
    return dict(issue.entries.order_by("position").values_list("pk", "position"))


def test_a_form_sent_twice_finds_the_issue_of_its_own_number(editor):
    form = {"editor": editor, "title": "One", "now": NOW}
    second, first, other_volume = (
        building.create_issue(**form, volume=volume, number=number)
        for volume, number in ((1, 5), (1, 4), (2, 4))
    )
    for issue in (first, second, other_volume):
        again = building.create_issue(**form, volume=issue.volume, number=issue.number)
        assert again == issue
    assert Issue.objects.count() == 3


@pytest.mark.parametrize("change", ["another editor", "another title"])
def test_another_form_with_a_taken_number_is_no_second_click(editor, change):
    form = {"editor": editor, "title": "One", "volume": 1, "number": 4}
    building.create_issue(**form, now=NOW)
    form |= {"editor": make_editor()} if change == "another editor" else {"title": "Two"}
    with pytest.raises(errors.NumberTaken):
        building.create_issue(**form, now=NOW + SAME_CLICK / 2)
    assert Issue.objects.get().title == "One"


def test_what_happens_to_an_issue_in_the_making_is_logged_and_not_public(editor):
    issue = building.create_issue(editor=editor, title="One", now=NOW)
    work = make_candidate()
    entry = building.add_entry(issue.pk, preprint_id=work.pk, editor=editor, now=LATER)
    building.remove_entry(entry.pk, editor=editor, now=LATER)
    rows = Event.objects.values_list("kind", "subject", "preprint_id", "actor_id", "at")
    assert list(rows.filter(is_public=False, data={"issue": "Volume 1, Issue 1"})) == [
        ("issue.begun", "I1.1", None, editor.pk, NOW),
        ("entry.added", "I1.1", work.pk, editor.pk, LATER),
        ("entry.removed", "I1.1", work.pk, editor.pk, LATER),
    ]
    assert Event.objects.count() == 3


def test_removing_and_moving_leave_the_entries_of_other_issues_in_their_places(issue, editor):
    other = IssueFactory(number=2, editor=editor)
    theirs = fill_three(other, editor)
    before = positions(other)
    first, second, third = fill_three(issue, editor)
    building.move_entry(third.pk, editor=editor, up=True)
    building.move_entry(first.pk, editor=editor, up=False)
    assert positions(issue) == {third.pk: 1, first.pk: 2, second.pk: 3}
    building.remove_entry(first.pk, editor=editor, now=NOW)
    assert positions(issue) == {third.pk: 1, second.pk: 2}
    assert positions(other) == before == {one.pk: n for n, one in enumerate(theirs, start=1)}


def test_a_second_click_on_a_page_that_shows_the_old_place_moves_nothing(issue, editor):
    first, second, third = fill_three(issue, editor)
    for _ in range(2):
        building.move_entry(third.pk, editor=editor, up=True, position=3)
    assert positions(issue) == {first.pk: 1, third.pk: 2, second.pk: 3}


def test_each_removed_work_comes_back_with_its_own_text(issue, editor):
    entries = fill_three(issue, editor)
    for number, entry in enumerate(entries, start=1):
        building.save_entry(
            entry.pk,
            editor=editor,
            section=f"S{number}",
            recommendation=f"Read *{number}*.",
            now=NOW,
        )
        building.remove_entry(entry.pk, editor=editor, now=NOW)
    kept = RemovedEntry.objects.order_by("entry_number")
    assert list(kept.values_list("issue", "preprint", "entry_number", "section", "removed_at")) == [
        (issue.pk, entry.preprint_id, entry.pk, f"S{number}", NOW)
        for number, entry in enumerate(entries, start=1)
    ]
    second = building.add_entry(
        issue.pk, preprint_id=entries[1].preprint_id, editor=editor, now=NOW
    )
    assert (second.pk, second.section, second.recommendation) == (
        entries[1].pk,
        "S2",
        "Read *2*.",
    )
    assert second.recommendation_html == "<p>Read <em>2</em>.</p>\n"
    assert set(kept.values_list("entry_number", flat=True)) == {entries[0].pk, entries[2].pk}
    assert issue_page(issue, editor, now=NOW).kept_titles == ["Axioms for careful agents"] * 2


def test_works_whose_recommendation_is_kept_are_named_as_they_were_removed(issue, editor):
    """Of the same moment, too."""
    for title, removed_at in (("Second", LATER), ("Third", LATER), ("First", NOW)):
        work = PreprintFactory(version__title_plain=title)
        entry = fill(issue, editor, make_candidate(preprint=work))
        building.remove_entry(entry.pk, editor=editor, now=removed_at)
    assert issue_page(issue, editor, now=NOW).kept_titles == ["First", "Second", "Third"]


def test_the_page_shows_each_entry_with_its_work_and_where_it_can_be_moved(issue, editor):
    entries = fill_three(issue, editor)
    building.save_entry(
        entries[1].pk, editor=editor, section="Trust", recommendation="Why.", now=NOW
    )
    building.move_entry(entries[2].pk, editor=editor, up=True)
    page = issue_page(issue, editor, now=NOW)
    order = [entries[0], entries[2], entries[1]]
    assert [row.entry for row in page.entries] == order
    assert [row.shown.candidate.preprint for row in page.entries] == [one.preprint for one in order]
    assert [(row.is_first, row.is_last) for row in page.entries] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    assert [row.form["section"].value() for row in page.entries] == [
        "Foundations",
        "Foundations",
        "Trust",
    ]
    assert page.sections == ["Foundations", "Trust"]
    assert {(row.preview, row.is_open) for row in page.entries} == {("", False)}


def test_the_list_of_issues_begins_with_the_latest_and_counts_the_works_of_each(issue, editor):
    fill_three(issue, editor)
    other = IssueFactory(number=2, editor=editor)
    fill(other, editor, make_candidate())
    empty = IssueFactory(number=3, editor=editor)
    assert [(one.pk, one.works) for one in issues_with_counts()] == [
        (empty.pk, 0),
        (other.pk, 1),
        (issue.pk, 3),
    ]


def test_an_issue_is_published_in_the_order_of_its_entries(issue, editor):
    entries = fill_three(issue, editor)
    not_taken, other = make_candidate(), IssueFactory(number=2, editor=editor)
    elsewhere = fill(other, editor, make_candidate())
    building.move_entry(entries[2].pk, editor=editor, up=True)
    write_editorial(issue, editor)
    publish_issue(issue.pk, editor=editor, now=LATER)
    order = [f"V{one.preprint_id}.1" for one in (entries[0], entries[2], entries[1])]
    events = Event.objects.public().filter(kind="issue.published").order_by("pk")
    assert [(event.subject, event.actor_id, event.at) for event in events] == [
        *((identifier, editor.pk, LATER) for identifier in order),
        ("I1.1", editor.pk, LATER),
    ]
    assert events.last().data["versions"] == order
    for bystander in (not_taken, elsewhere.preprint):
        bystander.refresh_from_db()
        assert (bystander.status, bystander.selected_for) == ("listed", "")
    other.refresh_from_db()
    assert (other.state, other.published_at, other.evidence) == ("draft", None, {})
    assert Entry.objects.filter(issue=issue, preprint__status="selected").count() == 3


@pytest.mark.parametrize("name", ["section", "recommendation", "position"])
def test_the_hash_of_an_entry_changes_with_its_words_and_its_position(name):
    entry = EntryFactory()
    before = entry_public(entry)
    setattr(entry, name, 2 if name == "position" else "Other words")
    assert entry_public(entry) != before


def test_the_hash_of_an_entry_changes_with_its_issue_and_its_version():
    entry = EntryFactory()
    before = entry_public(entry)
    hashes = {before}
    entry.issue = IssueFactory(number=2)
    hashes.add(entry_public(entry))
    entry.version = VersionFactory(preprint=entry.preprint, number=2)
    hashes.add(entry_public(entry))
    assert len(hashes) == 3


def test_the_hash_of_an_issue_changes_with_its_title_its_editorial_and_its_evidence():
    issue = IssueFactory(editorial="We looked.")
    hashes = {issue_public(issue)}
    issue.title = "Another"
    hashes.add(issue_public(issue))
    issue.editorial = "We looked again."
    hashes.add(issue_public(issue))
    issue.evidence = {"format": 2}
    hashes.add(issue_public(issue))
    assert len(hashes) == 4
