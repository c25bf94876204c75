import pytest

from ingest.sources.base import Ref
from ingest.sources.biorxiv import SERVERS
from ingest.sources.recognise import recognise

NEW = "10.64898/2026.07.31.741992"
DATED = "10.1101/2020.12.01.406702"
OLD = "10.1101/097196"
ON_MEDRXIV = "10.1101/2020.03.24.20042291"
FORMS = {
    f"https://www.biorxiv.org/content/{DATED}v1": ("biorxiv", DATED, 1),
    f"https://www.biorxiv.org/content/{DATED}": ("biorxiv", DATED, None),
    f"http://biorxiv.org/content/{DATED}v2.full": ("biorxiv", DATED, 2),
    f"https://www.biorxiv.org/content/{DATED}v12.full.pdf": ("biorxiv", DATED, 12),
    f"https://www.biorxiv.org/content/{DATED}v1.full.pdf+html": ("biorxiv", DATED, 1),
    f"https://www.biorxiv.org/content/{DATED}v1.full-text": ("biorxiv", DATED, 1),
    f"https://www.biorxiv.org/content/{DATED}v1.abstract": ("biorxiv", DATED, 1),
    f"https://www.biorxiv.org/content/{DATED}v1.article-info": ("biorxiv", DATED, 1),
    f"https://www.biorxiv.org/content/{DATED}v1.supplementary-material": ("biorxiv", DATED, 1),
    f"https://www.biorxiv.org/content/{DATED}.abstract": ("biorxiv", DATED, None),
    f"https://www.biorxiv.org/content/{DATED}v1?rss=1&utm_source=x#ref-1": ("biorxiv", DATED, 1),
    f"https://www.biorxiv.org/content/{NEW}v1.full": ("biorxiv", NEW, 1),
    f"https://www.biorxiv.org/content/{OLD}v1": ("biorxiv", OLD, 1),
    "https://www.biorxiv.org/content/early/2016/12/28/097196": ("biorxiv", OLD, None),
    "https://www.biorxiv.org/content/biorxiv/early/2016/12/28/097196.full.pdf": (
        "biorxiv",
        OLD,
        None,
    ),
    "https://www.biorxiv.org/cgi/content/short/2020.12.01.406702v1": ("biorxiv", DATED, 1),
    f"https://www.biorxiv.org/lookup/doi/{DATED}": ("biorxiv", DATED, None),
    f"https://www.medrxiv.org/content/{ON_MEDRXIV}v2.full.pdf": ("medrxiv", ON_MEDRXIV, 2),
    f"medrxiv.org/content/{ON_MEDRXIV}v1": ("medrxiv", ON_MEDRXIV, 1),
    "https://www.medrxiv.org/content/10.1101/19000166v1": ("medrxiv", "10.1101/19000166", 1),
    # a DOI does not say which server it is on
    DATED: ("biorxiv", DATED, None),
    NEW: ("biorxiv", NEW, None),
    OLD: ("biorxiv", OLD, None),
    f"{DATED}v3": ("biorxiv", DATED, 3),
    f"doi:{DATED}": ("biorxiv", DATED, None),
    f"DOI: {DATED.upper()}.": ("biorxiv", DATED, None),
    f"https://doi.org/{DATED}": ("biorxiv", DATED, None),
    f"https://doi.org/{ON_MEDRXIV}": ("biorxiv", ON_MEDRXIV, None),
    f"http://dx.doi.org/{OLD}": ("biorxiv", OLD, None),
    "https://doi.org/10.1101%2F2020.12.01.406702": ("biorxiv", DATED, None),
    f"see https://doi.org/{NEW} (2026)": ("biorxiv", NEW, None),
    f"https://sciety.org/articles/activity/{DATED}?utm_source=x": ("biorxiv", DATED, None),
}


@pytest.mark.parametrize(("text", "expected"), FORMS.items(), ids=FORMS.keys())
def test_every_form_of_link_is_recognised(text, expected):
    server, doi, version = expected
    assert recognise(text) == Ref(server, doi, version, f"https://www.{server}.org/content/{doi}")


@pytest.mark.parametrize(
    "text",
    [
        # of Cold Spring Harbor's journals, which share a prefix
        "10.1101/gr.123456.111",
        "10.1101/gad.1234567",
        "10.1101/cshperspect.a012345",
        "10.1101/pdb.prot123456",
        "10.1101/123456.111",
        "10.1101/087969.123",
        "https://www.biorxiv.org/content/10.1101/gr.123456.111",
        # no such number
        "10.1101/12345",
        "10.1101/1234567",
        "10.1101/2020.13.01.406702",
        "10.1101/2020.12.32.406702",
        "10.1101/2020.12.01.4067",
        "10.1101/2020.12.01.406702v0",
        "110.1101/406702",
        "10.64898.1/2026.07.31.741992",
        # pages that are no work
        "https://www.biorxiv.org",
        "https://www.biorxiv.org/collection/neuroscience",
        "https://www.biorxiv.org/search/2020.12.01.406702",
        "https://www.medrxiv.org/content/early/recent",
        # addresses by day do not show whether the prefix is the newer one
        "https://www.biorxiv.org/content/early/2026/08/01/2026.07.31.741992",
        "https://www.medrxiv.org/about/10.1101/2020.12.01.406702",
        "https://biorxiv.org.example.org/content/2020.12.01.406702",
    ],
)
def test_what_names_no_preprint_is_left_to_others(text):
    assert [server.recognise(text) for server in SERVERS.values()] == [None, None]
