"""What is stored of a draft: the row as a whole, its size, and the other texts in it."""

from datetime import timedelta

import pytest

from drafts import errors, limits
from drafts.merging import fingerprints
from drafts.models import Draft
from drafts.others import size_of
from drafts.posted_forms import read_number, read_sent_draft
from drafts.services import SavedDraft, SentDraft, Shown, keep_replaced, save_draft
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.reviews.outcomes import fields_of
from web.form_owner import owner_fingerprint

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def review():
    return ReviewFactory()


@pytest.fixture
def save(review):
    def save_it(summary, revision=0, *, now=NOW, **sent):
        fields = sent.pop("fields", {"summary": summary})
        form = SentDraft(fields, revision=revision, **sent)
        return save_draft(review.reviewer, f"review:{review.pk}", sent=form, now=now)

    return save_it


def other(text, tab="", at=NOW, revision=0):
    fields = {"summary": text}
    row = {"tab": tab, "saved_at": at.isoformat(), "fields": fields, "base": {}}
    return {**row, "revision": revision}


def test_a_first_save_stores_what_was_sent_and_from_where(save, review):
    saved = save("Füße", tab="t1", sequence=4)
    assert saved == SavedDraft(1, NOW, {"summary": "Füße"}, {}, {})
    assert fields_of(Draft.objects.get()) == {
        "owner_id": review.reviewer_id,
        "key": f"review:{review.pk}",
        "fields": {"summary": "Füße"},
        "others": [],
        "revision": 1,
        "saved_at": NOW,
        "closed_at": None,
        "sequences": {"t1": 4},
        "taken": {"summary": ["t1", 4]},
        "posted": {},
        "size_bytes": 6,
    }


def test_a_text_in_conflict_becomes_another_text_of_the_draft_and_counts(save, review):
    save("stored", tab="t1", sequence=1)
    saved = save("other", 7, tab="t2", sequence=3, now=LATER)
    assert saved == SavedDraft(2, LATER, {"summary": "stored"}, {"summary": "stored"}, {})
    assert fields_of(Draft.objects.get(), "owner_id", "key") == {
        "fields": {"summary": "stored"},
        "others": [other("other", "t2", LATER, revision=2)],
        "revision": 2,
        "saved_at": LATER,
        "closed_at": None,
        "sequences": {"t1": 1, "t2": 3},
        "taken": {"summary": ["t1", 1]},
        "posted": {},
        "size_bytes": len("stored") + len("other"),
    }


def test_an_empty_form_begins_a_draft_of_revision_one(save):
    assert save("", fields={}).revision == 1


def test_other_texts_are_neither_blank_nor_kept_twice(save):
    save("stored")
    for text in ("other", "  ", "third", "other"):
        save(text, 7)
    assert Draft.objects.get().others == [other("third", revision=3), other("other", revision=2)]


def test_tabs_replace_their_own_text_only(save):
    save("stored")
    save("of one", 7, tab="t1", sequence=1)
    save("of two", 7, tab="t2", sequence=1)
    save("of one, longer", 7, tab="t1", sequence=2)
    two, one = other("of two", "t2", revision=3), other("of one, longer", "t1", revision=4)
    assert Draft.objects.get().others == [two, one]


def test_texts_of_no_known_tab_replace_none_of_each_other(save):
    save("stored")
    save("first", 7)
    save("second", 7)
    assert Draft.objects.get().others == [other("first", revision=2), other("second", revision=3)]


def test_only_what_was_replaced_becomes_another_text(save):
    save("", fields={"summary": "theirs", "strengths": "same"})
    mine = {"summary": "mine", "strengths": "same"}
    save("", 1, fields=mine, replaces=frozenset({"summary", "strengths", "gone"}))
    assert Draft.objects.get().others == [other("theirs")]


def test_a_page_that_names_no_texts_knows_the_revision_it_was_loaded_with(save):
    save("one")
    assert save("two", 1).conflicts == {}
    assert save("three", 1).conflicts == {"summary": "two"}
    older = fingerprints({"summary": "one"})
    assert save("four", 2, base=older).conflicts == {"summary": "two"}


# --- Room ----------------------------------------------------------------------------------------


def test_the_drafts_of_a_person_may_fill_their_limit_to_the_last_byte(save, review, monkeypatch):
    monkeypatch.setattr(limits, "MAX_DRAFTS_BYTES", 10)
    Draft.objects.create(owner=UserFactory(), key="x:1", saved_at=NOW, size_bytes=10)
    save("x" * 10)
    save("y" * 10, 1)
    with pytest.raises(errors.DraftsFull):
        save("y" * 11, 2)
    Draft.objects.create(owner=review.reviewer, key="x:2", saved_at=NOW, size_bytes=3)
    save("z" * 7, 2)
    with pytest.raises(errors.DraftsFull):
        save("z" * 8, 3)
    assert Draft.objects.get(key__startswith="review").fields == {"summary": "z" * 7}


