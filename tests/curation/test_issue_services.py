from datetime import timedelta

import pytest

from curation import errors, form_texts
from curation.models import Entry, Issue, RemovedEntry
from curation.services import building
from drafts.errors import FormClosed, NotYourForm
from drafts.models import Draft
from drafts.services import SentDraft, save_draft
from events.models import Event
from tests.curation.works import fill, make_candidate, make_editor, write_editorial
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW
from web.clicks import SAME_CLICK

pytestmark = pytest.mark.django_db


def positions(issue):
    return list(issue.entries.order_by("position").values_list("preprint", "position"))


def test_an_issue_gets_the_next_number_by_default(editor):
    first = building.create_issue(editor=editor, title="One", now=NOW)
    second = building.create_issue(editor=editor, title="Two", now=NOW)
    third = building.create_issue(editor=editor, title="New volume", volume=2, now=NOW)
    assert [issue.label for issue in (first, second, third)] == [
        "Volume 1, Issue 1",
        "Volume 1, Issue 2",
        "Volume 2, Issue 1",
    ]
    assert not Event.objects.filter(is_public=True).exists()


def test_a_number_is_given_once(editor):
    building.create_issue(editor=editor, title="One", volume=1, number=4, now=NOW)
    with pytest.raises(errors.NumberTaken):
        building.create_issue(editor=editor, title="Again", volume=1, number=4, now=NOW)


def test_the_same_form_sent_twice_at_once_makes_one_issue_and_later_none(editor):
    form = {"editor": editor, "title": "One", "volume": 1, "number": 4}
    first = building.create_issue(**form, now=NOW)
    assert building.create_issue(**form, now=NOW + SAME_CLICK) == first
    with pytest.raises(errors.NumberTaken):
        building.create_issue(**form, now=NOW + SAME_CLICK + timedelta(seconds=1))
    assert Issue.objects.count() == 1


def test_a_reader_makes_no_issues():
    reader = UserFactory()
    with pytest.raises(errors.NotAnEditor):
        building.create_issue(editor=reader, title="Mine", now=NOW)
    with pytest.raises(errors.NotAnEditor):
        building.save_issue(IssueFactory().pk, editor=reader, title="Mine", editorial="", now=NOW)


def test_an_entry_is_pinned_to_the_current_version_at_the_end(editor):
    issue = IssueFactory(editor=editor)
    first, second = make_candidate(), make_candidate()
    for work in (first, second):
        building.add_entry(issue.pk, preprint_id=work.pk, editor=editor, now=NOW)
    entry = issue.entries.get(preprint=second)
    assert (entry.version, entry.position) == (second.current_version, 2)
    assert (entry.recommended_by, entry.recommended_by_name) == (editor, "Edda Editor")


def test_only_an_eligible_work_is_added(editor):
    issue, work = IssueFactory(editor=editor), make_candidate(assessed_at=NOW)
    with pytest.raises(errors.NotEligible, match="still have time to"):
        building.add_entry(issue.pk, preprint_id=work.pk, editor=editor, now=NOW)


def test_a_work_is_in_an_issue_once(editor):
    issue, work = IssueFactory(editor=editor), make_candidate()
    building.add_entry(issue.pk, preprint_id=work.pk, editor=editor, now=NOW)
    with pytest.raises(errors.AlreadyInIssue):
        building.add_entry(issue.pk, preprint_id=work.pk, editor=editor, now=NOW)


def test_a_work_of_a_published_issue_is_not_added_again(editor):
    work = make_candidate()
    publish(EntryFactory(preprint=work).issue)
    next_issue = IssueFactory(number=2, editor=editor)
    with pytest.raises(errors.NotEligible, match="has been in an issue before"):
        building.add_entry(next_issue.pk, preprint_id=work.pk, editor=editor, now=NOW)


