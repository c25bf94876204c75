"""A browser sends a form once more: nothing older replaces what was saved since."""

import pytest

from drafts.errors import DraftOutOfDate, FormSentSince
from drafts.limits import MOST_TABS
from drafts.merging import fingerprints
from drafts.models import Draft, SentForm
from drafts.services import SentDraft, finish_draft, save_draft
from tests.factories.accounts import UserFactory
from tests.factories.curation import IssueFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
EMPTY = fingerprints({"summary": "", "strengths": ""})


@pytest.fixture
def review():
    """Another person writes with the same names of tabs."""
    bystander = ReviewFactory()
    sent = SentDraft({"summary": "Another person's."}, tab="a", sequence=900)
    save_draft(bystander.reviewer, f"review:{bystander.pk}", sent=sent, now=NOW)
    return ReviewFactory(round=bystander.round)


@pytest.fixture
def save(review):
    def save_it(tab, sequence, *, base=EMPTY, **fields):
        sent = SentDraft(fields, base=base, tab=tab, sequence=sequence)
        return save_draft(review.reviewer, f"review:{review.pk}", sent=sent, now=NOW)

    return save_it


@pytest.fixture
def stored(review):
    return lambda: Draft.objects.get(owner=review.reviewer).fields


def test_an_older_request_gets_the_newer_texts_and_replaces_none(save, stored):
    save("a", 1, summary="First.", strengths="")
    save("a", 2, base=fingerprints({"summary": "First."}), summary="Second.", strengths="")
    again = save("a", 1, summary="First.", strengths="")
    assert (again.newer, again.conflicts) == ({"summary": "Second."}, {})
    assert stored() == {"summary": "Second.", "strengths": ""}


def test_an_older_request_does_not_bring_back_what_was_deleted_since(save, stored):
    save("a", 1, summary="Too rude.", strengths="")
    save("a", 2, base=fingerprints({"summary": "Too rude."}), summary="", strengths="")
    again = save("a", 1, summary="Too rude.", strengths="")
    assert again.newer == {"summary": ""}
    assert stored()["summary"] == ""


def test_an_older_request_stays_older_after_another_tab_has_saved(save, stored):
    save("a", 1, summary="Too rude.", strengths="")
    save("a", 2, base=fingerprints({"summary": "Too rude."}), summary="", strengths="")
    save("b", 1, summary="", strengths="Of the other tab.")
    again = save("a", 1, summary="Too rude.", strengths="")
    assert again.newer == {"summary": "", "strengths": "Of the other tab."}
    assert stored() == {"summary": "", "strengths": "Of the other tab."}


def test_the_last_request_once_more_changes_nothing(save, stored):
    first = save("a", 1, summary="Typed.", strengths="")
    assert save("a", 1, summary="Typed.", strengths="") == first
    assert Draft.objects.get(fields=stored()).others == []


def test_the_last_request_once_more_meets_the_same_conflict(save, stored):
    save("b", 5, summary="Of the other tab.", strengths="")
    for _time in range(2):
        again = save("a", 9, summary="Mine.", strengths="")
        assert again.conflicts == {"summary": "Of the other tab."}
    draft = Draft.objects.get(fields=stored())
    assert draft.fields["summary"] == "Of the other tab."
    assert [other["fields"] for other in draft.others] == [{"summary": "Mine."}]


def test_the_last_request_once_more_takes_back_nothing_that_another_tab_undid(save, stored):
    save("a", 1, summary="Too rude.", strengths="")
    undone = fingerprints({"summary": "Too rude.", "strengths": ""})
    save("b", 1, base=undone, summary="", strengths="")
    again = save("a", 1, summary="Too rude.", strengths="")
    assert again.conflicts == {"summary": ""}
    assert stored()["summary"] == ""


def test_another_text_under_the_number_of_the_last_request_is_kept_beside(save, stored):
    save("a", 1, summary="Typed.", strengths="")
    again = save("a", 1, summary="Typed, and more.", strengths="")
    assert again.conflicts == {"summary": "Typed."}
    others = Draft.objects.get(fields=stored()).others
    assert [other["fields"] for other in others] == [{"summary": "Typed, and more."}]


def test_the_tabs_that_saved_last_are_remembered(save, review):
    for number in range(MOST_TABS + 5):
        save(f"tab{number}", 100 + number, summary="", strengths="")
    save("tab9", 500, summary="", strengths="")
    sequences = Draft.objects.get(owner=review.reviewer).sequences
    assert len(sequences) == MOST_TABS
    assert sequences["tab9"] == 500
    assert min(sequences.values()) == 105
    assert Draft.objects.exclude(owner=review.reviewer).get().sequences == {"a": 900}


def test_without_a_tab_texts_are_compared_alone(save, stored):
    save("", 0, summary="First.", strengths="")
    save("", 0, base=fingerprints({"summary": "First."}), summary="Second.", strengths="")
    assert save("", 0, summary="First.", strengths="").conflicts == {"summary": "Second."}
    assert stored()["summary"] == "Second."


@pytest.fixture
def sent(review):
    """The form was sent by tab "a", with its request 5, and then by "b", with 7; a bystander wrote
    in the same tabs."""
    key = f"review:{review.pk}"
    for tab, sequence in (("a", 5), ("b", 7)):
        typed = SentDraft({"summary": "Sent."}, tab=tab, sequence=sequence, is_posted=True)
        saved = save_draft(review.reviewer, key, sent=typed, now=NOW)
        finish_draft(review.reviewer, key, saved_revision=saved.revision)
    return Draft.objects.filter(owner=review.reviewer, key=key)


