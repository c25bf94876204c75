"""What is stored of a record: each column of its version, and the hash of what readers see."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from preprints import rendering
from preprints.record import Record, RecordAuthor, RecordLocation
from preprints.rendering import render, render_many, words_changed, words_of_stored
from tests.factories.times import POSTED

LESSWRONG = RecordLocation("lesswrong", "a" * 17, "https://www.lesswrong.com/posts/a")
POST = Record(
    location=LESSWRONG,
    title="On  $\\alpha$-regret",
    authors=(RecordAuthor("Ada Example"), RecordAuthor("B. Two")),
    posted_at=POSTED,
    first_posted_at=POSTED - timedelta(days=1),
    abstract="We \\emph{bound}\n it.\n\nThen more.",
    body_html='<p>One two <img src="/a.png" alt="A plot"> three.</p>',
    source_version="v7",
    licence="https://creativecommons.org/licenses/by/4.0/",
    categories=("cs.LG", "cs.AI"),
    comment="9 pages",
)


def test_each_column_of_a_version():
    columns = render(POST).columns
    html = {name: columns.pop(name) for name in ("title_html", "abstract_html", "body_html")}
    digest = columns.pop("content_hash")
    assert columns == {
        "source_version": "v7",
        "title": "On  $\\alpha$-regret",
        "title_plain": "On α-regret",
        "abstract": "We \\emph{bound}\n it.\n\nThen more.",
        "opening": "One two three.",
        "teaser": "We bound it. Then more.",
        "author_line": "Ada Example, B. Two",
        "author_count": 2,
        "word_count": 3,
        "categories": ["cs.LG", "cs.AI"],
        "comment": "9 pages",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "notes": ["1 image is kept apart from the text; a link stands where it could not be had."],
        "is_withdrawn": False,
        "posted_at": POSTED,
    }
    assert html["title_html"].startswith("On ")
    assert "<math" in html["title_html"]
    assert html["abstract_html"] == "<p>We <em>bound</em> it.</p>\n<p>Then more.</p>"
    assert "https://www.lesswrong.com/a.png" in html["body_html"]
    assert render(POST).content_hash == digest


def test_a_record_without_abstract_and_text_has_none():
    columns = render(replace(POST, abstract="", body_html="")).columns
    names = ("abstract_html", "body_html", "opening", "teaser", "word_count", "notes")
    assert [columns[name] for name in names] == ["", "", "", "", 0, []]


def test_a_withdrawn_version_says_so():
    assert render(replace(POST, is_withdrawn=True)).columns["is_withdrawn"] is True


def test_a_list_shows_the_first_words_and_a_search_more_of_them():
    text = " ".join(f"w{n}" for n in range(1, 201))
    of_post = render(replace(POST, abstract="", body_html=f"<p>{text}</p>")).columns
    assert (of_post["teaser"].split()[-1], of_post["opening"].split()[-1]) == ("w45…", "w150…")
    assert render(replace(POST, abstract=text)).columns["teaser"] == of_post["teaser"]


def test_a_licence_is_cut_where_its_column_ends():
    assert render(replace(POST, licence="x" * 301)).columns["licence"] == "x" * 300


def test_many_records_come_back_under_their_numbers():
    other = replace(POST, title="Another")
    found = render_many({4: POST, 9: other})
    assert {number: one.columns["title"] for number, one in found.items()} == {
        4: POST.title,
        9: "Another",
    }
    assert found[4] == render(POST)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another title"},
        {"abstract": "We do not."},
        {"body_html": "<p>One two three.</p>"},
        {"body_html": '<p>One two <img src="/b.png" alt="A plot"> three.</p>'},
        {"body_html": ""},
        {"authors": (RecordAuthor("Ada Example"),)},
        {"authors": (RecordAuthor("B. Two"), RecordAuthor("Ada Example"))},
        {"is_withdrawn": True},
    ],
)
def test_what_a_reader_would_call_another_text_has_another_hash(change):
    assert render(replace(POST, **change)).content_hash != render(POST).content_hash


@pytest.mark.parametrize(
    "change",
    [
        {"body_html": '<div class="x"><p>One <b>two</b>  <img src="/a.png"> three.</p></div>'},
        {"posted_at": POSTED + timedelta(days=1)},
        {"source_version": "v8"},
        {"comment": "10 pages"},
        {"authors": (RecordAuthor("Ada Example", affiliation="Ours"), RecordAuthor("B. Two"))},
    ],
)
def test_what_stands_around_the_text_leaves_its_hash(change):
    assert render(replace(POST, **change)).content_hash == render(POST).content_hash


def test_footnotes_of_two_versions_have_ids_of_their_own():
    """Both stand on one page where they are compared."""
    body = '<p id="note">{}</p><p><a href="#note">1</a></p>'
    old = render(replace(POST, body_html=body.format("Old"))).columns["body_html"]
    new = render(replace(POST, body_html=body.format("New"))).columns["body_html"]
    elsewhere = replace(LESSWRONG, external_id="b" * 17)
    twin = render(replace(POST, location=elsewhere, body_html=body.format("Old")))
    ids = [html.split('id="')[1].split('"')[0] for html in (old, new, twin.columns["body_html"])]
    assert len(set(ids)) == 3
    assert all(len(one) == len("v12345678-note") and one[0] == "v" for one in ids)
    assert f'href="#{ids[0]}"' in old


def test_the_words_of_a_text_are_counted():
    post = replace(POST, title="One", abstract="one two", body_html="<p>two <b>two</b></p>")
    assert render(post).words == Counter({"One": 1, "one": 1, "two": 3})
    columns = render(post).columns
    stored = [columns[name] for name in ("title", "abstract", "body_html")]
    assert words_of_stored(*stored) == render(post).words
    assert words_of_stored("One", "", "") == Counter({"One": 1})


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [("a b c", "c b a", 0), ("a b c", "a b", 1), ("a", "a b b", 2), ("a b b", "c d", 3)],
)
def test_words_that_went_or_came_are_counted_but_not_those_that_moved(old, new, changed):
    assert words_changed(Counter(old.split()), Counter(new.split())) == changed


def test_a_long_address_before_very_many_links_makes_no_text_of_any_length(monkeypatch):
    monkeypatch.setattr(rendering, "MOST_ADDED", 50_000)
    place = replace(LESSWRONG, url="https://www.lesswrong.com/" + "posts/" * 100)
    links = "<a href='b'>c</a>" * 100
    body = render(replace(POST, location=place, body_html=links)).columns["body_html"]
    assert len(body) < 10_000
    few = render(replace(POST, location=place, body_html=links[:170])).columns["body_html"]
    assert few.count(f'href="{place.url}b"') == 10
