import pytest

from ingest.sources.recognise import recognise
from ingest.sources.web import WEB

PAGES = {
    "https://example.org/papers/1": "example.org/papers/1",
    "http://example.org/papers/1": "example.org/papers/1",
    "HTTPS://Example.ORG:443/Papers/1#results": "example.org/Papers/1",
    "https://example.org": "example.org/",
    "https://example.org?": "example.org/",
    "https://www.example.org/": "www.example.org/",
    "https://example.org/?b=2&a=1&a=&c": "example.org/?b=2&a=1&a=&c",
    "https://example.org/?id=7&utm_source=x&UTM_Medium=y": "example.org/?id=7",
    "https://example.org/?utm_source=x&fbclid=y&gclid=z&ref=w&mc_cid=v": "example.org/",
    "https://example.org/?reference=1&preutm_x=2": "example.org/?reference=1&preutm_x=2",
    "https://example.org/a%2Fb": "example.org/a%2Fb",
    "https://example.org/a/../b": "example.org/b",
    "https://bücher.example/ü": "xn--bcher-kva.example/%C3%BC",
    "see https://example.org/papers/1.": "example.org/papers/1",
    "Example, A. (2024). Title. (https://example.org/papers/1)": "example.org/papers/1",
}
OTHER_TEXTS = [
    "example.org/papers/1",
    "//example.org/papers/1",
    "ftp://example.org/papers/1",
    "mailto:ada@example.org",
    "a paper on my home page",
    "and/or",
    "https://",
    "https://localhost/",
    "https://example.org:8080/",
    "https://ada:secret@example.org/",
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://[::1]/",
    "http://printer.local/",
    f"https://example.org/{'a' * 500}",
    # read by adapters, which did not know these
    "https://arxiv.org/list/cs.LG/recent",
    "https://www.lesswrong.com/users/example",
    "https://www.biorxiv.org/collection/ecology",
    "https://osf.io/search",
    "https://doi.org/",
]


@pytest.mark.parametrize(("text", "external_id"), PAGES.items())
def test_a_page_is_known_by_its_address_without_decoration(text, external_id):
    ref = recognise(text)
    assert (ref.source, ref.external_id, ref.version) == ("web", external_id, None)
    assert ref.url in (f"https://{external_id}", f"http://{external_id}")


@pytest.mark.parametrize("text", OTHER_TEXTS)
def test_what_may_not_be_opened_is_not_recognised(text):
    assert recognise(text) is None


def test_an_address_is_recognised_as_we_wrote_it():
    for text in PAGES:
        ref = recognise(text)
        assert WEB.recognise(ref.url) == ref


def test_our_own_pages_are_no_works(settings):
    settings.SITE_URL = "https://verso.example"
    assert recognise("https://verso.example/preprints/1/") is None


def test_a_work_of_a_known_source_comes_before_any_page():
    text = (
        "https://example.org/x, https://doi.org/10.31223/X5FW25 or https://arxiv.org/abs/2310.01405"
    )
    assert recognise(text).source == "doi"


def test_a_page_that_names_a_work_in_its_address_stands_for_the_work():
    ref = recognise("https://example.org/redirect?to=https://arxiv.org/abs/2310.01405")
    assert (ref.source, ref.external_id) == ("arxiv", "2310.01405")
