"""What a form's page knows of the texts that were saved for it."""

import json
from datetime import timedelta

import pytest
from django import forms
from django.test import RequestFactory

from drafts.merging import fingerprints, read_fingerprints
from drafts.models import Draft
from drafts.posted_forms import PostedForm, is_fragment, is_preview, save_posted, status_of
from drafts.selectors import (
    FieldText,
    FormDraft,
    OtherText,
    browser_texts,
    form_draft,
    unsent_texts,
)
from drafts.services import finish_draft
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from web.form_owner import owner_fingerprint

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


class Form(forms.Form):
    summary = forms.CharField(label="Summary of it")
    strengths = forms.CharField()
    confidence = forms.ChoiceField(label="Confidence", choices=[("1", "low"), ("2", "high")])
    seen = forms.CharField(widget=forms.HiddenInput)


@pytest.fixture
def review():
    """Being written, as another person writes another one that has a draft, too."""
    other = ReviewFactory()
    saved(other, fields={"summary": "Another person's."})
    return ReviewFactory(round=other.round)


@pytest.fixture
def key(review):
    return f"review:{review.pk}"


def saved(review, **fields):
    return Draft.objects.create(
        owner=review.reviewer, key=f"review:{review.pk}", **{"saved_at": NOW, **fields}
    )


def other_text(*, minutes=0, **fields):
    moment = NOW + timedelta(minutes=minutes)
    return {"tab": "t", "saved_at": moment.isoformat(), "fields": fields}


# --- What the page knows -------------------------------------------------------------------------


def test_without_a_draft_the_page_knows_what_its_form_shows(review, key):
    initial = {"summary": "Given", "confidence": 2, "elsewhere": "x"}
    shown = {"summary": "Given", "strengths": "", "confidence": "2", "seen": ""}
    assert form_draft(review.reviewer, key, Form(), None, initial=initial) == FormDraft(
        key=key,
        revision=0,
        base=json.dumps(fingerprints(shown)),
        owner=owner_fingerprint(review.reviewer.pk),
        saved_at=None,
        problem="",
        is_unsaved=False,
        conflicts=[],
        others=[],
    )


def test_a_draft_takes_the_place_of_what_the_form_shows_field_by_field(review, key):
    others = [other_text(summary="Older"), other_text(minutes=1, confidence="2", seen="hidden")]
    draft = saved(review, fields={"summary": "Saved"}, revision=7, others=others)
    initial = {"summary": "Given", "seen": "s"}
    found = form_draft(review.reviewer, key, Form(), draft, initial=initial)
    base = {"summary": "Saved", "strengths": "", "confidence": "", "seen": "s"}
    assert json.loads(found.base) == fingerprints(base)
    assert (found.revision, found.saved_at) == (7, NOW)
    assert found.others == [
        OtherText(LATER, [FieldText("confidence", "Confidence", "high")]),
        OtherText(NOW, [FieldText("summary", "Summary of it", "Older")]),
    ]


def test_saved_texts_in_conflict_have_the_labels_of_the_form(review, key):
    conflicts = {"strengths": "Theirs", "confidence": "9", "seen": "hidden", "gone": "x"}
    posted = PostedForm({}, revision=3, problem="Read it.", conflicts=conflicts)
    found = form_draft(review.reviewer, key, Form(), None, posted=posted)
    assert found.conflicts == [
        FieldText("strengths", "strengths", "Theirs"),
        FieldText("confidence", "Confidence", "9"),
    ]
    assert (found.problem, found.is_unsaved) == ("Read it.", False)
    too_long = PostedForm({}, problem="Too long.")
    unsaved = form_draft(review.reviewer, key, Form(), None, posted=too_long)
    assert (unsaved.problem, unsaved.is_unsaved) == ("Too long.", True)


@pytest.mark.parametrize("why", ["sent", "too long", "made for somebody else"])
def test_the_page_of_a_posted_form_knows_no_text_that_was_saved_since(review, key, why):
    other = {"draft_owner": owner_fingerprint(UserFactory().pk)} if why.startswith("made") else {}
    before = json.dumps(fingerprints({"summary": "Before", "strengths": ""}))
    text = "x" * 1_000_000 if why == "too long" else "Typed"
    saved(review, fields={"summary": "Before", "strengths": ""}, revision=4)
    posted = post(review, key, summary=text, draft_base=before, draft_revision="4", **other)
    Draft.objects.filter(key=key).update(fields={"summary": "Since", "strengths": ""}, revision=6)
    draft = Draft.objects.get(key=key)
    shown = form_draft(review.reviewer, key, Form(), draft, posted=posted)
    assert shown.revision in (0, 4, 5)
    assert json.loads(shown.base)["summary"] != fingerprints(draft.fields)["summary"]
    again = {"draft_base": shown.base, "draft_revision": str(shown.revision)}
    post(review, key, summary="Typed again", **again)
    assert Draft.objects.get(key=key).fields["summary"] == "Since"


def test_a_form_is_not_sent_when_another_tab_has_changed_a_part():
    assert PostedForm({}, revision=1).why_not_sent() == ""
    assert PostedForm({}, problem="Newer.", is_merged=True).why_not_sent() == "Newer."
    assert "another tab" in PostedForm({}, revision=1, is_merged=True).why_not_sent()
    assert "Other texts of yours" in PostedForm({}, revision=1, has_unseen=True).why_not_sent()


