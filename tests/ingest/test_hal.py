"""HAL: its synthetic descriptions have the shape that its own software writes."""

import json
import re
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest

from ingest.errors import (
    ChallengePage,
    IngestError,
    NotAWork,
    SourceUnavailable,
    UnexpectedAnswer,
    WorkNotFound,
    WorkNotPublic,
)
from ingest.http.hosts import adapters_pace_key
from ingest.sources import ADAPTERS
from ingest.sources.hal import read_answer, read_tei
from ingest.sources.recognise import recognise
from preprints.record import (
    DeclaredVersion,
    RecordAuthor,
    RecordLocation,
    RecordRelation,
)
from preprints.services import store_record
from preprints.version_names import source_reference
from reading.selectors.by_id import find_work, read_name
from tests.factories.times import NOW
from tests.ingest.mutations import ODD_VALUES, broken, with_odd_fields
from tests.ingest.test_impossible_dates import IMPOSSIBLE
from tests.ingest.test_mutated_repository_answers import check
from tests.replay.hal import SAMPLES, search

HAL = ADAPTERS["hal"]
ID = "hal-90000001"
NEWEST = (SAMPLES / "newest.xml").read_text(encoding="utf-8")
VERSIONS = (
    DeclaredVersion("v1", datetime(2024, 3, 5, 10, 11, 12, tzinfo=UTC)),
    DeclaredVersion("v2", datetime(2024, 6, 7, 8, 9, 10, tzinfo=UTC)),
    DeclaredVersion("v3", datetime(2025, 1, 2, 23, 59, 59, tzinfo=UTC)),
)


def fetch(text, client):
    return HAL.fetch(recognise(text), client)


def parse_tei(content, hal_id):
    return read_tei(content, hal_id).record()


def parse_answer(content, hal_id):
    return read_answer(content, hal_id).record()


def parse(text):
    return parse_tei(text.encode(), ID)


def changed(old, new):
    assert old in NEWEST
    return parse(NEWEST.replace(old, new))


def test_a_work_has_all_its_fields():
    record = parse(NEWEST)
    assert record.location == RecordLocation("hal", ID, f"https://hal.science/{ID}")
    assert record.title == "Sorting lagoons: a study of $n$ lagoons"
    assert record.authors == (
        RecordAuthor(
            "Ada B. Example",
            "0000-0002-1694-233X",
            "Laboratory of Examples; Example University",
        ),
        RecordAuthor("Émile De La Tour", affiliation="Example University"),
    )
    assert record.abstract == "We sort lagoons & ponds, for a < b.\n\nIt is quick."
    assert record.source_version == "v3"
    assert record.posted_at == VERSIONS[2].posted_at
    assert record.first_posted_at == VERSIONS[0].posted_at
    assert record.history == VERSIONS
    assert record.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert record.categories == (
        "Computer Science [cs]/Artificial Intelligence [cs.AI]",
        "lagoons",
        "lagunes",
    )
    assert record.comment == "12 pages, 3 figures"
    assert (record.is_withdrawn, record.body_html, record.other_locations) == (False, "", ())


def test_a_publishers_doi_is_a_relation_and_arxiv_the_depositors_word():
    assert parse(NEWEST).relations == (
        RecordRelation(
            "published-as", "doi", "10.5555/example.1", "https://doi.org/10.5555/example.1"
        ),
        RecordRelation("claims", "arxiv", "2403.01234", "https://arxiv.org/abs/2403.01234"),
    )
    record = parse_tei((SAMPLES / "first_only.xml").read_bytes(), "sic_90000006")
    assert [(one.kind, one.scheme) for one in record.relations] == [("claims", "arxiv")]


def test_title_and_abstract_are_in_the_language_of_the_work():
    record = changed('<language ident="en">', '<language ident="fr">')
    assert record.title == "Le tri des lagunes: une étude"
    assert record.abstract == "Nous trions les lagunes."


