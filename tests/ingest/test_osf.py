import json
from datetime import UTC, datetime

import pytest

from ingest.errors import (
    ChallengePage,
    SourceUnavailable,
    UnexpectedAnswer,
    WorkNotFound,
    WorkNotPublic,
)
from ingest.sources import ADAPTERS
from ingest.sources.base import Ref
from ingest.sources.osf import (
    has_more_contributors,
    parse_contributors,
    parse_history,
    parse_preprint,
)
from ingest.sources.recognise import recognise
from preprints.record import DeclaredVersion, RecordAuthor, RecordLocation, RecordRelation
from tests.replay.osf import SAMPLES
from tests.replay.samples import load

OSF = ADAPTERS["osf"]


def sample(name, **arguments):
    return parse_preprint((SAMPLES / f"{name}.json").read_bytes(), **arguments)


def changed(**attributes):
    answer = load(SAMPLES / "first_version.json")
    answer["data"]["attributes"] |= attributes
    return parse_preprint(json.dumps(answer).encode())


def fetch(text, client):
    return OSF.fetch(recognise(text), client)


@pytest.mark.parametrize(
    ("text", "version"),
    {
        "https://osf.io/nx2b4": None,
        "https://osf.io/NX2B4/": None,
        "osf.io/nx2b4_v2": 2,
        "https://osf.io/nx2b4/download": None,
        "https://osf.io/preprints/nx2b4": None,
        "https://osf.io/preprints/psyarxiv/nx2b4": None,
        "https://osf.io/preprints/psyarxiv/nx2b4_v12/": 12,
        "https://osf.io/preprints/socarxiv/nx2b4/?view_only=": None,
        "https://osf.io/preprints/osf/nx2b4_v1/download": 1,
        "https://psyarxiv.com/nx2b4/": None,
        "https://psyarxiv.com/nx2b4_v3": 3,
        "https://www.psyarxiv.com/nx2b4#x": None,
        "10.31219/osf.io/nx2b4": None,
        "10.31234/OSF.IO/NX2B4": None,
        "10.31235/osf.io/nx2b4_v2": 2,
        "doi:10.31222/osf.io/nx2b4.": None,
        "https://doi.org/10.31234/osf.io/nx2b4_v2": 2,
        "https://doi.org/10.35542%2Fosf.io%2Fnx2b4": None,
    }.items(),
)
def test_every_form_of_link_is_recognised(text, version):
    assert recognise(text) == Ref("osf", "nx2b4", version, "https://osf.io/nx2b4")


@pytest.mark.parametrize(
    "text",
    [
        "https://osf.io",
        "https://osf.io/about",
        "https://osf.io/nx2b",
        "https://osf.io/nx2b41",  # there is no 1 in an id
        "https://osf.io/nx2b4_v0",
        "https://osf.io/nx2b4/files/osfstorage",
        "https://osf.io/nx2b4/wiki/home",
        "https://osf.io/preprints/psyarxiv",
        "https://osf.io/preprints/psyarxiv/discover",
        "https://example.org/nx2b4",
        "https://osf.io.example.org/nx2b4",
        "10.17605/osf.io/nx2b4",  # a project or a registration
        "10.31223/osf.io/nx2b4",  # EarthArXiv left the OSF
        "10.31234/osf.io/nx2b4x",
        "10.31234/example",
        "nx2b4",
    ],
)
def test_what_names_no_preprint_is_left_to_others(text):
    assert OSF.recognise(text) is None


def test_a_preprint_has_all_its_fields():
    record = sample("first_version")
    assert record.location == RecordLocation("osf", "xyz22", "https://osf.io/xyz22")
    assert [place.external_id for place in record.other_locations] == [
        "10.31234/osf.io/xyz22",
        "10.31234/osf.io/xyz22_v1",
    ]
    assert record.title == "Cats & Synthetic Boxes"
    assert record.abstract == "We asked nobody.\n\nNobody answered: p < .05."
    assert record.source_version == "v1"
    moment = datetime(2025, 2, 3, 11, 22, 33, 444444, tzinfo=UTC)
    assert (record.posted_at, record.first_posted_at) == (moment, moment)
    assert record.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert record.categories == (
        "Social and Behavioral Sciences",
        "Cognitive Psychology",
        "boxes",
        "cats",
    )
    assert (record.is_withdrawn, record.history, record.body_html) == (False, (), "")