# --- What becomes of a posted form ---------------------------------------------------------------


def post(review, key, **posted):
    return save_posted(review.reviewer, key, Form(), posted, now=LATER)


def test_a_posted_form_becomes_the_draft(review, key):
    base = fingerprints({"summary": "Typed"})
    expected = PostedForm({"summary": "Typed"}, 1, loaded_revision=1, base=base)
    assert post(review, key, summary="Typed", odd="x") == expected
    draft = Draft.objects.get(owner=review.reviewer)
    assert (draft.fields, draft.saved_at) == ({"summary": "Typed"}, LATER)
    assert Draft.objects.count() == 2


def test_a_part_that_another_tab_changed_is_shown_in_the_form(review, key):
    saved(review, fields={"summary": "Here", "strengths": "There"}, revision=4)
    base = json.dumps(fingerprints({"summary": "", "strengths": ""}))
    posted = post(review, key, summary="Here", strengths="", draft_base=base)
    assert posted.texts == {"summary": "Here", "strengths": "There"}
    assert (posted.problem, posted.conflicts, posted.is_merged) == ("", {}, True)


def test_a_text_in_conflict_stays_in_the_form_and_the_saved_one_is_shown(review, key):
    saved(review, fields={"summary": "Newer"}, revision=4)
    posted = post(review, key, summary="Mine", draft_base=json.dumps({"summary": "?"}))
    assert posted.texts == {"summary": "Mine"}
    assert posted.conflicts == {"summary": "Newer"}
    assert "Both are kept" in posted.problem
    assert (posted.revision, posted.is_merged) == (5, False)


def test_a_form_that_was_sent_meanwhile_is_saved_again_and_the_page_says_so(review, key):
    saved(review, fields={"summary": "Sent"})
    finish_draft(review.reviewer, key)
    posted = post(review, key, summary="Typed", draft_revision="3")
    assert "was sent meanwhile" in posted.problem
    assert (posted.texts, posted.revision) == ({"summary": "Typed"}, 1)
    assert Draft.objects.get(owner=review.reviewer).fields == {"summary": "Typed"}


def test_a_form_whose_saved_text_was_deleted_is_saved_again_and_the_page_says_so(review, key):
    posted = post(review, key, summary="Typed", draft_revision="3")
    assert "Your saved text was deleted on another page." in posted.problem
    assert "sent meanwhile" not in posted.problem
    assert Draft.objects.get(owner=review.reviewer).fields == {"summary": "Typed"}


@pytest.mark.parametrize("why", ["too long", "made for somebody else"])
def test_a_form_that_cannot_be_saved_keeps_its_texts_in_the_page(review, key, why):
    owner = {} if why == "too long" else {"draft_owner": owner_fingerprint(UserFactory().pk)}
    text = "x" * 1_000_000 if why == "too long" else "Typed"
    posted = post(review, key, summary=text, **owner)
    assert posted.texts == {"summary": text}
    assert (posted.revision, posted.is_merged) == (None, False)
    assert posted.problem
    assert not Draft.objects.filter(owner=review.reviewer).exists()


@pytest.mark.parametrize(
    ("form", "posted", "status"),
    [
        (None, {"save": "1"}, 200),
        (PostedForm({}, problem="Too long."), {"save": "1"}, 409),
        (PostedForm({}), {"save": "1"}, 422),
        (PostedForm({}, problem="Too long."), {"send": "1"}, 422),
        (PostedForm({}, problem="Too long."), {"preview": "1"}, 200),
    ],
)
def test_the_answer_says_whether_a_form_was_sent_saved_or_neither(form, posted, status):
    assert status_of(RequestFactory().post("/", posted), form) == status


@pytest.mark.parametrize("by_script", [True, False])
@pytest.mark.parametrize("posted", [{"preview": "1"}, {"save": "1"}])
def test_a_script_asks_for_the_preview_alone(posted, by_script):
    request = RequestFactory().post("/", posted, headers={"HX-Request": "1"} if by_script else {})
    assert is_preview(request) is ("preview" in posted)
    assert is_fragment(request) is ("preview" in posted and by_script)


def test_fingerprints_are_read_as_text_and_up_to_a_length():
    assert read_fingerprints('{"summary": "a", "number": 7}') == {"summary": "a", "number": "7"}
    longest = json.dumps({"a": "b" * (10_000 - len('{"a": ""}'))})
    assert len(longest) == 10_000
    assert read_fingerprints(f"{longest}x") == json.loads(longest)


# --- Copies for the writer -----------------------------------------------------------------------


def test_unsent_texts_are_those_that_differ_from_what_was_sent():
    posted = {"summary": "Other", "strengths": "Same ", "seen": "x", "confidence": " "}
    sent = {"summary": "Sent", "strengths": " Same", "seen": "y", "confidence": "1"}
    found = unsent_texts(Form(), posted, sent)
    assert found == [FieldText("summary", "Summary of it", "Other")]


def test_a_page_knows_the_labels_and_texts_of_what_was_sent(review, key):
    found = browser_texts(review.reviewer, key, {"summary": "Sent", "odd": "x"})
    assert (found.key, found.owner) == (key, owner_fingerprint(review.reviewer.pk))
    assert set(found.known["labels"]) == {"summary"}
    assert found.known["sent"] == {"summary": "Sent", "odd": "x"}
