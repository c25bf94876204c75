"""What is expected here was read in the pages' sources by eye, not by our parser."""

import time
from datetime import UTC, datetime

import pytest

from ingest.errors import (
    ChallengePage,
    IngestError,
    NoMetadata,
    NotAPage,
    NotAWork,
    UnexpectedAnswer,
    WorkNotPublic,
)
from ingest.sources.base import Ref
from preprints.record import RecordAuthor, RecordLocation
from tests.ingest.web_pages import (
    day,
    doi,
    names_of,
    parse,
    parse_linked,
    parse_meta,
    parse_work,
    sample,
)
from tests.replay.web import SYNTHETIC

# Synthetic pages, one for each shape


def test_highwire_tags():
    record = sample("highwire.html")
    assert record.location == RecordLocation("web", "example.org/1", "https://example.org/1")
    assert record.title == "Cooling of Samples in Example Vessels: a Test"
    place = "University of Example, Sampleton"
    assert record.authors == (
        RecordAuthor("Ada B. Example", "0000-0002-1825-0097", f"{place}; Institute of Samples"),
        RecordAuthor("Zoë van der Sample"),
        RecordAuthor("The Example Collaboration", affiliation=place),
    )
    assert record.first_posted_at == record.posted_at == day(2024, 3, 9)
    assert record.abstract == "We cool samples.\n\nThey get cold, at 10⁻³ K."
    assert record.categories == ("cooling", "samples", "vessels")
    assert record.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert record.other_locations == (doi("10.5555/cooling.1"), doi("10.5555/cooling.1.v2"))
    assert (record.body_html, record.source_version, record.relations) == ("", "", ())


def test_dublin_core():
    record = sample("dublin_core.html")
    assert record.title == "Essais sur l'échantillon"
    assert names_of(record) == ["Élodie Exemple", "Jean-Luc Modèle Jr."]
    assert record.posted_at == datetime(2019, 11, 30, 7, 15, tzinfo=UTC)
    assert record.abstract == "Nous essayons des échantillons."
    assert record.categories == ("essais", "échantillons")
    assert record.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert record.other_locations == (doi("10.5555/essai.12"),)


def test_schema_org():
    record = sample("schema_org.html")
    assert record.title == "How We Test"
    assert record.authors == (
        RecordAuthor("Ada Example", "0000-0002-1825-0097", "University of Example"),
        RecordAuthor("Example Group"),
    )
    assert record.first_posted_at == datetime(2023, 5, 4, 8, tzinfo=UTC)
    assert record.posted_at == day(2023, 6, 1)
    assert record.abstract == "We test by example."
    assert record.categories == ("testing", "examples")
    assert record.licence == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert record.other_locations == (doi("10.5555/how.1"),)


def test_a_page_of_arxiv_leads_to_its_identifier():
    record = sample("arxiv_abs.html")
    assert names_of(record) == ["Ada Example", "Zoë Sample"]
    assert (record.first_posted_at, record.posted_at) == (day(2024, 1, 2), day(2024, 2, 3))
    arxiv = RecordLocation("arxiv", "2401.00009", "https://arxiv.org/abs/2401.00009")
    assert record.other_locations == (arxiv,)


def test_a_sites_description_is_not_a_works():
    record = sample("description_of_site.html")
    assert record.abstract == ""
    assert names_of(record) == ["Ada Example"]


def test_a_description_that_previews_show_too_is_the_pages():
    assert sample("description_of_page.html").abstract.endswith("take hours to recover.")


def test_a_paper_titled_zero_has_a_title():
    assert sample("title_zero.html").title == "0"


@pytest.mark.parametrize(
    "name", ["latin1.html", "utf8_called_latin1.html", "latin1_called_utf8.html"]
)
def test_a_wrong_charset_does_no_harm(name):
    record = sample(name)
    assert record.title == "Größe und Maß"
    assert names_of(record) == ["Zoë Müller"]


def test_control_characters_are_dropped():
    record = sample("control_characters.html")
    assert record.title == "Cold Samples�"
    assert names_of(record) == ["Ada Example�"]


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("preview_only.html", NoMetadata, "DOI"),
        ("challenge.html", ChallengePage, "refusing automatic requests"),
        ("sign_in.html", WorkNotPublic, "not public"),
        ("dataset.html", NotAWork, "data set"),
        ("poster.html", NotAWork, "poster"),
    ],
)
def test_a_page_about_no_text_is_refused_with_words(name, error, words):
    with pytest.raises(error) as caught:
        sample(name)
    assert words in str(caught.value.message)


# Tags


