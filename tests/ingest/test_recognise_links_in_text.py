import time

import pytest

from ingest.sources import ADAPTERS
from ingest.sources.base import reach_of
from ingest.sources.recognise import recognise

POST = "https://www.lesswrong.com/posts/uMQ3cqWDPHhjtiesc/agi-ruin"
TEXTS = {
    'see "Title" (https://arxiv.org/abs/2310.01405v2).': ("arxiv", "2310.01405", 2),
    "Have a look: https://arxiv.org/abs/2310.01405!": ("arxiv", "2310.01405", None),
    "I would submit <https://arxiv.org/abs/2310.01405>, please": ("arxiv", "2310.01405", None),
    "[a title](https://arxiv.org/abs/2310.01405)": ("arxiv", "2310.01405", None),
    "https://arxiv.org/abs/2310.01405(v1)": ("arxiv", "2310.01405", None),
    '<a href="https://arxiv.org/abs/2310.01405">title</a>': ("arxiv", "2310.01405", None),
    "Zou et al. 2023, arXiv:2310.01405v4, section 2": ("arxiv", "2310.01405", 4),
    "Zou et al. 2023, arXiv: 2310.01405, section 2": ("arxiv", "2310.01405", None),
    "the classic hep-th/9901001, of course": ("arxiv", "hep-th/9901001", None),
    "doi: 10.48550/arXiv.2310.01405, 2023": ("arxiv", "2310.01405", None),
    "“https://arxiv.org/abs/2310.01405”": ("arxiv", "2310.01405", None),
    f"AGI Ruin – {POST}": ("lesswrong", "uMQ3cqWDPHhjtiesc", None),
    f"[AGI Ruin]({POST}), 2022": ("lesswrong", "uMQ3cqWDPHhjtiesc", None),
    f"Title\n{POST}\nthank you": ("lesswrong", "uMQ3cqWDPHhjtiesc", None),
    f"{POST} cites https://arxiv.org/abs/2310.01405": ("lesswrong", "uMQ3cqWDPHhjtiesc", None),
    f"https://arxiv.org/abs/2310.01405 is cited in {POST}": ("arxiv", "2310.01405", None),
    "https://example.org/x and https://arxiv.org/abs/2310.01405": ("arxiv", "2310.01405", None),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.items(), ids=TEXTS.keys())
def test_the_first_link_in_a_text_is_found(text, expected):
    ref = recognise(text)
    assert (ref.source, ref.external_id, ref.version) == expected


@pytest.mark.parametrize(
    "text",
    ["a " * 500_000, "http://" * 100_000, "(" * 1_000_000, "/" * 1_000_000, "x://" * 100_000],
)
def test_a_very_long_text_is_read_quickly(text):
    started_at = time.perf_counter()
    assert recognise(text) is None
    assert time.perf_counter() - started_at < 0.5


def test_an_underscore_at_the_end_belongs_to_the_identifier_unless_it_is_emphasis():
    address = "https://openreview.net/forum?id=abcdefgh_"
    assert recognise(f"see {address} here").external_id == "abcdefgh_"
    assert recognise(f"_{address}").external_id == "abcdefgh"


APART = {
    "arXiv 2310.01405": "2310.01405",
    "ARXIV : 2310.01405": "2310.01405",
    "see arXiv2310.01405, say": "2310.01405",
    "arXiv: hep-th/9901001": "hep-th/9901001",
    "DOI : 10.31223/X5FW25": "10.31223/x5fw25",
    "doi 10.31223/X5FW25": "10.31223/x5fw25",
    "https://example.org/arxiv2310.01405": "example.org/arxiv2310.01405",
    "https://example.org/DOI:x": "example.org/DOI:x",
}


@pytest.mark.parametrize(("text", "external_id"), APART.items())
def test_a_word_before_an_identifier_goes_with_it_but_not_in_an_address(text, external_id):
    assert recognise(text).external_id == external_id


def test_sources_that_take_others_links_are_asked_last():
    assert [key for key in ADAPTERS if reach_of(ADAPTERS[key])] == ["doi", "web"]
    assert list(ADAPTERS)[-2:] == ["doi", "web"]