def test_where_the_language_is_missing_the_first_one_stands():
    record = parse_tei((SAMPLES / "first_only.xml").read_bytes(), "sic_90000006")
    assert (record.title, record.abstract) == ("Une seule langue", "")
    assert record.licence == "https://about.hal.science/hal-authorisation-v1/"


def test_an_abstract_may_be_one_text_with_escaped_markup():
    record = changed(
        "<p>We sort lagoons &amp; ponds, for a &lt; b.</p><p>It is quick.</p>",
        "&lt;p&gt;We &lt;i&gt;sort&lt;/i&gt;.&lt;/p&gt;&lt;p&gt;Quickly.&lt;/p&gt;",
    )
    assert record.abstract == "We sort.\n\nQuickly."


def test_the_licence_of_the_description_is_not_that_of_the_work():
    licence = re.search(r" +<availability status=.restricted.>\s+<licence target=.*by/4", NEWEST)
    end = NEWEST.index("</availability>", licence.start()) + len("</availability>")
    assert parse(NEWEST[: licence.start()] + NEWEST[end:]).licence == ""


def test_a_work_that_says_it_was_withdrawn_is_withdrawn():
    record = parse_tei((SAMPLES / "withdrawn.xml").read_bytes(), "hal-90000005")
    assert record.is_withdrawn
    assert record.history[-1].is_withdrawn


def test_tei_may_be_without_its_namespace():
    assert changed(' xmlns="http://www.tei-c.org/ns/1.0"', "") == parse(NEWEST)


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_another_date_stands_for_one_that_cannot_be(text):
    record = changed(">2025-01-02 23:59:59<", f">{text}<")
    assert record.posted_at == datetime(2025, 1, 2, 18, tzinfo=UTC)
    assert [version.label for version in record.history] == ["v1", "v2"]


def test_a_work_without_any_date_is_refused():
    text = re.sub(r"(<date type=.when(?!EndEmbargoed)[^>]*>)[^<]*", r"\1soon", NEWEST)
    with pytest.raises(UnexpectedAnswer, match="without a date"):
        parse(text)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("POSTER", "This is a poster"),
        ("PRESCONF", "These are slides"),
        ("IMG", "This is a picture"),
        ("VIDEO", "This is a recording"),
        ("SOFTWARE", "This is software"),
        ("PROCEEDINGS", "a whole journal, issue or series"),
        ("THESE", ""),
        ("PATENT", ""),
        ("", ""),
    ],
)
def test_what_is_no_text_to_be_reviewed_is_refused_with_words(kind, words):
    with pytest.raises(NotAWork) as refused:
        changed('n="UNDEFINED"', f'n="{kind}"')
    assert words in str(refused.value.message)


@pytest.mark.parametrize("kind", ["ART", "COMM", "COUV", "REPORT", "CREPORT", "NOTE", "PREPRINT"])
def test_other_texts_are_taken(kind):
    assert changed('n="UNDEFINED"', f'n="{kind}"').title


@pytest.mark.parametrize(
    ("name", "hal_id", "words"),
    [
        ("notice", "hal-90000002", "HAL has only a notice of this work"),
        ("embargo", "hal-90000004", "not public on HAL yet"),
    ],
)
def test_a_text_that_nobody_can_read_is_refused_with_words(name, hal_id, words):
    with pytest.raises(WorkNotPublic) as refused:
        parse_tei((SAMPLES / f"{name}.xml").read_bytes(), hal_id)
    assert words in str(refused.value.message)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (f">{ID}</idno>", ">hal-90000099</idno>", "asked for hal-90000001"),
        (' type="current"', "", "which version"),
        ('n="v3" type="current"', 'n="final" type="current"', "which version"),
        ("biblFull", "biblEmpty", "describes no work"),
        ("</TEI>", "", "XML"),
        ("<TEI ", "<!DOCTYPE TEI [<!ENTITY a 'b'>]><TEI ", "document type"),
    ],
)
def test_a_description_that_is_none_is_refused(old, new, words):
    text = NEWEST.replace(old, new).replace(
        "forename>", "nickname>" if "surname" in old else "forename>"
    )
    text = text.replace("<forename ", "<nickname " if "surname" in old else "<forename ")
    with pytest.raises(UnexpectedAnswer, match=words):
        parse(text)


