import re

import pytest

from ingest.errors import SourceUnavailable, UnexpectedAnswer, WorkNotFound
from ingest.parsing.limits import LONGEST_EXTERNAL_ID
from ingest.sources import ADAPTERS
from ingest.sources.arxiv.query import parse_entries
from ingest.sources.arxiv.relations import published_as
from ingest.sources.base import FetchesMany
from preprints.record import Record, RecordRelation
from tests.replay.arxiv import RECORDINGS, entries

ARXIV = ADAPTERS["arxiv"]
SYNTHETIC = RECORDINGS / "synthetic" / "arxiv"


def refs(*texts):
    return [ARXIV.recognise(text) for text in texts]


def feed(*parts, total=None):
    """An answer with these entries, as bytes."""
    empty = (SYNTHETIC / "empty.xml").read_bytes()
    size = str(len(parts) if total is None else total).encode()
    empty = re.sub(rb"(totalResults>)0", rb"\g<1>" + size, empty)
    return empty.replace(b"</feed>", b"".join(parts) + b"</feed>")


def error_entry(external_id):
    sample = (SYNTHETIC / "error_malformed_id.xml").read_bytes()
    entry = re.search(rb"<entry>.*</entry>", sample, re.DOTALL)[0]
    return entry.replace(b"notanid", external_id.encode())


def labels(found):
    return {
        ref.external_id: outcome.source_version if isinstance(outcome, Record) else type(outcome)
        for ref, outcome in found.items()
    }


def test_arxiv_answers_for_a_hundred_at_once():
    assert isinstance(ARXIV, FetchesMany)
    assert ARXIV.most_at_once == 100


def test_many_works_are_asked_for_in_one_request(replay, source_client):
    wanted = [ref for ref in map(ARXIV.recognise, entries()) if ref.version is None][:100]
    found = ARXIV.fetch_many(wanted, source_client)
    assert list(found) == wanted
    assert all(found[ref].location.external_id == ref.external_id for ref in wanted[:90])
    (request,) = replay.requests
    assert request.query.startswith("id_list=")
    assert request.query.endswith("&max_results=100")


def test_works_missing_in_arxivs_answer_are_not_found(replay, source_client):
    found = ARXIV.fetch_many(refs("1605.08386", "2401.99999", "1804.11249v9"), source_client)
    assert labels(found) == {
        "1605.08386": "v1",
        "2401.99999": WorkNotFound,
        "1804.11249": WorkNotFound,
    }
    missing_version = found[ARXIV.recognise("1804.11249v9")]
    assert "version" in str(missing_version.message)


def test_the_newest_version_and_an_older_one_are_two_answers(replay, source_client):
    newest, older = refs("2401.01006", "2401.01006v2")
    content = entries()["2401.01006v10"]
    replay.fail(status=200, body=feed(content.replace(b"v10<", b"v2<"), content))
    found = ARXIV.fetch_many([older, newest], source_client)
    assert found[newest].source_version == "v10"
    assert found[older].source_version == "v2"


def test_an_entry_that_comes_twice_is_one_work(replay, source_client):
    entry = entries()["1605.08386"]
    broken = entry.replace(b"<title>", b"<title/><x>").replace(b"</title>", b"</x>")
    replay.fail(status=200, body=feed(entry, broken, entry))
    assert labels(ARXIV.fetch_many(refs("1605.08386"), source_client)) == {"1605.08386": "v1"}


def test_a_malformed_entry_harms_no_other(replay, source_client):
    found = ARXIV.fetch_many(refs("1605.08386", "2401.01007", "2104.12255"), source_client)
    assert labels(found) == {
        "1605.08386": "v1",
        "2401.01007": UnexpectedAnswer,
        "2104.12255": "v1",
    }


def test_an_error_entry_is_no_record(replay, source_client):
    wanted = refs("1605.08386", "2401.99999")
    replay.fail(status=200, body=feed(entries()["1605.08386"], error_entry("2401.99999")))
    assert labels(ARXIV.fetch_many(wanted, source_client)) == {
        "1605.08386": "v1",
        "2401.99999": WorkNotFound,
    }
    assert len(replay.requests) == 1


