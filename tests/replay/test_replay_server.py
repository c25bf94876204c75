import itertools
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.replay import ReplayServer
from tests.replay.arxiv import MANY_AUTHORS_ID, entries
from tests.replay.forums import FORUMS, posts


def ask_arxiv(server, ids):
    url = server.settings["ARXIV_API_URL"]
    return httpx.get(url, params={"id_list": ids}, trust_env=False)


def test_recorded_entries_are_served_byte_for_byte():
    with ReplayServer() as server:
        answer = ask_arxiv(server, "1605.08386,2104.12255v1,2401.99999")
    assert answer.status_code == 200
    assert entries()["1605.08386v1"] in answer.content
    assert entries()["2104.12255"] in answer.content
    assert answer.text.count("<entry>") == 2
    assert "totalResults>2<" in answer.text


def test_the_newest_version_is_served_where_none_is_asked_for():
    assert b"2401.01006v10" in entries()["2401.01006"]


def test_a_malformed_id_is_an_error_entry_with_status_400():
    with ReplayServer() as server:
        answer = ask_arxiv(server, "9999")
    assert answer.status_code == 400
    assert "<title>Error</title>" in answer.text
    assert "#incorrect_id_format_for_9999" in answer.text


def test_three_thousand_authors_are_made_on_the_fly():
    assert entries()[MANY_AUTHORS_ID].count(b"<author>") == 3000


def test_every_sample_post_has_an_id_as_forums_make_them():
    for forum in FORUMS:
        assert posts(forum)
        assert all(len(post_id) == 17 and post_id.isalnum() for post_id in posts(forum))


def test_a_query_may_carry_the_id_in_its_text():
    query = '{ post(input: {selector: {_id: "SyntheticPlain001"}}) { result { title } } }'
    with ReplayServer() as server:
        url = server.settings["LESSWRONG_URL"] + "/graphql"
        answer = httpx.post(url, json={"query": query}, trust_env=False)
    assert answer.json()["data"]["post"]["result"]["title"] == "A Plain Post"


def ask_lesswrong(query, **variables):
    with ReplayServer() as server:
        url = server.settings["LESSWRONG_URL"] + "/graphql"
        asked = {"query": query, "variables": variables}
        return httpx.post(url, json=asked, trust_env=False)


def test_a_forum_refuses_a_large_offset():
    query = "query ($terms: JSON) { posts(input: {terms: $terms}) { results { _id } } }"
    found = ask_lesswrong(query, terms={"view": "old", "limit": 2, "offset": 2000})
    assert found.json() == {"data": {"posts": {"results": []}}}
    refused = ask_lesswrong(query, terms={"view": "old", "limit": 2, "offset": 2001})
    assert refused.json()["errors"][0]["message"] == "Exceeded maximum value for skip"


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ('{ post(selector: {slug: "a-plain-post"}) { result { _id } } }', {}),
        (
            "query ($selector: SelectorInput) { post(selector: $selector) { result { _id } } }",
            {"selector": {"slug": "a-plain-post"}},
        ),
        (
            "query ($selector: PostSelector) { posts(selector: $selector) { results { _id } } }",
            {"selector": {"best": {}}},
        ),
        (
            "query ($selector: PostSelector) { posts(selector: $selector) { results { _id } } }",
            {"selector": {"old": {"karmaThreshold": "30"}}},
        ),
        ('{ post(selector: {_id: "SyntheticPlain001"}) { result { karma } } }', {}),
    ],
)
def test_a_forum_refuses_what_its_schema_does_not_know(query, variables):
    assert ask_lesswrong(query, **variables).status_code == 400


def test_other_addresses_are_not_found():
    with ReplayServer() as server:
        assert httpx.get(server.address + "/nothing", trust_env=False).status_code == 404
        assert httpx.get(server.address + "/lesswrong/graphql", trust_env=False).status_code == 404
    assert [request.path for request in server.requests] == ["/nothing", "/lesswrong/graphql"]


def test_failures_come_in_the_order_they_were_asked_for():
    with ReplayServer() as server:
        server.fail(times=2, status=503)
        server.fail(status=429, headers={"Retry-After": "5"}, body=b"Rate exceeded.")
        answers = [ask_arxiv(server, "1605.08386") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [503, 503, 429, 200]
    assert answers[2].headers["retry-after"] == "5"
    assert answers[2].text == "Rate exceeded."


def test_the_server_runs_alone_and_prints_the_settings_that_lead_to_it(free_tcp_port):
    command = [sys.executable, "-m", "tests.replay", "--port", str(free_tcp_port)]
    root = Path(__file__).parent.parent.parent
    with ReplayServer() as other:
        count = len(other.settings)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        lines = list(itertools.islice(process.stdout, count))
        settings = dict(line.strip().split("=", 1) for line in lines)
        answer = httpx.get(
            settings["ARXIV_API_URL"], params={"id_list": "1605.08386"}, trust_env=False
        )
        process.terminate()
    assert "Heat-bath random walks" in answer.text
    assert settings["INGEST_ALLOWED_HOSTS"] == f"127.0.0.1:{free_tcp_port}"
    assert settings["EA_FORUM_URL"] == f"http://127.0.0.1:{free_tcp_port}/ea-forum"