@pytest.mark.parametrize(("tab", "sequence"), [("a", 4), ("b", 6)])
def test_a_request_that_comes_after_the_form_was_sent_brings_no_draft_back(
    save, sent, tab, sequence
):
    with pytest.raises(FormSentSince):
        save(tab, sequence, summary="Of before.")
    assert not sent.exists()
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(("tab", "sequence"), [("a", 6), ("b", 8), ("c", 1), ("", 0)])
def test_what_is_typed_after_the_form_was_sent_or_in_another_tab_is_saved(
    save, sent, tab, sequence
):
    save(tab, sequence, summary="Typed since.")
    assert sent.get().fields == {"summary": "Typed since."}


def test_the_request_that_was_carried_out_may_come_once_more(review, sent):
    """Its answer was lost; the service that carries it out knows what is carried out already."""
    key, fields = f"review:{review.pk}", {"summary": "Sent."}
    other = SentDraft(fields, revision=1, tab="c", sequence=9)
    with pytest.raises(DraftOutOfDate):
        save_draft(review.reviewer, key, sent=other, now=NOW)
    again = SentDraft(fields, revision=1, tab="b", sequence=7)
    assert save_draft(review.reviewer, key, sent=again, now=NOW).fields == fields


@pytest.fixture
def sent_elsewhere(review):
    """Tab "a" saved its text with its request 5 only; tab "b" took it over and sent the form."""
    key = f"review:{review.pk}"
    typed = SentDraft({"summary": "Of the first tab."}, base=EMPTY, tab="a", sequence=5)
    saved = save_draft(review.reviewer, key, sent=typed, now=NOW)
    base = fingerprints({"summary": "Of the first tab."})
    typed = SentDraft(
        {"summary": "Sent."}, saved.revision, base, tab="b", sequence=7, is_posted=True
    )
    saved = save_draft(review.reviewer, key, sent=typed, now=NOW)
    finish_draft(review.reviewer, key, saved_revision=saved.revision)
    return Draft.objects.filter(owner=review.reviewer, key=key)


@pytest.mark.parametrize("revision", [0, 1])
def test_what_a_tab_only_saved_does_not_come_back_after_another_tab_sent_the_form(
    review, sent_elsewhere, revision
):
    key, fields = f"review:{review.pk}", {"summary": "Of the first tab."}
    again = SentDraft(fields, revision, EMPTY, tab="a", sequence=5)
    with pytest.raises(FormSentSince):
        save_draft(review.reviewer, key, sent=again, now=NOW)
    assert not sent_elsewhere.exists()
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(("tab", "sequence"), [("a", 6), ("c", 1)])
def test_a_new_text_of_a_tab_that_did_not_send_the_form_is_kept(
    save, sent_elsewhere, tab, sequence
):
    save(tab, sequence, summary="Typed since.")
    assert sent_elsewhere.get().fields == {"summary": "Typed since."}


def test_a_posted_form_that_another_tab_sent_after_all_does_not_come_back(review, sent_elsewhere):
    """Tab "a" posts its new text, which is not carried out; "b" takes it over and sends it."""
    key = f"review:{review.pk}"
    posted = SentDraft({"summary": "Posted."}, tab="a", sequence=8, is_posted=True)
    save_draft(review.reviewer, key, sent=posted, now=NOW)
    taken = SentDraft({"summary": "Posted."}, 1, tab="b", sequence=9, is_posted=True)
    saved = save_draft(review.reviewer, key, sent=taken, now=NOW)
    finish_draft(review.reviewer, key, saved_revision=saved.revision)
    with pytest.raises(FormSentSince):
        save_draft(review.reviewer, key, sent=posted, now=NOW)
    assert not sent_elsewhere.exists()
    assert save_draft(review.reviewer, key, sent=taken, now=NOW).fields == {"summary": "Posted."}


def test_of_a_request_that_comes_after_the_form_was_sent_nothing_meets_a_newer_draft(save, sent):
    save("c", 1, summary="Of another tab.")
    late = save("a", 4, summary="Of before.")
    assert (late.newer, late.conflicts) == ({"summary": "Of another tab."}, {})
    assert sent.get().fields == {"summary": "Of another tab."}


def test_another_persons_or_forms_request_is_not_older(review, sent):
    bystander = ReviewFactory(round=review.round)
    typed = SentDraft({"summary": "Mine."}, tab="a", sequence=1)
    save_draft(bystander.reviewer, f"review:{bystander.pk}", sent=typed, now=NOW)
    assert Draft.objects.get(owner=bystander.reviewer).fields == {"summary": "Mine."}


def test_a_request_is_older_than_those_of_its_own_writer_and_form_alone():
    """Two editors write the forms of two issues, in tabs of the same name."""
    editor, other = UserFactory(editor=True), UserFactory(editor=True)
    key, second = (f"issue:{IssueFactory(number=number).pk}" for number in (1, 2))
    sent = {(editor.pk, key): 9, (editor.pk, second): 2, (other.pk, key): 1}
    for (owner_id, form), sequence in sent.items():
        owner = editor if owner_id == editor.pk else other
        typed = SentDraft({"title": "Sent."}, tab="a", sequence=sequence)
        saved = save_draft(owner, form, sent=typed, now=NOW)
        finish_draft(owner, form, saved_revision=saved.revision)
    rows = SentForm.objects.values_list("owner", "key", "sequences")
    assert {(owner, form): tabs["a"] for owner, form, tabs in rows} == sent
