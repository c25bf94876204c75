# ruff: noqa: E501 - samples of HTML stay on one line
"""Buttons, form fields and embeds of feeds leave their words and a note, never nothing."""

import json
from html import escape

import pytest

from tests.text.posts import REL, clean
from text.foreign.posts import text_of_cleaned


@pytest.mark.parametrize(
    ("control", "note", "words"),
    [
        ("<button>Press <b>it</b></button>", "Left out: a button. ", "Press it"),
        ('<input type="submit" value="Sign up">', "Left out: a button. ", "Sign up"),
        ('<input type="email" placeholder="Your mail">', "Left out: a form field. ", "Your mail"),
        ('<input name="x">', "Left out: a form field. ", ""),
        ("<select><option>One<option>Two</select>", "Left out: a form field. ", "One / Two"),
        ("<textarea>My words</textarea>", "Left out: a form field. ", "My words"),
        ("<form action=/x><button>Go</button></form>", "Left out: a button. ", "Go"),
    ],
)
@pytest.mark.parametrize("around", ["<p>a</p>{}<p>b</p>", "<p>a {} b</p>"])
def test_a_control_leaves_its_words_and_a_note(control, note, words, around):
    cleaned = clean(around.format(control))
    assert f'class="left-out"><span data-no-text="1">{note}</span>{words}' in cleaned.html
    assert cleaned.text.split() == ["a", *words.split(), "b"]
    assert cleaned.notes == ("1 button or form field is left out.",)
    assert text_of_cleaned(cleaned.html) == cleaned.text


def test_boxes_of_tasks_are_signs_and_a_button_in_a_link_is_its_words():
    tasks = clean(
        "<ul><li><input type=checkbox checked> a</li><li><input type=checkbox> b</li></ul>"
    )
    assert tasks.text == "☑ a\n\n☐ b"
    linked = clean('<p><a href="https://x.org"><button>Go</button></a></p>')
    assert linked.html == f'<p><a href="https://x.org" {REL}>Go</a></p>'
    assert tasks.notes == linked.notes == ()


def substack(name: str, **attributes: object) -> str:
    return (
        f'<p>a</p><div class="{name}" data-attrs="{escape(json.dumps(attributes))}"></div><p>b</p>'
    )


@pytest.mark.parametrize(
    ("name", "attributes", "words"),
    [
        ("twitter-embed", {"url": "https://x.org/1", "full_text": "What I said", "username": "ada"}, "ada: What I said"),
        ("embedded-post-wrap", {"id": 3, "url": "https://x.org/1", "title": "Their post"}, "Their post"),
        ("instagram-embed-wrap", {"url": "https://x.org/1"}, ""),
        ("audio-embed", {"id": 5}, ""),
    ],
)  # fmt: skip
def test_an_embed_of_substack_leaves_its_words_and_a_note(name, attributes, words):
    cleaned = clean(substack(name, **attributes))
    assert "Left out: embedded content" in cleaned.html
    assert ('href="https://x.org/1"' in cleaned.html) == ("url" in attributes)
    assert cleaned.text == "\n\n".join(filter(None, ["a", words, "b"]))
    assert cleaned.notes == ("1 embedded frame, player or drawing is left out.",)
    assert text_of_cleaned(cleaned.html) == cleaned.text


def test_a_poll_of_substack_leaves_a_note():
    cleaned = clean(substack("poll-embed", id=7))
    assert "Left out: a poll." in cleaned.html
    assert cleaned.notes == ("1 poll is left out.",)


@pytest.mark.parametrize("tag", ["div", "a"])
def test_a_button_around_an_image_keeps_its_link(tag):
    cleaned = clean(
        f'<p>a</p><{tag} class="ck-cta-button" data-href="/data"><img src="/i.png" alt="See"></{tag}>'
    )
    assert f'<a href="https://forum.example/data" {REL}>' in cleaned.html
    assert "Image: See" in cleaned.html
    assert cleaned.images == ("https://forum.example/i.png",)


def test_names_that_we_mark_elements_with_cannot_be_forged():
    assert clean("<p>a <x-drop>words</x-drop> b</p>").text == "a words b"