def test_one_malformed_identifier_does_not_cost_the_others(replay, source_client):
    for malformed in ("2401.99998", "2401.99999"):
        replay.fail(status=400, body=feed(error_entry(malformed)))
    found = ARXIV.fetch_many(refs("2401.99999", "1605.08386", "2401.99998"), source_client)
    assert labels(found) == {
        "2401.99999": WorkNotFound,
        "1605.08386": "v1",
        "2401.99998": WorkNotFound,
    }
    assert replay.requests[-1].query == "id_list=1605.08386&max_results=1"


def test_too_many_malformed_identifiers_fail_the_whole_request(replay, source_client):
    wanted = refs("2401.99996", "2401.99997", "2401.99998", "2401.99999")
    for ref in wanted[:3]:
        replay.fail(status=400, body=feed(error_entry(ref.external_id)))
    with pytest.raises(UnexpectedAnswer, match="one identifier after the other"):
        ARXIV.fetch_many(wanted, source_client)


def test_only_malformed_identifiers_are_all_not_found(replay, source_client):
    wanted = refs("2401.99998", "2401.99999")
    for ref in wanted:
        replay.fail(status=400, body=feed(error_entry(ref.external_id)))
    assert set(labels(ARXIV.fetch_many(wanted, source_client)).values()) == {WorkNotFound}


@pytest.mark.parametrize("name", ["error_malformed_id.xml", "error_internal.xml"])
def test_an_error_that_names_no_work_does_not_mean_that_works_are_gone(name, replay, source_client):
    replay.fail(status=400, body=(SYNTHETIC / name).read_bytes())
    found = ARXIV.fetch_many(refs("1605.08386", "2104.12255"), source_client)
    assert set(labels(found).values()) == {UnexpectedAnswer}


def test_a_truncated_answer_does_not_mean_that_works_are_gone(replay, source_client):
    replay.fail(status=200, body=feed(entries()["1605.08386"], total=2))
    found = ARXIV.fetch_many(refs("1605.08386", "2104.12255"), source_client)
    assert labels(found) == {"1605.08386": "v1", "2104.12255": SourceUnavailable}


def test_an_empty_page_of_a_result_that_is_not_empty_is_asked_for_again(replay, source_client):
    body = (SYNTHETIC / "empty_page.xml").read_bytes()
    replay.fail(times=2, status=200, body=body)
    assert labels(ARXIV.fetch_many(refs("1605.08386"), source_client)) == {"1605.08386": "v1"}


def test_a_page_that_stays_empty_is_a_temporary_error(replay, source_client):
    body = (SYNTHETIC / "empty_page.xml").read_bytes()
    replay.fail(times=3, status=200, body=body)
    with pytest.raises(SourceUnavailable):
        ARXIV.fetch_many(refs("1605.08386"), source_client)
    assert len(replay.requests) == 3


def test_no_request_is_made_for_no_works(replay, source_client):
    assert ARXIV.fetch_many([], source_client) == {}
    assert replay.requests == []


def test_where_a_work_was_published_is_a_relation():
    content = (RECORDINGS / "arxiv_api" / "query_testing_start0_max10.xml").read_bytes()
    first = parse_entries(content).entries[0].outcome
    doi = "10.1109/icstw55395.2022.00035"
    assert first.relations == (
        RecordRelation("published-as", "doi", doi, f"https://doi.org/{doi}"),
        RecordRelation(
            "published-as",
            "journal-ref",
            "Artificial Intelligence in Software Testing @ 2022 IEEE International Conference on "
            "Software Testing, Verification and Validation Workshops (ICSTW)",
        ),
    )


def test_a_very_long_citation_is_cut_and_the_work_is_stored():
    (relation,) = published_as("", ["Proc. of Examples " * 50])
    assert (relation.scheme, len(relation.external_id)) == ("journal-ref", LONGEST_EXTERNAL_ID)


def test_every_published_doi_of_the_recordings_becomes_a_relation():
    for path in (RECORDINGS / "arxiv_api").glob("*.xml"):
        content = path.read_bytes()
        found = [
            relation.external_id
            for entry in parse_entries(content).entries
            for relation in entry.outcome.relations
            if relation.scheme == "doi"
        ]
        printed = re.findall(rb"<arxiv:doi>(.*?)</arxiv:doi>", content)
        assert found == [doi.decode().lower() for doi in printed]
