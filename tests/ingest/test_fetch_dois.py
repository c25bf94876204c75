import pytest

from ingest.errors import (
    ChallengePage,
    LinkNotRecognised,
    SourceUnavailable,
    UnexpectedAnswer,
    WorkNotFound,
)
from ingest.http.client import SourceClient, UnsharedHosts
from ingest.sources import ADAPTERS
from ingest.sources.base import Ref
from ingest.sources.crossref import parse_crossref
from ingest.sources.datacite import parse_datacite
from ingest.sources.doi import parse_agency
from ingest.sources.recognise import recognise
from tests.replay.arxiv import RECORDINGS

DOI = ADAPTERS["doi"]
SAMPLES = RECORDINGS / "synthetic"
PREPRINT = "10.5555/example.preprint/v2"
REPOSITORY_PREPRINT = "10.5072/example.preprint"


class Hosts(UnsharedHosts):
    def __init__(self):
        self.paces = []

    def pace(self, pace_key):
        self.paces.append(pace_key)


def agency(name):
    return f'[{{"DOI": "10.5555/x", "RA": "{name}"}}]'.encode()


def test_a_doi_of_crossref_becomes_a_record(replay, source_client, settings):
    settings.CONTACT_EMAIL = "editors@example.org"
    record = DOI.fetch(recognise(f"https://doi.org/{PREPRINT}"), source_client)
    assert record.location.external_id == PREPRINT
    assert record.title == "On the Weight of Examples in CO2: A Synthetic Study"
    asked, fetched = replay.requests
    assert asked.path == "/doi/ra/10.5555%2Fexample.preprint%2Fv2"
    assert fetched.path == "/crossref/works/10.5555%2Fexample.preprint%2Fv2"
    assert fetched.query == "mailto=editors%40example.org"


def test_a_doi_of_datacite_becomes_a_record(replay, source_client):
    record = DOI.fetch(recognise(REPOSITORY_PREPRINT), source_client)
    assert record.location.external_id == REPOSITORY_PREPRINT
    assert [request.path for request in replay.requests] == [
        "/doi/ra/10.5072%2Fexample.preprint",
        "/datacite/dois/10.5072%2Fexample.preprint",
    ]


def test_a_recorded_article_is_found_by_its_doi(replay, source_client):
    record = DOI.fetch(recognise("doi:10.7554/eLife.01567"), source_client)
    assert record.title.startswith("Automated quantitative histology")


def test_each_host_is_asked_at_its_own_pace(replay):
    hosts = Hosts()
    with SourceClient(hosts=hosts) as client:
        DOI.fetch(recognise(PREPRINT), client)
        DOI.fetch(recognise(REPOSITORY_PREPRINT), client)
    assert hosts.paces == ["doi", "crossref", "doi", "datacite"]


def test_a_doi_is_escaped_in_the_address(replay, source_client):
    doi = "10.5555/../../../x?y#z%2e"
    with pytest.raises(WorkNotFound):
        DOI.fetch(Ref("doi", doi, None, ""), source_client)
    (request,) = replay.requests
    assert request.path == "/doi/ra/10.5555%2F..%2F..%2F..%2Fx%3Fy%23z%252e"


def test_a_doi_with_a_comma_is_not_taken_for_a_list(replay, source_client):
    with pytest.raises(WorkNotFound):
        DOI.fetch(Ref("doi", "10.5555/a,10.5555/b", None, ""), source_client)
    assert [request.path for request in replay.requests] == [
        "/doi/ra/10.5555",
        "/crossref/works/10.5555%2Fa%2C10.5555%2Fb",
    ]


def test_a_doi_that_does_not_exist_is_not_found(replay, source_client):
    with pytest.raises(WorkNotFound, match="does not exist"):
        DOI.fetch(recognise("10.5555/example.unknown"), source_client)


def test_a_doi_of_another_agency_is_refused_by_its_name(replay, source_client):
    with pytest.raises(LinkNotRecognised) as caught:
        DOI.fetch(recognise("10.5555/example.medra"), source_client)
    assert "registered with mEDRA" in str(caught.value.message)
    assert len(replay.requests) == 1


@pytest.mark.parametrize(
    ("name", "words"), {"Crossref": "Crossref", "DataCite": "DataCite"}.items()
)
def test_a_doi_unknown_to_its_agency_is_not_found(name, words, replay, source_client):
    replay.fail(status=200, body=agency(name))
    with pytest.raises(WorkNotFound, match=words):
        DOI.fetch(recognise("10.5555/no-such-work"), source_client)