def test_only_contributors_who_count_as_authors_are_named():
    # The second is no author; the third has an account that was never confirmed.
    assert sample("first_version").authors == (
        RecordAuthor("Ada B. Example"),
        RecordAuthor("Carl Sample"),
    )


def test_a_contributor_without_an_account_is_named():
    page = load(SAMPLES / "twelve_authors.contributors.json")
    page["data"][0]["attributes"]["unregistered_contributor"] = "Nobody Registered"
    authors = parse_contributors(json.dumps(page).encode()).authors
    assert [author.name for author in authors[:2]] == ["Nobody Registered", "Author 1 Example"]


def test_the_doi_of_a_journal_is_a_relation():
    name = "10.9999/example.8"
    assert sample("first_version").relations == (
        RecordRelation("published-as", "doi", name, f"https://doi.org/{name}"),
    )
    assert changed(doi=None).relations == ()
    assert changed(doi="10.31234/osf.io/xyz22_v1").relations == ()  # its own


def test_a_withdrawn_preprint_is_marked():
    record = sample("withdrawn")
    assert record.is_withdrawn is True
    assert record.title == "Cats & Synthetic Boxes"
    assert record.other_locations == ()


@pytest.mark.parametrize(
    "attributes",
    [
        {"is_published": False},
        {"is_published": None},
        {"is_published": False, "reviews_state": "rejected"},
        {"public": False},
    ],
    ids=str,
)
def test_a_preprint_that_is_not_public_is_refused(attributes):
    with pytest.raises(WorkNotPublic) as caught:
        changed(**attributes)
    assert "pending" in str(caught.value.message)


def test_a_preprint_moderated_after_it_was_posted_is_public():
    assert changed(reviews_state="pending").title


def test_an_id_from_before_versions_is_a_first_version():
    record = sample("id_of_2024")
    assert (record.location.external_id, record.source_version) == ("xyz77", "v1")
    assert [place.external_id for place in record.other_locations] == ["10.31234/osf.io/xyz77"]
    assert record.licence == ""


def test_the_list_of_versions_holds_those_that_were_public():
    assert parse_history((SAMPLES / "third_version.versions.json").read_bytes()) == (
        DeclaredVersion("v1", datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)),
        DeclaredVersion("v2", datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC), is_withdrawn=True),
        DeclaredVersion("v3", datetime(2025, 6, 7, 8, 9, 10, tzinfo=UTC)),
    )


def test_only_the_first_contributors_may_be_embedded():
    assert has_more_contributors((SAMPLES / "twelve_authors.json").read_bytes()) is True
    assert has_more_contributors((SAMPLES / "first_version.json").read_bytes()) is False


@pytest.mark.parametrize(
    "attributes",
    [
        {"title": None},
        {"title": "x" * 2001},
        {"date_published": "soon", "date_created": "0000-00-00"},
        {"date_published": None, "date_created": None},
        {"tags": "cats"},
        {"subjects": {"text": "x"}},
        {"subjects": ["x"]},
        {"subjects": [[5]]},
    ],
    ids=lambda attributes: str(attributes)[:40],
)
def test_a_preprint_that_cannot_be_stored_is_refused(attributes):
    with pytest.raises(UnexpectedAnswer):
        changed(**attributes)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"data": null}',
        b'{"data": []}',
        b'{"data": {"type": "nodes", "id": "xyz22"}}',
        b'{"data": {"type": "preprints", "id": "x"}}',
        b'{"data": {"type": "preprints", "id": null}}',
    ],
)
def test_an_answer_that_is_no_preprint_is_refused(content):
    with pytest.raises(UnexpectedAnswer):
        parse_preprint(content)


