import pytest

from ingest.parsing.dois import bare_doi, doi_segment, doi_url, find_doi
from ingest.sources.base import Ref
from ingest.sources.doi_places import doi_location
from ingest.sources.recognise import recognise
from preprints.record import RecordLocation

DOI = "10.31223/x5fw25"
LANCET = "10.1016/s0140-6736(20)30183-5"
FORMS = {
    # bare, and with what is written before a DOI
    "10.31223/X5FW25": DOI,
    " 10.31223/x5fw25\n": DOI,
    "doi:10.31223/X5FW25": DOI,
    "DOI: 10.31223/X5FW25": DOI,
    "doi 10.31223/X5FW25": DOI,
    "urn:doi:10.31223/X5FW25": DOI,
    "info:doi/10.31223/X5FW25": DOI,
    "10.31223%2FX5FW25": DOI,
    "10.1000.10/123.456": "10.1000.10/123.456",
    "10.22541/au.163491434.41087304/v2": "10.22541/au.163491434.41087304/v2",
    "10.1002/essoar.10511074.2": "10.1002/essoar.10511074.2",
    "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O": (
        "10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o"
    ),
    # with the end of a sentence behind it
    "10.31223/X5FW25.": DOI,
    "(10.31223/X5FW25),": DOI,
    "(doi:10.31223/X5FW25).": DOI,
    "see <10.31223/X5FW25>;": DOI,
    "Example (2021), https://doi.org/10.31223/X5FW25, and others": DOI,
    "[a link](https://doi.org/10.31223/X5FW25).": DOI,
    "(see https://doi.org/10.31223/X5FW25)": DOI,
    "https://doi.org/10.31223/X5FW25(and": "10.31223/x5fw25(and)",
    LANCET: LANCET,
    f"({LANCET}).": LANCET,
    f"https://doi.org/{LANCET}": LANCET,
    f"(https://doi.org/{LANCET}).": LANCET,
    f"(https://doi.org/{LANCET})and": LANCET,
    f"[a link](https://doi.org/{LANCET})[another](https://doi.org/{DOI})": LANCET,
    "https://doi.org/10.1016/0021-9991(90)": "10.1016/0021-9991(90)",
    # at the resolver
    "https://doi.org/10.31223/X5FW25": DOI,
    "http://dx.doi.org/10.31223/X5FW25": DOI,
    "https://www.doi.org/10.31223/X5FW25": DOI,
    "HTTPS://DOI.ORG/10.31223/X5FW25": DOI,
    "doi.org/10.31223/X5FW25": DOI,
    "https://doi.org/doi:10.31223/X5FW25": DOI,
    "https://doi.org//10.31223/X5FW25": DOI,
    "https://doi.org/10.31223%2FX5FW25": DOI,
    "https://doi.org/10.31223/X5FW25?utm_source=mail#top": DOI,
    "https://doi.org/10.1002/(SICI)1096-8644(199601)99:1%3C1::AID-AJPA1%3E3.0.CO;2-1": (
        "10.1002/(sici)1096-8644(199601)99:1<1::aid-ajpa1>3.0.co;2-1"
    ),
    "https://doi-org.library.example.edu/10.31223/X5FW25": DOI,
    "https://doi.org.library.example.edu/10.31223/X5FW25": DOI,
    "https://web.archive.org/web/2023/https://doi.org/10.31223/X5FW25": DOI,
    # at a publisher
    "https://example.org/doi/10.31223/X5FW25": DOI,
    "https://example.org/doi/abs/10.31223/X5FW25": DOI,
    "https://example.org/doi/full/10.31223/X5FW25": DOI,
    "https://example.org/doi/full-xml/10.31223/X5FW25": DOI,
    "https://example.org/doi/pdf/10.31223/X5FW25": DOI,
    "https://example.org/doi/epdf/10.31223/X5FW25?src=getftr": DOI,
    "https://example.org/doi/10.31223%2FX5FW25": DOI,
    "https://example.org/doi/10.31223/X5FW25/full": DOI,
    "https://example.org/doi/10.31223/X5FW25/full/html": DOI,
    "https://example.org/doi/10.31223/X5FW25;jsessionid=12AB.node1": DOI,
    "https://example.org/doi/suppl/10.31223/X5FW25/suppl_file/a.pdf": DOI,
    "https://example.org/article/10.31223/X5FW25/meta": DOI,
    "https://example.org/articles/10.31223/X5FW25/full": DOI,
    "https://example.org/chapter/10.31223/X5FW25": DOI,
    "https://example.org/content/pdf/10.31223/X5FW25.pdf": DOI,
    f"https://example.org/journals/doi/abs/{LANCET}/fulltext": LANCET,
    "https://example.org/article?id=10.31223/X5FW25": DOI,
    "https://example.org/lookup?a=1&doi=10.31223%2FX5FW25&b=2": DOI,
    "https://example.org/lookup?DOI=doi:10.31223/X5FW25": DOI,
    "https://example.org/lookup?doi=https%3A%2F%2Fdoi.org%2F10.31223%2FX5FW25": DOI,
    # other works of a prefix that a server uses, too
    "10.1101/gr.123456.789": "10.1101/gr.123456.789",
}
OTHER_TEXTS = [
    "10.31223",
    "10.31223/",
    "10.31/X5FW25",
    "10.0123/abc",
    "11.31223/X5FW25",
    "110.31223/X5FW25",
    "10.31223/é",
    "10.31223/" + "x" * 301,
    "see the ratio 10.5/3 there",
    "https://doi.org",
    "https://doi.org/",
    "https://doi.org/x/10.31223/X5FW25",
    "ftp://doi.org/10.31223/X5FW25",
    # arXiv gave no such identifiers
    "10.48550/arXiv.2313.01405",
    "https://doi.org/10.48550/arXiv.2310",
]
PAGES = [
    "https://example.org/10.31223/X5FW25",
    "https://example.org/doi/full",
    "https://example.org/doi/10.31223/full",
    "https://example.org/lookup?doi=12",
    "https://example.org/lookup?page=10.31223/X5FW25",
]