@pytest.mark.parametrize("name", ["Crossref", "DataCite"])
def test_another_status_is_an_unexpected_answer(name, replay, source_client):
    replay.fail(status=200, body=agency(name))
    replay.fail(status=406, body=b"no")
    with pytest.raises(UnexpectedAnswer, match=f"{name}: HTTP 406"):
        DOI.fetch(recognise(PREPRINT), source_client)


@pytest.mark.parametrize("name", ["Crossref", "DataCite"])
def test_another_work_than_the_one_asked_for_is_not_taken(name, replay, source_client):
    sample = {"Crossref": "crossref", "DataCite": "datacite"}[name]
    replay.fail(status=200, body=agency(name))
    replay.fail(status=200, body=(SAMPLES / sample / "preprint.json").read_bytes())
    with pytest.raises(UnexpectedAnswer, match="asked for"):
        DOI.fetch(recognise("10.5555/another"), source_client)


def test_a_doi_replaced_by_another_leads_to_its_work(replay, source_client):
    body = (SAMPLES / "crossref" / "preprint.json").read_bytes()
    body = body.replace(b'"member"', b'"aliases":["10.5555/Example.Old"],"member"')
    replay.fail(status=200, body=agency("Crossref"))
    replay.fail(status=200, body=body)
    record = DOI.fetch(recognise("10.5555/example.old"), source_client)
    assert record.location.external_id == PREPRINT
    assert record.other_locations[0].external_id == "10.5555/example.old"


def test_a_page_for_people_is_a_challenge(replay, source_client):
    replay.fail(status=200, body=b"<!DOCTYPE html><title>Just a moment...</title>")
    with pytest.raises(ChallengePage):
        DOI.fetch(recognise(PREPRINT), source_client)


def test_a_missing_page_of_doi_org_is_a_missing_work(replay, source_client):
    replay.fail(status=404, body=b"<!DOCTYPE html><title>DOI Not Found</title>")
    with pytest.raises(WorkNotFound):
        DOI.fetch(recognise(PREPRINT), source_client)


def test_a_lasting_rate_limit_is_a_temporary_error(replay, source_client):
    replay.fail(times=4, status=429, body=b"Too many requests")
    with pytest.raises(SourceUnavailable):
        DOI.fetch(recognise(PREPRINT), source_client)


@pytest.mark.parametrize(
    ("name", "expected"),
    {
        "doi_ra_10.1101_crossref.json": "Crossref",
        "doi_ra_10.48550_datacite.json": "DataCite",
    }.items(),
)
def test_the_agency_of_a_prefix_is_read(name, expected):
    assert parse_agency((RECORDINGS / "doi_ra" / name).read_bytes()) == expected


def test_a_doi_without_an_agency_is_not_found():
    with pytest.raises(WorkNotFound, match="DOI does not exist"):
        parse_agency((SAMPLES / "doi_ra" / "does_not_exist.json").read_bytes())


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"[1]", b"[{}]", b'[{"RA": 1}]', b'[{"RA": "Crossref"}, {"RA": "X"}]'],
)
def test_an_answer_that_is_no_list_of_one_doi_is_refused(content):
    with pytest.raises(UnexpectedAnswer):
        parse_agency(content)


# Services that gather what others published. We ask the registries themselves: OpenAlex wants a
# key, Semantic Scholar's open pool is often exhausted, and both err more than the sources.
OTHER_SERVICES = [
    *sorted((RECORDINGS / "openalex").glob("*.json")),
    *sorted((SAMPLES / "semanticscholar").glob("*.json")),
]


def assert_is_no_registrys(content: bytes) -> None:
    with pytest.raises(UnexpectedAnswer, match="Crossref sent None, not a work"):
        parse_crossref(content)
    with pytest.raises(UnexpectedAnswer, match=r"a work without its DOI|data is list, not dict"):
        parse_datacite(content)
    with pytest.raises(UnexpectedAnswer, match="no list of one DOI"):
        parse_agency(content)


@pytest.mark.parametrize("path", OTHER_SERVICES, ids=lambda path: path.name)
def test_an_answer_of_another_service_is_never_taken_for_a_registrys(path):
    assert_is_no_registrys(path.read_bytes())


def test_the_recorded_answers_of_other_services_exist():
    assert len(OTHER_SERVICES) >= 5