def test_a_form_of_the_greatest_length_is_saved(save, monkeypatch):
    monkeypatch.setattr(limits, "MAX_FORM_BYTES", 6)
    save("", fields={"summary": "fü", "ai_use": "abc"})
    with pytest.raises(errors.DraftTooLong):
        save("", 1, fields={"summary": "fü", "ai_use": "abcd"})


def test_the_size_is_that_in_bytes_of_all_fields():
    assert size_of({}) == 0
    assert size_of({"a": "fü", "b": "abc"}) == 6
    assert size_of({"a": "\ud800"}) == 1, "half a character, which no encoding has"


def test_a_text_that_another_person_replaced_is_kept_for_its_writer():
    writer, bystander = UserFactory(), UserFactory()
    keep_replaced(writer.pk, "replaced:1", {"text": "First."}, now=NOW)
    keep_replaced(bystander.pk, "replaced:1", {"text": "Of somebody else."}, now=NOW)
    keep_replaced(writer.pk, "replaced:1", {"text": "Second.", "title": " "}, now=LATER)
    assert fields_of(Draft.objects.get(owner=writer)) == {
        "owner_id": writer.pk,
        "key": "replaced:1",
        "fields": {},
        "others": [
            {**other(""), "fields": {"text": "First."}},
            {**other("", at=LATER), "fields": {"text": "Second."}},
        ],
        "revision": 1,
        "saved_at": LATER,
        "closed_at": None,
        "sequences": {},
        "taken": {},
        "posted": {},
        "size_bytes": len("First.Second."),
    }
    assert Draft.objects.get(owner=bystander).size_bytes == len("Of somebody else.")


def replaced_texts(owner):
    return [other["fields"]["text"] for other in Draft.objects.get(owner=owner).others]


def test_each_of_many_replaced_texts_is_kept():
    writer, texts = UserFactory(), [f"Text {n}." for n in range(3 * limits.MOST_OTHERS)]
    for text in texts:
        keep_replaced(writer.pk, "replaced:1", {"text": text}, now=NOW)
    assert replaced_texts(writer) == texts


def test_of_replaced_texts_that_are_together_too_long_the_oldest_go(monkeypatch):
    monkeypatch.setattr(limits, "MAX_REPLACED_BYTES", 10)
    writer = UserFactory()
    for text in ("first", "other", "third", "much longer than that"):
        keep_replaced(writer.pk, "replaced:1", {"text": text}, now=NOW)
        assert replaced_texts(writer)[-1] == text
    assert replaced_texts(writer) == ["much longer than that"]
    keep_replaced(UserFactory().pk, "replaced:1", {"text": "elsewhere"}, now=NOW)
    for text in ("fifth", "sixth", "7"):
        keep_replaced(writer.pk, "replaced:1", {"text": text}, now=NOW)
    assert replaced_texts(writer) == ["sixth", "7"]


# --- What a page posts ---------------------------------------------------------------------------


def test_a_posted_form_is_read_as_a_whole():
    owner = UserFactory()
    posted = {
        "summary": "typed",
        "not_asked_for": "x",
        "draft_owner": owner_fingerprint(owner.pk),
        "draft_revision": "12",
        "draft_base": '{"summary": "abc"}',
        "draft_tab": "t" * 50,
        "draft_sequence": "7",
        "draft_heard": "5",
        "draft_replaces": "",
        "draft_shown": "3 11",
    }
    assert read_sent_draft(owner, posted, ["summary", "strengths"]) == SentDraft(
        {"summary": "typed"},
        revision=12,
        base={"summary": "abc"},
        tab="t" * 40,
        sequence=7,
        heard=5,
        replaces=frozenset(),
        shown=Shown(3, 11),
    )
    assert read_sent_draft(owner, {"draft_tab": "t 1;"}, ["summary"]) == SentDraft({})
    for unreadable in ("3", "1 2 3", ""):
        assert read_sent_draft(owner, {"draft_shown": unreadable}, ["summary"]).shown is None


@pytest.mark.parametrize(("posted", "names"), [
    ("summary odd", {"summary", "odd"}),
    ("1", {"summary", "strengths"}),
    ("", set()),
])  # fmt: skip
def test_a_page_names_the_texts_that_it_replaces(posted, names):
    """Pages loaded before an update of the journal, and forms that name no texts, replace all."""
    sent = read_sent_draft(UserFactory(), {"draft_replaces": posted}, ["summary", "strengths"])
    assert sent.replaces == names


def test_a_form_made_for_somebody_else_is_not_read():
    posted = {"summary": "typed", "draft_owner": owner_fingerprint(UserFactory().pk)}
    with pytest.raises(errors.FormOfSomebodyElse):
        read_sent_draft(UserFactory(), posted, ["summary"])


@pytest.mark.parametrize(("text", "number"), [
    ("0", 0),
    ("12", 12),
    ("9" * 15, 999_999_999_999_999),
    ("9" * 16, 0),
    ("²", 0),
])  # fmt: skip
def test_a_number_is_read_up_to_fifteen_digits(text, number):
    assert read_number(text) == number
