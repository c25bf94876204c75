"""Where two texts of a form meet, both are kept: also when the next two meet."""

import pytest

from drafts.errors import DraftOutOfDate, OthersFull
from drafts.limits import MOST_OTHERS
from drafts.merging import fingerprints
from drafts.models import Draft
from drafts.services import SentDraft, Shown, finish_draft, save_draft
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
EMPTY = fingerprints({"summary": "", "strengths": ""})


class Tab:
    """A page of the form. known: the texts that it was loaded with, or has taken over since."""

    sequence = 0

    def __init__(self, review, name):
        self.review, self.name, self.known = review, name, {"summary": "", "strengths": ""}

    def save(self, replaces=(), **typed):
        """Returns the conflicts. What was saved is known after that, as in the page's script."""
        Tab.sequence += 1
        sent = SentDraft(
            {"summary": "", "strengths": "", **typed},
            base=fingerprints(self.known),
            tab=self.name,
            sequence=Tab.sequence,
            replaces=frozenset(replaces),
        )
        key = f"review:{self.review.pk}"
        saved = save_draft(self.review.reviewer, key, sent=sent, now=NOW)
        self.known |= {n: t for n, t in saved.fields.items() if n not in saved.conflicts}
        return saved.conflicts


@pytest.fixture
def tabs():
    review = ReviewFactory()
    return Tab(review, "a"), Tab(review, "b")


def kept():
    """Every text on the server, beside the one in the form or in it."""
    draft = Draft.objects.get()
    rows = [draft.fields, *(other["fields"] for other in draft.others)]
    return {text for fields in rows for text in fields.values() if text}


def test_a_text_not_chosen_stays_when_another_field_meets_a_newer_text(tabs):
    a, b = tabs
    b.save(summary="B1")
    assert a.save(summary="An hour of A") == {"summary": "B1"}
    a.known["summary"] = "B1"  # "Use the other text"
    b.save(summary="B1", strengths="B2")
    assert a.save(summary="B1", strengths="A2") == {"strengths": "B2"}
    assert kept() == {"B1", "An hour of A", "B2", "A2"}


def test_a_text_not_chosen_stays_when_the_same_field_meets_a_newer_text_again(tabs):
    a, b = tabs
    b.save(summary="B1")
    a.save(summary="An hour of A")
    a.known["summary"] = "B1"  # "Use the other text"
    b.save(summary="B1, longer")
    assert a.save(summary="B1, changed by A") == {"summary": "B1, longer"}
    assert kept() == {"B1, longer", "An hour of A", "B1, changed by A"}


def test_a_tab_that_goes_on_replaces_its_own_text_field_by_field(tabs):
    a, b = tabs
    b.save(summary="B1", strengths="B2")
    for text in ("o", "ol", "old"):
        a.save(summary=text, strengths="A2")
    assert kept() == {"B1", "B2", "old", "A2"}


def test_a_replaced_text_and_a_refused_one_are_both_kept(tabs):
    a, b = tabs
    b.save(summary="B1")
    a.save(summary="A1")
    a.known["summary"] = "B1"  # "Keep what is in the form"
    b.save(summary="B1", strengths="B2")
    assert a.save(["summary"], summary="A1", strengths="A2") == {"strengths": "B2"}
    draft = Draft.objects.get()
    assert draft.fields == {"summary": "A1", "strengths": "B2"}
    others = [other["fields"] for other in draft.others]
    assert others == [{"summary": "B1"}, {"strengths": "A2"}], "the chosen text is in the form"


def test_a_replaced_text_stays_whatever_the_tab_meets_after_that(tabs):
    a, b = tabs
    b.save(summary="B1")
    a.save(summary="A1")
    a.known["summary"] = "B1"
    a.save(["summary"], summary="A1")
    b.known["summary"] = "A1"
    b.save(summary="B3")
    assert a.save(summary="A3") == {"summary": "B3"}
    assert kept() >= {"B1", "B3", "A3"}