def test_editors_neither_add_nor_recommend_their_own_works(editor):
    issue, work = IssueFactory(), make_candidate(submitter=editor)
    with pytest.raises(errors.OwnWork):
        building.add_entry(issue.pk, preprint_id=work.pk, editor=editor, now=NOW)
    entry = building.add_entry(issue.pk, preprint_id=work.pk, editor=issue.editor, now=NOW)
    with pytest.raises(errors.OwnWork):
        building.save_entry(
            entry.pk, editor=editor, section="", recommendation="Read mine.", now=NOW
        )


def test_who_submitted_a_work_as_an_author_in_vain_does_not_add_it(editor):
    issue, work, other = IssueFactory(), make_candidate(), make_candidate()
    in_vain = {"submitter": editor, "state": "declined", "decline_code": "other"}
    SubmissionFactory(preprint=work, decline_text="No.", **in_vain)
    SubmissionFactory(preprint=other, decline_text="No.", is_author=False, **in_vain)
    with pytest.raises(errors.OwnWork):
        building.add_entry(issue.pk, preprint_id=work.pk, editor=editor, now=NOW)
    assert fill(issue, editor, other).recommended_by == editor, "a reader who submitted it may"


def test_a_recommendation_is_rendered_and_signed_by_whoever_changed_it(editor):
    issue = IssueFactory()
    entry = fill(issue, issue.editor, make_candidate())
    other = make_editor("Otto Other")
    same = building.save_entry(
        entry.pk, editor=other, section="Elsewhere", recommendation=entry.recommendation, now=NOW
    )
    assert same.recommended_by == issue.editor
    changed = building.save_entry(
        entry.pk,
        editor=other,
        section="Elsewhere",
        recommendation="A *new* text. And more.",
        now=NOW,
    )
    assert changed.recommended_by_name == "Otto Other"
    assert changed.recommendation_html == "<p>A <em>new</em> text. And more.</p>\n"
    assert changed.first_sentence == "A new text."


def test_saving_forgets_the_own_draft_only(editor):
    issue = IssueFactory(editor=editor)
    entry = fill(issue, editor, make_candidate())
    for owner in (editor, make_editor("Otto Other")):
        for key in (f"issue:{issue.pk}", f"entry:{entry.pk}"):
            Draft.objects.create(owner=owner, key=key, fields={}, saved_at=NOW)
    write_editorial(issue, editor)
    building.save_entry(entry.pk, editor=editor, section="", recommendation="Short.", now=NOW)
    assert Draft.objects.filter(owner=editor).count() == 0
    assert Draft.objects.count() == 2


def test_text_that_somebody_else_saved_meanwhile_is_not_overwritten_unseen(editor):
    issue = IssueFactory(editor=editor)
    seen = form_texts.issue_fingerprint(issue)
    write_editorial(issue, make_editor("Otto Other"))
    with pytest.raises(errors.TextChanged):
        building.save_issue(
            issue.pk, editor=editor, title="T", editorial="Mine.", seen=seen, now=NOW
        )
    entry = fill(issue, editor, make_candidate())
    with pytest.raises(errors.TextChanged):
        building.save_entry(
            entry.pk,
            editor=editor,
            section="",
            recommendation="Mine.",
            seen="another mark",
            now=NOW,
        )


def test_entries_move_up_and_down_and_stay_at_the_ends(editor):
    issue = IssueFactory(editor=editor)
    first, second, third = (fill(issue, editor, make_candidate()) for _ in range(3))
    building.move_entry(third.pk, editor=editor, up=True)
    building.move_entry(first.pk, editor=editor, up=True)
    building.move_entry(second.pk, editor=editor, up=False)
    building.move_entry(first.pk, editor=editor, up=False)
    assert positions(issue) == [
        (third.preprint_id, 1),
        (first.preprint_id, 2),
        (second.preprint_id, 3),
    ]


def test_removing_an_entry_closes_the_gap_and_keeps_what_is_being_written(editor):
    issue = IssueFactory(editor=editor)
    first, second, third = (fill(issue, editor, make_candidate()) for _ in range(3))
    other = make_editor("Otto Other")
    for owner in (editor, other):
        Draft.objects.create(owner=owner, key=f"entry:{second.pk}", fields={}, saved_at=NOW)
    building.remove_entry(second.pk, editor=editor, now=NOW)
    assert positions(issue) == [(first.preprint_id, 1), (third.preprint_id, 2)]
    assert {draft.owner for draft in Draft.objects.all()} == {editor, other}