@pytest.mark.parametrize(("text", "doi"), FORMS.items(), ids=range(len(FORMS)))
def test_every_form_of_a_doi_is_recognised(text, doi):
    assert recognise(text) == Ref("doi", doi, None, doi_url(doi))


@pytest.mark.parametrize("text", OTHER_TEXTS)
def test_a_text_that_is_no_doi_is_not_recognised(text):
    assert recognise(text) is None


@pytest.mark.parametrize("text", PAGES)
def test_a_page_without_a_doi_in_its_place_is_only_a_page(text):
    assert recognise(text).source == "web"


@pytest.mark.parametrize(
    ("text", "source"),
    {
        "10.48550/arXiv.2310.01405": "arxiv",
        "10.1101/2020.12.01.406702": "biorxiv",
        "10.5281/zenodo.1196821": "zenodo",
        "10.31234/osf.io/abcde": "osf",
    }.items(),
)
def test_a_server_that_knows_its_own_dois_goes_first(text, source):
    assert recognise(text).source == source


def test_a_doi_is_bare_and_in_small_letters_inside():
    assert bare_doi(" https://dx.doi.org/10.31223/X5FW25 ") == DOI
    assert bare_doi("doi:10.31223/X5FW25") == DOI
    assert bare_doi("10.31223/X5FW25 and more") == ""


@pytest.mark.parametrize(
    ("text", "doi"),
    {
        "10.31223/X5FW25": DOI,
        "Science, doi:10.31223/X5FW25.": DOI,
        "https://doi.org/10.31223/X5FW25 ;": DOI,
        "10.31223/X5FW25 (2011)": DOI,
        "10.31223/é": "",
        "to appear": "",
    }.items(),
)
def test_a_doi_in_what_was_typed_is_found_or_none_at_all(text, doi):
    assert find_doi(text) == doi


def test_an_address_quotes_what_a_doi_may_hold():
    assert doi_url("10.1/a<b>#c?d%e") == "https://doi.org/10.1/a%3Cb%3E%23c%3Fd%25e"
    assert doi_segment("10.1000/../../admin?x") == "10.1000%2F..%2F..%2Fadmin%3Fx"


def test_a_doi_of_arxiv_is_a_place_on_arxiv():
    assert doi_location("10.48550/arxiv.hep-th/9901001") == RecordLocation(
        "arxiv", "hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"
    )
    assert doi_location(DOI) == RecordLocation("doi", DOI, "https://doi.org/10.31223/x5fw25")


GEOLOGY = "10.1130/0091-7613(1990)018<0000:x>2.3.co;2"
SICI = "10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o"


@pytest.mark.parametrize("doi", [GEOLOGY, SICI, GEOLOGY.replace("<", "&lt;").replace(">", "&gt;")])
@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "https://doi.org/{}",
        "doi:{}",
        "see https://doi.org/{}, and others",
        "(https://doi.org/{})",
        "<https://doi.org/{}>",
        "https://example.org/doi/full/{}",
        "[a link](https://doi.org/{}).",
    ],
)
def test_angle_brackets_within_a_doi_belong_to_it(form, doi):
    found = recognise(form.format(doi))
    assert found is not None
    assert found.external_id == doi.replace("&lt;", "<").replace("&gt;", ">")


@pytest.mark.parametrize("text", ["https://doi.org/{}<br>", "<a href=x>https://doi.org/{}</a>"])
def test_a_tag_behind_a_doi_is_no_part_of_it(text):
    assert recognise(text.format(DOI)).external_id == DOI