def test_a_page_for_people_is_a_challenge():
    with pytest.raises(ChallengePage):
        parse_preprint(b"<!DOCTYPE html><title>Just a moment...</title>")


def test_a_link_becomes_a_record_with_one_request(replay, source_client):
    assert fetch("https://osf.io/preprints/psyarxiv/xyz22", source_client) == sample(
        "first_version"
    )
    (request,) = replay.requests
    assert request.path == "/osf/v2/preprints/xyz22/"
    assert request.query == "embed=contributors&embed=license"


def test_all_of_many_authors_are_fetched(replay, source_client):
    record = fetch("https://osf.io/xyz44", source_client)
    assert [author.name for author in record.authors] == [f"Author {n} Example" for n in range(12)]
    assert [request.path for request in replay.requests[1:]] == [
        "/osf/v2/preprints/xyz44/contributors/"
    ]
    assert "page%5Bsize%5D=100" in replay.requests[1].query


def test_pages_of_authors_are_turned_at_addresses_of_our_own_making(replay, source_client):
    page = load(SAMPLES / "twelve_authors.contributors.json")
    page["links"]["next"] = "http://169.254.169.254/latest/meta-data/"
    replay.fail(status=200, body=(SAMPLES / "twelve_authors.json").read_bytes())
    replay.fail(status=200, body=json.dumps(page).encode())
    record = fetch("https://osf.io/xyz44", source_client)
    assert len(record.authors) == 24
    assert replay.requests[2].query.startswith("page=2&")


def test_authors_without_end_are_not_followed(replay, source_client):
    page = load(SAMPLES / "twelve_authors.contributors.json")
    page["links"]["next"] = "https://api.osf.io/v2/next"
    replay.fail(status=200, body=(SAMPLES / "twelve_authors.json").read_bytes())
    replay.fail(times=50, status=200, body=json.dumps(page).encode())
    with pytest.raises(UnexpectedAnswer, match="too many"):
        fetch("https://osf.io/xyz44", source_client)
    assert len(replay.requests) == 51


def test_a_later_version_brings_the_list_of_versions(replay, source_client):
    record = fetch("10.31234/osf.io/xyz33_v3", source_client)
    assert record.source_version == "v3"
    assert [version.label for version in record.history] == ["v1", "v2", "v3"]
    assert record.first_posted_at == datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert [request.path for request in replay.requests] == [
        "/osf/v2/preprints/xyz33_v3/",
        "/osf/v2/preprints/xyz33_v3/versions/",
    ]


def test_a_missing_list_of_versions_costs_no_work(replay, source_client):
    replay.fail(status=200, body=(SAMPLES / "third_version.json").read_bytes())
    replay.fail(status=404, body=b"{}")
    record = fetch("https://osf.io/xyz33", source_client)
    assert (record.source_version, record.history) == ("v3", ())


def test_a_project_is_not_found_and_it_is_said_why(replay, source_client):
    with pytest.raises(WorkNotFound) as caught:
        fetch("https://osf.io/abcde", source_client)
    assert "Projects" in str(caught.value.message)


def test_a_private_preprint_is_not_public(replay, source_client):
    replay.fail(status=401, body=b"{}")
    with pytest.raises(WorkNotPublic):
        fetch("https://osf.io/xyz22", source_client)


def test_other_statuses_are_named(replay, source_client):
    replay.fail(status=400, body=b"{}")
    with pytest.raises(UnexpectedAnswer, match="400"):
        fetch("https://osf.io/xyz22", source_client)
    replay.fail(times=4, status=503)
    with pytest.raises(SourceUnavailable):
        fetch("https://osf.io/xyz22", source_client)


@pytest.mark.parametrize("link", ["https://osf.io/xyz22", "https://osf.io/xyz33_v2"])
def test_another_preprint_or_version_than_the_one_asked_for_is_not_taken(
    link, replay, source_client
):
    replay.fail(status=200, body=(SAMPLES / "third_version.json").read_bytes())
    with pytest.raises(UnexpectedAnswer, match="another preprint"):
        fetch(link, source_client)
