"""An assessment that was proposed from another tab or device is not replaced unseen."""

from html import unescape

import lxml.html
import pytest
from django.urls import reverse

from drafts.models import Draft
from reviews import errors
from reviews.assessment_texts import assessment_seen
from reviews.interests import Interests
from reviews.models import Assessment
from reviews.services import assessing
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory, term
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
HOUR = "An hour's work, written anew. It has two sentences."
WORD = "First fine text. It has two sentences."
KNOWN = {
    "interests_choice": "declared",
    "interest_personal": "on",
    "competing_interests": "I know an author.",
}
FIRST = "First text. It has two sentences."


@pytest.fixture
def opened():
    """With another round, whose assessment nobody touches."""
    AssessmentFactory(text="Of another work.")
    opened = RoundFactory(released=True)
    ReviewFactory(round=opened, accepted=True)
    return opened


@pytest.fixture
def editor(opened, client):
    client.force_login(opened.submission.editor)
    return client


@pytest.fixture
def address(opened):
    return reverse("reviews:write_assessment", args=[opened.pk])


def form_on(answer):
    """As a browser would send it."""
    page = lxml.html.fromstring(answer.content.decode())
    (form,) = page.xpath("//form[@data-autosave]")
    return {**dict(form.form_values()), "send": "1"}


def written(form, text, **changed):
    terms = {
        "significance": term("significance", "important").pk,
        "strength": term("strength", "solid").pk,
        "interests_choice": "none",
    }
    return {**form, **terms, "text": text, **changed}


def proposed(opened):
    return Assessment.objects.get(round=opened)


@pytest.mark.parametrize("was_proposed_before", [True, False])
def test_a_text_proposed_from_another_tab_is_shown_and_replaced_only_after_that(
    editor, opened, address, was_proposed_before
):
    if was_proposed_before:
        editor.post(address, written(form_on(editor.get(address)), FIRST))
    older, newer = form_on(editor.get(address)), form_on(editor.get(address))
    assert editor.post(address, written(newer, HOUR)).status_code == 302
    key = f"assessment:{opened.pk}"
    assert editor.post(reverse("drafts:save", args=[key]), written(older, WORD)).status_code == 200
    answer = editor.post(address, written(older, WORD))
    assert answer.status_code == 422
    words = unescape(answer.content.decode())
    assert HOUR in words
    assert proposed(opened).text == HOUR
    again = form_on(answer)
    assert again["text"].strip() == WORD
    assert editor.post(address, again).status_code == 302
    assert proposed(opened).text == WORD
    assert Assessment.objects.exclude(round=opened).get().text == "Of another work."


def test_a_field_changed_in_another_tab_only_stands_in_the_form_to_be_read(editor, opened, address):
    editor.post(address, written(form_on(editor.get(address)), FIRST))
    older, newer = form_on(editor.get(address)), form_on(editor.get(address))
    editor.post(address, written(newer, HOUR))
    answer = editor.post(address, {**older, **KNOWN})
    assert answer.status_code == 422
    again = form_on(answer)
    assert (again["text"].strip(), again["competing_interests"].strip()) == (
        HOUR,
        "I know an author.",
    )
    assert proposed(opened).interests == Interests.none()
    assert editor.post(address, again).status_code == 302
    kept = Interests(("personal",), "I know an author.")
    assert (proposed(opened).text, proposed(opened).interests) == (HOUR, kept)


def test_a_draft_shows_the_newer_text_where_its_writer_changed_nothing(editor, opened, address):
    editor.post(address, written(form_on(editor.get(address)), FIRST))
    older, newer = form_on(editor.get(address)), form_on(editor.get(address))
    editor.post(address, written(newer, HOUR))
    typed = {**older, **KNOWN}
    editor.post(reverse("drafts:save", args=[f"assessment:{opened.pk}"]), typed)
    shown = form_on(editor.get(address))
    assert shown["text"].strip() == HOUR
    assert shown["competing_interests"].strip() == "I know an author."


def test_a_page_that_does_not_say_what_it_showed_replaces_nothing(editor, opened, address):
    form = form_on(editor.get(address))
    editor.post(address, written(form, FIRST))
    form.pop("seen", None)
    assert editor.post(address, written(form, WORD)).status_code == 422
    assert proposed(opened).text == FIRST
    assert Draft.objects.get().fields["text"] == WORD


def test_the_same_form_sent_again_is_no_conflict(editor, opened, address):
    form = written(form_on(editor.get(address)), FIRST)
    for _time in range(2):
        assert editor.post(address, form).status_code == 302
    assert not Draft.objects.exists()


def test_the_service_compares_each_part_with_what_was_seen(opened):
    editor = opened.submission.editor
    fields = {
        "significance": term("significance", "important"),
        "strength": term("strength", "solid"),
        "text": FIRST,
        "interests": Interests.none(),
    }

    def propose(seen, **changed):
        return assessing.propose_assessment(
            opened.pk, editor=editor, now=NOW, seen=seen, **{**fields, **changed}
        )

    first = propose(assessment_seen(None, editor))
    seen = assessment_seen(first, editor)
    propose(seen, significance=term("significance", "useful"))
    with pytest.raises(errors.AssessmentWrittenAnew) as raised:
        propose(seen, strength=term("strength", "convincing"))
    useful = str(term("significance", "useful").pk)
    assert (raised.value.conflicts, raised.value.newer) == ({}, {"significance": useful})
    with pytest.raises(errors.AssessmentWrittenAnew) as raised:
        propose(seen, significance=term("significance", "valuable"))
    assert (raised.value.conflicts, raised.value.newer) == ({"significance": useful}, {})
    assert propose(raised.value.seen, text=WORD).text == WORD
    assert propose(None, text=HOUR).text == HOUR