def test_a_page_for_people_is_a_challenge():
    with pytest.raises(ChallengePage):
        parse_tei(b"<!doctype html><html><title>Making sure you're not a bot</title></html>", ID)


def test_the_newest_version_takes_one_request(replay, source_client):
    record = fetch(f"https://hal.science/{ID}/document", source_client)
    assert record == parse(NEWEST)
    (request,) = replay.requests
    assert (request.method, request.path) == ("GET", "/hal/api/search/")
    asked = dict(parse_qsl(request.query))
    assert asked["q"] == f'halId_s:"{ID}"'
    assert "label_xml" in asked["fl"].split(",")


def test_the_newest_version_by_its_number_takes_one_request_too(replay, source_client):
    assert fetch(f"{ID}v3", source_client).source_version == "v3"
    assert len(replay.requests) == 1


def test_an_earlier_version_is_read_in_the_sites_own_export(replay, source_client):
    record = fetch(f"https://hal.science/{ID}v2", source_client)
    assert (record.source_version, record.title[:22]) == ("v2", "Sorting lagoons, again")
    assert record.posted_at == VERSIONS[1].posted_at
    assert record.history == VERSIONS
    assert [request.path for request in replay.requests] == [
        "/hal/api/search/",
        f"/hal/site/{ID}v2/tei",
    ]


def test_a_version_there_is_not_is_named(replay, source_client):
    with pytest.raises(WorkNotFound, match="v7") as missing:
        fetch(f"{ID}v7", source_client)
    assert "no such version" in str(missing.value.message)
    assert len(replay.requests) == 1  # the list of versions is in the API's answer
    with pytest.raises(WorkNotFound, match="HTTP 404"):
        fetch(f"{ID}v1", source_client)


def test_another_version_is_not_taken(replay, source_client):
    replay.fail(status=200, body=json.dumps(search(ID)).encode())
    replay.fail(status=200, body=NEWEST.encode())
    with pytest.raises(UnexpectedAnswer, match="asked for v2, got v3"):
        fetch(f"{ID}v2", source_client)


def described(name, *, version, hal_id):
    """A sample whose work has one version, as one of two of another work."""
    text = (SAMPLES / f"{name}.xml").read_text(encoding="utf-8")
    text = re.sub(r'(type="halId">)[^<]+', rf"\g<1>{hal_id}", text)
    start = text.index("<edition ")
    end = text.index("</edition>") + len("</edition>")
    other = text[start:end].replace(' type="current"', "")
    editions = {"v1": other, "v2": other.replace("2024-03-05", "2024-06-07")}
    editions[version] = editions[version].replace('n="v1"', 'n="v1" type="current"')
    editions["v2"] = editions["v2"].replace('n="v1"', 'n="v2"')
    return text[:start] + editions["v1"] + editions["v2"] + text[end:]


def answer_with(replay, tei):
    body = {"response": {"docs": [{"label_xml": tei}]}}
    replay.fail(status=200, body=json.dumps(body).encode())


def open_text(tei):
    return re.sub("<date type=.whenEndEmbargoed.*", "", tei)


@pytest.mark.parametrize("newest", ["embargo", "notice"])
def test_an_open_version_is_read_where_nobody_can_read_the_newest(replay, source_client, newest):
    tei = described(newest, version="v2", hal_id=ID)
    for asked in (ID, f"{ID}v2"):
        answer_with(replay, tei)
        with pytest.raises(WorkNotPublic):
            fetch(asked, source_client)
    answer_with(replay, tei)
    first = open_text(described("embargo", version="v1", hal_id=ID))
    replay.fail(status=200, body=first.encode())
    record = fetch(f"{ID}v1", source_client)
    assert (record.source_version, record.posted_at) == ("v1", VERSIONS[0].posted_at)
    assert [version.label for version in record.history] == ["v1", "v2"]
    assert [request.path for request in replay.requests[-2:]] == [
        "/hal/api/search/",
        f"/hal/site/{ID}v1/tei",
    ]


