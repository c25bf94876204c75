"""Pictures in the places that a cleaned text has left for them."""

import pytest

from text.foreign.pictures import Picture, picture_urls, put_pictures
from text.foreign.posts import clean_foreign_html

A, B = "https://x.org/a.png?s=1&t=2", "https://www.x.org/b.png"
IMG = '<img src="/m/a" alt="{}" width="120" height="80" loading="lazy" decoding="async">'
REL = 'rel="nofollow noopener ugc"'
SOURCE = A.replace("&", "&amp;")


def cleaned(html):
    return clean_foreign_html(html, base_url="https://forum.example/p/1", id_prefix="v1-").html


PLACES = {
    "alone": (f'<p><img src="{SOURCE}" alt="A “plot” &lt;b&gt;"></p>', "A “plot” &lt;b&gt;"),
    "in a figure": (f'<figure><img src="{SOURCE}"><figcaption>C</figcaption></figure>', ""),
    "in a line": (f'<p>see <img src="{SOURCE}" alt="&quot;it&quot;"> there</p>', "&quot;it&quot;"),
    "linked": (f'<p><a href="https://y.org"><img src="{SOURCE}" alt="it"></a></p>', "it"),
    "linked in a figure": (
        f'<figure><a href="https://y.org"><img src="{SOURCE}" alt="it"></a></figure>',
        "it",
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_picture_stands_in_each_kind_of_place_with_its_size_and_words(place):
    html, alt = PLACES[place]
    stored = cleaned(html)
    assert picture_urls(stored) == [A]
    shown = put_pictures(stored, {A: Picture("/m/a", 120, 80)})
    assert IMG.format(alt) in shown
    assert "x.org" not in shown
    assert ("y.org" in shown) == ("linked" in place)


@pytest.mark.parametrize("place", PLACES)
def test_of_a_picture_that_is_not_here_words_and_a_link_are_shown(place):
    html, alt = PLACES[place]
    shown = put_pictures(cleaned(html), {B: Picture("/m/b", 1, 1)})
    words = f"{alt.replace('&quot;', chr(34))} (picture at x.org)" if alt else "Picture at x.org"
    assert words in shown
    assert "<img" not in shown
    assert (f'<a href="{SOURCE}" {REL}>' in shown) == ("linked" not in place)


def test_a_pixel_that_counts_readers_leaves_nothing():
    stored = cleaned(f'<p>a</p><p><img src="{SOURCE}"></p><p><img src="{B}" alt="b"></p>')
    shown = put_pictures(stored, {A: Picture("", 1, 1)})
    assert "x.org/a" not in shown
    assert "b (picture at x.org)" in shown


FORGED = {
    "a class": '<span class="image-left-out" data-no-text="1"><a href="{0}">Image</a></span>',
    "a link": '<p><a data-no-text="1" href="{0}">Image: x</a></p>',
    "an attribute": '<p><span data-no-text="1" data-picture="{0}">Image: x</span></p>',
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_text_cannot_ask_for_pictures_but_by_having_them(kind):
    stored = cleaned(FORGED[kind].format(SOURCE) + f'<p><img src="{B}"></p>')
    assert picture_urls(stored) == [B]


def test_a_notice_of_something_embedded_is_no_place_for_a_picture():
    stored = cleaned('<div class="youtube-preview" data-youtube-id="abc"></div>')
    assert "youtube.com" in stored
    assert picture_urls(stored) == []
    assert put_pictures(stored, {}) == stored
