"""Which of an entry's links leads to its page, and where its relative links start."""

import pytest

from preprints.rendering import render
from tests.ingest.feed_pages import page_of, reasons

IANA = "http://www.iana.org/assignments/relation"
PAGE = "https://blog.example.org/p/1"


def atom(inner, attributes="", entry=""):
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>F</title>'
        f"<author><name>Jane Doe</name></author><entry {entry}><id>tag:example.org,2024:1</id>"
        f"<title>One</title><updated>2024-03-05T10:00:00Z</updated>{inner}</entry></feed>"
    )


@pytest.mark.parametrize(
    "links",
    [
        f'<link href="{PAGE}"/>',
        f'<link rel="alternate" href="{PAGE}"/>',
        f'<link rel="{IANA}/alternate" href="{PAGE}"/>',
        f'<link rel="https://www.iana.org/assignments/link-relations/alternate" href="{PAGE}"/>',
        f'<link rel="ALTERNATE" href="{PAGE}"/>',
        f'<link rel="self" href="https://blog.example.org/feed"/><link href="{PAGE}"/>',
        f'<link rel="{IANA}/self" href="https://blog.example.org/f"/><link href="{PAGE}"/>',
        f'<link rel="replies" href="https://blog.example.org/c"/><link href="{PAGE}"/>',
        f'<link rel="enclosure" href="https://blog.example.org/a.mp3"/><link href="{PAGE}"/>',
        f'<link rel="alternate"/><link rel="alternate" href="{PAGE}"/>',
        f'<link rel="alternate" type="application/pdf" href="https://blog.example.org/1.pdf"/>'
        f'<link rel="alternate" type="text/html" href="{PAGE}"/>',
        f'<link rel="alternate"/><content type="text/html" src="{PAGE}"/>',
    ],
)
def test_the_link_to_the_page_is_found_by_its_relation(links):
    page = page_of(atom(links))
    assert [record.location.url for record in page.records] == [PAGE]


@pytest.mark.parametrize(
    "links",
    ["", '<link rel="alternate"/>', '<link rel="self" href="https://blog.example.org/feed"/>'],
)
def test_an_entry_without_a_page_is_rejected(links):
    assert reasons(page_of(atom(links))) == ["the entry has no link to a page on the web"]


@pytest.mark.parametrize(
    ("of_feed", "of_entry", "of_text", "leads_to"),
    [
        ("https://a.example/x/", "", "", "https://a.example/x/y.html"),
        ("https://a.example/x/", "z/", "", "https://a.example/x/z/y.html"),
        ("https://a.example/x/", "z/", "https://cdn.example/", "https://cdn.example/y.html"),
        ("/blog/", "", "", "https://blog.example/blog/y.html"),
        ("", "", "", "https://blog.example.org/p/y.html"),
    ],
)
def test_relative_links_in_a_text_start_from_the_nearest_base(of_feed, of_entry, of_text, leads_to):
    feed, entry, text = (
        f'xml:base="{base}"' if base else "" for base in (of_feed, of_entry, of_text)
    )
    body = "&lt;p&gt;A &lt;b&gt;B&lt;/b&gt; &amp;lt; &lt;a href='y.html'&gt;C&lt;/a&gt;&lt;/p&gt;"
    content = f'<link href="{PAGE}"/><content type="html" {text}>{body}</content>'
    (record,) = page_of(atom(content, feed, entry)).records
    shown = render(record).columns["body_html"]
    assert f'href="{leads_to}"' in shown
    assert "<b>B</b> &lt; <a" in shown or "<strong>B</strong> &lt; <a" in shown