def test_an_earlier_version_is_refused_where_nobody_can_read_it(replay, source_client):
    answer_with(replay, open_text(described("embargo", version="v2", hal_id=ID)))
    replay.fail(status=200, body=described("embargo", version="v1", hal_id=ID).encode())
    with pytest.raises(WorkNotPublic, match="embargo until 2999"):
        fetch(f"{ID}v1", source_client)


def test_another_version_that_is_not_public_is_another_version(replay, source_client):
    newest = described("embargo", version="v2", hal_id=ID)
    answer_with(replay, newest)
    replay.fail(status=200, body=newest.encode())
    with pytest.raises(UnexpectedAnswer, match="asked for v1, got v2"):
        fetch(f"{ID}v1", source_client)


def test_a_work_that_is_not_there_is_not_found(replay, source_client):
    with pytest.raises(WorkNotFound):
        fetch("hal-99999999", source_client)


def test_an_error_of_the_api_is_named(replay, source_client):
    replay.fail(status=200, body=b'{"error": {"msg": "undefined field label_xml", "code": 400}}')
    with pytest.raises(UnexpectedAnswer, match="undefined field"):
        fetch(ID, source_client)
    replay.fail(status=418, body=b"{}")
    with pytest.raises(UnexpectedAnswer, match="418"):
        fetch(ID, source_client)
    replay.fail(times=4, status=503)
    with pytest.raises(SourceUnavailable):
        fetch(ID, source_client)


def test_a_refusal_by_the_site_does_not_spare_the_api():
    assert adapters_pace_key("api.archives-ouvertes.fr") == "hal"
    assert adapters_pace_key("inria.hal.science") == "hal-site"
    assert adapters_pace_key("hal.archives-ouvertes.fr") == "hal-site"


def outcome(read, content):
    try:
        check(read(content, ID))
    except IngestError as error:
        return type(error).__name__
    return "read"


def test_any_field_of_an_answer_may_hold_anything():
    answer = search(ID)
    outcomes = {outcome(parse_answer, content) for content in with_odd_fields(answer, ODD_VALUES)}
    assert {"read", "UnexpectedAnswer", "WorkNotFound"} <= outcomes


def test_any_bytes_of_a_description_may_be_broken():
    content = NEWEST.encode()
    outcomes = {
        outcome(parse_tei, mutated) for mutated in broken(content, times=400, seed=20261129)
    }
    assert {"read", "UnexpectedAnswer"} <= outcomes


@pytest.mark.parametrize("value", ["", " ", "\t", "x" * 5_000, "&#xD83D;", "&lt;b&gt;", "é" * 400])
def test_any_text_of_a_description_may_be_anything(value):
    texts = [match.span(1) for match in re.finditer(r">([^<>]*\S[^<>]*)<", NEWEST)]
    found = {
        outcome(parse_tei, (NEWEST[:start] + value + NEWEST[end:]).encode()) for start, end in texts
    }
    assert found <= {"read", "UnexpectedAnswer", "WorkNotPublic"}


@pytest.mark.django_db
def test_a_stored_work_is_found_and_cited_by_its_identifier():
    stored = store_record(parse(NEWEST), now=NOW)
    location = stored.preprint.locations.get()
    assert location.source_label == "HAL"
    assert find_work(read_name("hal", ID)) == stored.preprint
    assert find_work(read_name("hal", f"{ID}v3")).number == 3
    reference = source_reference(location, "v3", posted_at=NOW, seen_at=NOW)
    assert reference == f"HAL {ID}, version 3"