def test_a_work_added_again_has_its_recommendation_and_everybodys_drafts(editor):
    issue = IssueFactory(editor=editor)
    entry, other = (fill(issue, editor, make_candidate()) for _ in range(2))
    writer = make_editor("Otto Other")
    building.remove_entry(entry.pk, editor=writer, now=NOW)
    key = form_texts.entry_draft_key(entry)
    save_draft(writer, key, sent=SentDraft({"recommendation": "Still typing"}), now=NOW)
    again = building.add_entry(issue.pk, preprint_id=entry.preprint_id, editor=writer, now=NOW)
    again.refresh_from_db()
    assert (again.recommendation, again.section) == (entry.recommendation, entry.section)
    assert again.recommendation_html == entry.recommendation_html
    assert again.first_sentence == entry.first_sentence
    assert (again.recommended_by, again.recommended_by_name) == (editor, "Edda Editor")
    assert form_texts.entry_draft_key(again) == key
    assert positions(issue) == [(other.preprint_id, 1), (entry.preprint_id, 2)]
    assert not RemovedEntry.objects.exists()


def test_a_work_removed_from_one_issue_comes_new_into_another(editor):
    first, second = IssueFactory(editor=editor), IssueFactory(editor=editor, number=2)
    entry = fill(first, editor, make_candidate())
    building.remove_entry(entry.pk, editor=editor, now=NOW)
    new = building.add_entry(second.pk, preprint_id=entry.preprint_id, editor=editor, now=NOW)
    assert (new.recommendation, new.pk != entry.pk) == ("", True)
    assert RemovedEntry.objects.get().recommendation == entry.recommendation


def test_an_entry_without_a_text_comes_back_empty_and_signed_by_who_adds_it(editor):
    issue, work, other = IssueFactory(editor=editor), make_candidate(), make_editor("Otto Other")
    entry = building.add_entry(issue.pk, preprint_id=work.pk, editor=editor, now=NOW)
    building.remove_entry(entry.pk, editor=editor, now=NOW)
    again = building.add_entry(issue.pk, preprint_id=work.pk, editor=other, now=NOW)
    assert (again.recommendation, again.recommended_by) == ("", other)


def test_what_is_typed_for_an_issue_is_kept_for_editors_until_it_is_published(editor):
    issue = IssueFactory(editor=editor)
    entry = fill(issue, editor, make_candidate())
    keys = [form_texts.issue_draft_key(issue), form_texts.entry_draft_key(entry)]
    for key in keys:
        save_draft(editor, key, sent=SentDraft({"editorial": "a"}), now=NOW)
        with pytest.raises(NotYourForm):
            save_draft(UserFactory(), key, sent=SentDraft({"editorial": "b"}), now=NOW)
    publish(issue)
    for key in keys:
        with pytest.raises(FormClosed):
            save_draft(editor, key, sent=SentDraft({"editorial": "late"}), now=NOW)
    assert Draft.objects.count() == 2, "what was saved before can still be read"


def test_a_published_issue_takes_no_change(editor):
    issue = IssueFactory(editor=editor)
    entry = fill(issue, editor, make_candidate())
    publish(issue)
    with pytest.raises(errors.IssuePublished):
        building.add_entry(issue.pk, preprint_id=make_candidate().pk, editor=editor, now=NOW)
    with pytest.raises(errors.IssuePublished):
        building.remove_entry(entry.pk, editor=editor, now=NOW)
    with pytest.raises(errors.IssuePublished):
        building.move_entry(entry.pk, editor=editor, up=True)
    with pytest.raises(errors.IssuePublished):
        building.save_entry(entry.pk, editor=editor, section="", recommendation="New.", now=NOW)
    with pytest.raises(errors.IssuePublished):
        write_editorial(issue, editor)
    assert Entry.objects.get().position == 1