@pytest.mark.parametrize(
    ("values", "names"),
    [
        (["Example, Ada"], ["Ada Example"]),
        (["Ada Example", "Example, Bo"], ["Ada Example", "Bo Example"]),
        (["Example, Ada; Sample, Bo"], ["Ada Example", "Bo Sample"]),
        (["Ada Example, Bo Sample, Cy Test"], ["Ada Example", "Bo Sample", "Cy Test"]),
        (["Example, Ada, Jr."], ["Ada Example Jr."]),
        (["van der Sample, Zoë"], ["Zoë van der Sample"]),
        (["Plato"], ["Plato"]),
        (["Ada  Example", " ; "], ["Ada Example"]),
    ],
)
@pytest.mark.parametrize("scheme", ["citation_author", "DC.creator", "dcterms.creator"])
def test_authors_are_named_in_their_order(values, names, scheme):
    title = "citation_title" if scheme.startswith("citation") else "DC.title"
    tags = [(title, "T"), *((scheme, value) for value in values), ("dc.date", "2020")]
    assert names_of(parse_meta(*tags)) == names


def test_two_authors_may_have_one_name():
    tags = [("citation_title", "T"), *[("citation_author", "A")] * 2, ("citation_date", "2020")]
    assert names_of(parse_meta(*tags)) == ["A", "A"]


def test_an_author_named_in_both_spellings_of_dublin_core_is_one():
    tags = [("DC.title", "T"), ("DC.creator", "A"), ("dcterms.creator", "A"), ("DC.date", "2020")]
    assert names_of(parse_meta(*tags)) == ["A"]


def test_all_authors_may_stand_in_one_tag():
    record = parse_meta(
        ("citation_title", "T"),
        ("citation_authors", "Example, A.; Sample, B."),
        ("dc.date", "2020"),
    )
    assert names_of(record) == ["A. Example", "B. Sample"]


def test_tags_may_be_called_properties_and_written_in_capitals():
    page = (
        '<meta property="CITATION_TITLE" content="T"><meta itemprop="Citation_Author" content="A">'
    )
    assert parse(page + "<meta name=citation_date content=2020>").title == "T"


def test_repositories_of_bepress_have_a_prefix():
    tags = [
        (f"bepress_citation_{name}", text)
        for name, text in (
            ("title", "T"),
            ("author", "Example, Ada"),
            ("date", "2020"),
            ("doi", "10.5555/x"),
        )
    ]
    record = parse_meta(*tags)
    assert (record.title, names_of(record)) == ("T", ["Ada Example"])
    assert record.other_locations == (doi("10.5555/x"),)


def test_prism_fills_the_gaps_of_dublin_core():
    record = parse_meta(
        ("DC.title", "T"),
        ("DC.creator", "Example, Ada"),
        ("prism.publicationDate", "2020-05-06"),
        ("prism.doi", "10.5555/x"),
    )
    assert record.posted_at == day(2020, 5, 6)
    assert record.other_locations == (doi("10.5555/x"),)


def test_one_vocabulary_fills_the_gaps_of_another():
    record = parse_meta(
        ("citation_title", "T"),
        ("DC.creator", "Example, Ada"),
        ("article:published_time", "2020-05-06"),
    )
    assert (record.title, names_of(record)) == ("T", ["Ada Example"])
    assert record.posted_at == day(2020, 5, 6)


def test_a_repository_says_all_in_two_vocabularies():
    """As HAL does; the work is older than its deposit."""
    record = parse_meta(
        ("DC.type", "journal"),
        *(("citation_title", "L'échantillon"), ("DC.title", "L'échantillon")),
        *(("citation_author", "Ada Example"), ("DC.creator", "Ada Example")),
        *((name, "Il n&#039;est pas froid.") for name in ("citation_abstract", "DC.description")),
        *((name, "alloys;cold samples") for name in ("citation_keywords", "DC.subject")),
        ("citation_online_date", "2008/02/04"),
        *((name, "1955") for name in ("citation_publication_date", "DC.date", "DC.issued")),
        ("citation_doi", "10.5555/x"),
    )
    assert names_of(record) == ["Ada Example"]
    assert (record.first_posted_at, record.posted_at) == (day(1955), day(2008, 2, 4))
    assert record.abstract == "Il n'est pas froid."
    assert record.categories == ("alloys", "cold samples")
    assert record.other_locations == (doi("10.5555/x"),)


def test_a_page_may_name_the_year_alone():
    assert parse_work().posted_at == day(2020)


def test_a_preview_gives_a_title_to_authors_without_one():
    record = parse_meta(
        ("og:title", "From the preview"), ("citation_author", "A"), ("citation_date", "2020")
    )
    assert record.title == "From the preview"


def test_authors_without_any_title_are_not_enough():
    with pytest.raises(NoMetadata):
        parse_meta(("citation_author", "A"), ("citation_date", "2020"))


