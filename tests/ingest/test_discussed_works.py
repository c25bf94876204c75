"""Which works elsewhere a post is about, by where it links."""

import time

import pytest

from ingest.sources.forummagnum.relations import discussed
from preprints.record import RecordRelation

TITLE = "A Bound on Reward"
ARXIV = RecordRelation("discusses", "arxiv", "2401.01012", "https://arxiv.org/abs/2401.01012")


def linked(href, text=TITLE, before=""):
    return f'<p>{before}<a class="x" href="{href}" rel="y">{text}</a> and more.</p>'


def about(*urls, title=TITLE, body=""):
    return [(one.scheme, one.external_id) for one in discussed(urls, title=title, body=body)]


@pytest.mark.parametrize(
    ("url", "expected"),
    {
        "https://arxiv.org/abs/2401.01012v3": ("arxiv", "2401.01012"),
        "https://arxiv.org/pdf/2401.01012": ("arxiv", "2401.01012"),
        "https://doi.org/10.48550/arXiv.2401.01012": ("arxiv", "2401.01012"),
        "https://doi.org/10.1000/XYZ": ("doi", "10.1000/xyz"),
        "https://zenodo.org/records/1234567": ("zenodo", "1234567"),
        "https://rogue-scholar.org/records/n5tg4-5h654": (
            "inveniordm",
            "rogue-scholar.org/n5tg4-5h654",
        ),
        "https://openreview.net/forum?id=abcdefghij": ("openreview", "abcdefghij"),
        "https://osf.io/preprints/psyarxiv/abcde": ("osf", "abcde"),
        "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1": (
            "biorxiv",
            "10.1101/2020.01.01.123456",
        ),
    }.items(),
)
def test_a_link_post_discusses_the_work_it_links_to(url, expected):
    assert about(url) == [expected]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://example.org/paper.pdf",
        "https://www.lesswrong.com/posts/uMQ3cqWDPHhjtiesc",
        "2401.01012",  # a number alone is no link
        "https://arxiv.org/abs/2401.01012" + "x" * 3_000,
        "https://[arxiv.org/abs/2401.01012",
    ],
)
def test_another_address_is_no_work(url):
    assert about(url) == []


def test_a_work_that_is_named_twice_is_one_relation():
    url, source = "https://arxiv.org/abs/2401.01012", "https://arxiv.org/pdf/2401.01012v2"
    assert discussed((url, source), title=TITLE, body=linked(url)) == (ARXIV,)


@pytest.mark.parametrize(
    "text",
    [
        TITLE,
        TITLE.upper(),
        "<em>A Bound</em> on\n Reward",
        f"“{TITLE}.”",
        "A&nbsp;Bound on Reward",
    ],
)
def test_a_first_link_with_the_posts_own_title_leads_to_the_work_it_announces(text):
    assert about(body=linked("https://arxiv.org/abs/2401.01012", text)) == [("arxiv", "2401.01012")]


@pytest.mark.parametrize(
    "body",
    [
        linked("https://arxiv.org/abs/2401.01012", "our paper"),
        linked("https://example.org/") + linked("https://arxiv.org/abs/2401.01012"),
        linked("https://example.org/", "elsewhere") + linked("https://arxiv.org/abs/2401.01012"),
        linked("https://arxiv.org/abs/2401.01012", ""),
        '<a href="https://arxiv.org/abs/2401.01012">' + TITLE,  # it does not end
        f"<p>{TITLE}: https://arxiv.org/abs/2401.01012</p>",
        "",
    ],
)
def test_another_link_in_the_text_is_a_mention_only(body):
    assert about(body=body) == []


def test_an_address_in_html_is_read_as_a_browser_reads_it():
    body = linked("https://doi.org/10.1000/a&amp;b")
    assert about(body=body) == [("doi", "10.1000/a&b")]


@pytest.mark.parametrize(
    "body",
    ["<a " * 200_000, "<a href='" * 100_000, "<a href=x>" * 100_000, "<" * 500_000],
    ids=["openings", "quotes", "links", "brackets"],
)
def test_a_hostile_text_is_read_in_little_time(body):
    started = time.process_time()
    assert about(body=body) == []
    assert time.process_time() - started < 2