def test_only_the_fields_that_are_to_be_replaced_are_kept_beside(tabs):
    """A tab that writes on in one field while it replaces another keeps none of its own steps."""
    a, b = tabs
    b.save(strengths="B2")
    for text in ("o", "ol", "old"):
        a.save(["strengths"], summary=text)
    assert kept() == {"old", "B2"}


def test_a_text_that_two_tabs_sent_stays_when_one_of_them_goes_on(tabs):
    a, b = tabs
    Tab(a.review, "c").save(summary="C1")
    a.save(summary="Typed twice")
    b.save(summary="Typed twice")
    b.save(summary="B goes on")
    assert kept() == {"C1", "Typed twice", "B goes on"}


def test_texts_kept_by_an_earlier_release_stay(tabs):
    a, b = tabs
    b.save(summary="B1")
    earlier = {"tab": "a", "saved_at": NOW.isoformat(), "fields": {"summary": "Of before"}}
    Draft.objects.update(others=[earlier])
    a.save(summary="A1")
    assert kept() == {"B1", "Of before", "A1"}


def test_a_text_for_which_there_is_no_room_drops_none_that_is_kept(tabs):
    a, b = tabs
    b.save(summary="B1")
    for number in range(MOST_OTHERS):
        Tab(a.review, f"tab{number}").save(summary=f"text {number}")
    before = Draft.objects.values().get()
    with pytest.raises(OthersFull):
        a.save(summary="One more")
    assert Draft.objects.values().get() == before
    assert kept() == {"B1", *(f"text {number}" for number in range(MOST_OTHERS))}
    b.save(summary="B1 goes on")


def test_a_tab_goes_on_with_its_text_where_there_is_no_room_for_another(tabs):
    a, b = tabs
    b.save(summary="B1")
    for number in range(MOST_OTHERS - 1):
        Tab(a.review, f"tab{number}").save(summary=f"text {number}")
    for text in ("o", "old"):
        a.save(summary=text)
    assert "old" in kept()


def unseen(review, tab, shown, text="B1"):
    base = fingerprints({"summary": "B1"})
    sent = SentDraft({"summary": text}, revision=9, base=base, tab=tab, sequence=99, shown=shown)
    return save_draft(review.reviewer, f"review:{review.pk}", sent=sent, now=NOW).has_unseen


def test_a_refused_text_is_unseen_by_the_other_tab_until_its_page_shows_it(tabs):
    a, b = tabs
    b.save(summary="B1")
    draft = Draft.objects.get()
    loaded = Shown(draft.pk, draft.revision)
    a.save(summary="A1")
    assert unseen(a.review, "b", loaded)
    assert unseen(a.review, "b", Shown(draft.pk + 1, 9)), "of an earlier draft of the form"
    assert not unseen(a.review, "b", Shown(draft.pk, Draft.objects.get().revision))
    assert not unseen(a.review, "a", loaded), "its own"
    assert not unseen(a.review, "b", loaded, text="A1"), "it stands in the form"


def test_the_same_text_refused_once_more_is_not_new(tabs):
    a, b = tabs
    b.save(summary="B1")
    a.save(summary="A1")
    revision = Draft.objects.get().revision
    a.save(summary="A1")
    assert Draft.objects.get().revision == revision
    a.save(summary="A1, longer")
    assert Draft.objects.get().revision == revision + 1


def test_a_form_is_not_sent_when_a_text_was_refused_since_it_was_saved(tabs):
    a, b = tabs
    b.save(summary="B1")
    other = Draft.objects.create(owner=UserFactory(), key=f"review:{a.review.pk}", saved_at=NOW)
    draft = Draft.objects.get(owner=a.review.reviewer)
    a.save(summary="A1")
    with pytest.raises(DraftOutOfDate):
        finish_draft(draft.owner, draft.key, saved_revision=draft.revision)
    finish_draft(draft.owner, draft.key, saved_revision=draft.revision + 1)
    assert [*Draft.objects.all()] == [other]
