"""What readers will see of each part of a text that is being written, and of what is left out."""

import pytest

from accounts.guests import make_guest
from accounts.services import set_pseudonym
from reviews.forms import ReviewForm
from reviews.selectors.preview import preview_assessment, preview_response, preview_review
from reviews.selectors.terms import current_terms
from tests.factories.accounts import UserFactory
from tests.factories.reviews import term

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return UserFactory(name="Rita Viewer")


def shown(writer, **texts):
    preview = preview_review(texts, writer=writer, terms=current_terms())
    assert preview.part == "reviews/_review_text.html"
    return preview.shown


def test_a_whole_review_is_shown_as_it_was_typed(writer):
    review = shown(
        writer,
        summary="It *asks*.",
        weaknesses="Short.",
        strengths="  ",
        recommendations="Shorten it.",
        byline_kind="signed",
        significance=str(term("significance", "important").pk),
        strength=str(term("strength", "solid").pk),
        confidence="4",
        interests_choice="declared",
        competing_interests=" I know the author. ",
        ai_choice="declared",
        ai_use="Spelling.",
    )
    assert (review.byline, review.byline_note) == ("Rita Viewer", "signed review")
    assert review.person_url == writer.profile.get_absolute_url()
    assert review.public_parts == [
        ("Summary", "<p>It <em>asks</em>.</p>\n"),
        ("Weaknesses", "<p>Short.</p>\n"),
    ]
    assert [(scale.label, scale.word) for scale in review.scales] == [
        ("Significance of findings", term("significance", "important").word),
        ("Strength of evidence", term("strength", "solid").word),
    ]
    assert [scale.ticks[0].word for scale in review.scales] == [
        current_terms()[name][-1].word for name in ("significance", "strength")
    ]
    assert review.confidence == "checked the main points"
    assert (review.competing_interests, review.ai_use) == ("I know the author.", "Spelling.")
    assert review.recommendations_html == "<p>Shorten it.</p>\n"


def test_of_an_empty_form_nothing_is_said_that_was_not_chosen(writer):
    review = shown(writer)
    assert (review.byline, review.byline_note) == (
        "How the review is signed is not chosen yet",
        "",
    )
    assert (review.person_url, review.public_parts, review.scales) == ("", [], ())
    assert (review.confidence, review.competing_interests, review.ai_use) == ("", "", "")
    assert review.recommendations_html == ""


def test_who_declares_nothing_is_shown_to_declare_none_whatever_was_typed_before(writer):
    typed = {"competing_interests": "Typed before.", "ai_use": "Typed before."}
    review = shown(writer, byline_kind="signed", interests_choice="none", ai_choice="none", **typed)
    assert review.competing_interests == "The reviewer declares none."
    assert review.ai_use == "The reviewer declares no use of AI."


@pytest.mark.parametrize(
    ("kind", "byline", "note"),
    [
        ("anonymous", "Anonymous reviewer", "the editors know who wrote this"),
        ("pseudonym", "Heron", "under a lasting pseudonym"),
    ],
)
def test_a_hidden_reviewer_has_neither_name_nor_page_nor_declaration(writer, kind, byline, note):
    set_pseudonym(writer, "Heron")
    declared = {"interests_choice": "declared", "competing_interests": "I know the author."}
    review = shown(writer, byline_kind=kind, pseudonym="Typed", **declared)
    assert (review.byline, review.byline_note, review.person_url) == (byline, note, "")
    assert review.competing_interests == "Declared to the editors, who found it compatible."


@pytest.mark.parametrize(
    ("typed", "byline"), [(" Heron ", "Heron"), ("", "No pseudonym chosen yet")]
)
def test_a_pseudonym_is_shown_as_it_is_typed_until_there_is_one(writer, typed, byline):
    assert shown(writer, byline_kind="pseudonym", pseudonym=typed).byline == byline


def test_a_guest_signs_with_a_name_that_leads_nowhere():
    review = shown(make_guest("Grace Guest"), byline_kind="signed")
    assert (review.byline, review.person_url) == ("Grace Guest", "")


def test_footnotes_of_two_parts_do_not_share_an_address(writer):
    note = "Look.[^1]\n\n[^1]: There."
    (_, first), (_, second) = shown(writer, summary=note, strengths=note).public_parts
    assert 'id="preview-summary-' in first
    assert 'id="preview-strengths-' in second


def test_an_assessment_is_shown_with_its_terms_and_interests():
    strength = term("strength", "solid")
    texts = {"text": "It *holds*.", "strength": str(strength.pk), "interests_choice": "none"}
    preview = preview_assessment(texts, terms=current_terms())
    assert preview.part == "reviews/_assessment_text.html"
    assert preview.shown.html == "<p>It <em>holds</em>.</p>\n"
    assert [scale.word for scale in preview.shown.scales] == [strength.word]
    assert preview.shown.competing_interests == "None."
    assert preview_assessment({}, terms=current_terms()).shown.competing_interests == ""


def test_a_response_is_shown_under_its_authors_name(writer):
    texts = {"text": "We *thank* you.", "interests_choice": "none"}
    preview = preview_response(texts, author=writer)
    assert preview.part == "reviews/_response_text.html"
    response = preview.shown
    assert (response.name, response.html) == ("Rita Viewer", "<p>We <em>thank</em> you.</p>\n")
    assert response.competing_interests == "None."
    assert preview_response({}, author=writer).shown.competing_interests == ""


def test_each_step_of_confidence_is_shown_as_the_form_offers_it(writer):
    """ "I know the subject" on the form, "knows the subject" on the page."""
    choices = ReviewForm(terms=current_terms()).fields["confidence"].choices
    offered = [(str(step), str(words).split()[-2:]) for step, words in choices if step]
    assert [step for step, _words in offered] == ["1", "2", "3", "4", "5"]
    choices = [(step, shown(writer, confidence=step).confidence) for step, _words in offered]
    assert [(step, words.split()[-2:]) for step, words in choices] == offered
    assert shown(writer, confidence="6").confidence == ""


def test_what_is_declared_without_a_text_is_not_declared(writer):
    declared = {"interests_choice": "declared", "ai_choice": "declared"}
    review = shown(writer, byline_kind="signed", ai_use=" Spelling. ", **declared)
    assert review.competing_interests == "The reviewer declares none."
    assert review.ai_use == "Spelling."