def test_a_work_without_a_date_is_refused_with_words():
    with pytest.raises(NoMetadata) as caught:
        parse_meta(("citation_title", "T"), ("citation_author", "A"), ("citation_date", "soon"))
    assert "when" in str(caught.value.message)


def test_a_number_alone_is_no_arxiv_identifier():
    assert parse_work(("DC.identifier", "2310.01405")).other_locations == ()
    (place,) = parse_work(("DC.identifier", "https://arxiv.org/abs/2310.01405")).other_locations
    assert place.external_id == "2310.01405"


def test_arxivs_doi_is_its_identifier():
    (place,) = parse_work(("citation_doi", "10.48550/arXiv.2310.01405")).other_locations
    assert (place.source, place.external_id) == ("arxiv", "2310.01405")


def test_a_list_of_dois_is_not_a_works_own():
    tags = [("citation_doi", f"10.5555/{number}") for number in range(20)]
    assert len(parse_work(*tags).other_locations) == 5


def test_a_text_that_is_no_doi_is_passed_over():
    assert parse_work(("citation_doi", "10.x"), ("citation_doi", "n/a")).other_locations == ()


def test_a_text_with_a_data_set_beside_it_is_a_text():
    assert parse_work(("DC.type", "Text"), ("DC.type", "Dataset")).title == "T"


@pytest.mark.parametrize("kind", ["Dataset", "http://purl.org/dc/dcmitype/MovingImage", "Software"])
def test_a_thing_that_is_no_text_is_refused(kind):
    with pytest.raises(NotAWork):
        parse_work(("DC.type", kind))


def test_a_page_of_many_repeated_tags_is_read_quickly():
    started_at = time.perf_counter()
    record = parse_work(("citation_keywords", "a<b;" * 200_000))
    assert record.categories == ("a<b",)
    with pytest.raises(NoMetadata):
        parse_linked('[{"@type": "WebPage"}' + ', {"@graph": [{}]}' * 50_000 + "]")
    assert time.perf_counter() - started_at < 5


def test_a_very_long_title_is_refused():
    with pytest.raises(UnexpectedAnswer, match="title"):
        parse_meta(
            ("citation_title", "x" * 2001), ("citation_author", "A"), ("citation_date", "2020")
        )


# Other pages


@pytest.mark.parametrize(
    "title",
    [
        "Just a moment...",
        "Attention Required! | Cloudflare",
        "Access Denied",
        "Access denied | journal.example used Cloudflare to restrict access",
        "Are you a robot?",
        "Vercel Security Checkpoint",
        "Checking your browser before accessing journal.example",
        "Captcha",
        "Robot Check",
        "Making sure you're not a bot!",
    ],
)
def test_a_challenge_is_known_by_its_title(title):
    with pytest.raises(ChallengePage):
        parse(f"<html><head><title>{title}</title></head></html>")


def test_a_work_may_be_titled_like_a_challenge():
    assert parse_work(head="<title>Access denied</title>").title == "T"
    with pytest.raises(NoMetadata):
        parse("<title>Captchas in the Classroom</title>")


def test_a_sign_in_page_is_recognised_by_its_address():
    ref = Ref("web", "example.org/login?to=1", None, "https://example.org/login?to=1")
    with pytest.raises(WorkNotPublic):
        parse("<title>Library</title>", ref=ref)


@pytest.mark.parametrize(
    "content", ["", " ", "\x00", "<", "<!-- -->", "plain words", "\ufeff", "<div>" * 10_000]
)
def test_an_empty_page_has_no_metadata(content):
    with pytest.raises(NoMetadata):
        parse(content)


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/rss+xml", "text/xml; charset=utf-8"]
)
def test_content_that_is_no_html_page_is_refused(content_type):
    with pytest.raises(NotAPage):
        parse("{}", content_type)


@pytest.mark.parametrize("content_type", ["", "text/html;charset=utf-8", "application/xhtml+xml"])
def test_a_page_may_be_called_by_several_types(content_type):
    with pytest.raises(NoMetadata):
        parse("<html></html>", content_type)


def test_xhtml_with_a_declaration_and_entities_is_a_page():
    page = '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html [<!ENTITY x "yyyy">]><html><head>'
    page += '<meta name="citation_title" content="T &x; &amp; U"/>'
    page += '<meta name="citation_author" content="A"/><meta name="dc.date" content="2020"/>'
    record = parse(page + "</head></html>", "application/xhtml+xml")
    assert record.title == "T &x; & U"


def test_any_part_of_a_page_may_be_missing():
    content = (SYNTHETIC / "web" / "highwire.html").read_bytes()
    outcomes = set()
    for end in range(0, len(content), 7):
        try:
            outcomes.add(type(parse(content[:end])).__name__)
        except IngestError as error:
            outcomes.add(type(error).__name__)
    assert outcomes == {"Record", "NoMetadata"}
