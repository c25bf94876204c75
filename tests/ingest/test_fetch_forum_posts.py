import json

import pytest

from ingest.errors import ChallengePage, UnexpectedAnswer, WorkNotFound, WorkNotPublic
from ingest.sources import ADAPTERS
from ingest.sources.recognise import recognise
from tests.replay.forums import SAMPLES


def fetch(text, client):
    ref = recognise(text)
    return ADAPTERS[ref.source].fetch(ref, client)


def test_a_link_to_lesswrong_becomes_a_record(replay, source_client):
    record = fetch("lesswrong.com/posts/SyntheticRich0001/old-slug", source_client)
    assert record.title == "A Claim, with Footnotes"
    (request,) = replay.requests
    assert (request.method, request.path) == ("POST", "/lesswrong/graphql")
    assert request.headers["content-type"] == "application/json"
    question = json.loads(request.body)
    assert "post(selector: {_id: $id}" in question["query"]
    assert question["variables"] == {"id": "SyntheticRich0001"}


@pytest.mark.parametrize(
    ("text", "path", "source"),
    [
        ("greaterwrong.com/posts/SyntheticRich0001", "/lesswrong/graphql", "lesswrong"),
        (
            "alignmentforum.org/posts/SyntheticRich0001",
            "/alignment-forum/graphql",
            "alignment-forum",
        ),
        ("ea.greaterwrong.com/posts/SyntheticCoauth01", "/ea-forum/graphql", "ea-forum"),
    ],
)
def test_each_forum_is_asked_at_its_own_address(text, path, source, replay, source_client):
    assert fetch(text, source_client).location.source == source
    assert replay.requests[0].path == path


@pytest.mark.parametrize(
    ("text", "external_id"),
    {
        "https://www.lesswrong.com/posts/slug/a-plain-post": "SyntheticPlain001",
        "https://www.lesswrong.com/lw/abc/a_plain_post/": "SyntheticPlain001",
        "https://forum.effectivealtruism.org/ea/rs/title": "SyntheticOld00001",
        "https://www.alignmentforum.org/posts/slug/a-claim-with-footnotes": "SyntheticRich0001",
    }.items(),
)
def test_an_old_link_leads_to_the_post_with_its_real_id(text, external_id, replay, source_client):
    assert fetch(text, source_client).location.external_id == external_id


@pytest.mark.parametrize(
    "text",
    [
        "lesswrong.com/posts/NoSuchPost0000000",
        "lesswrong.com/posts/slug/no-such-post",
        "lesswrong.com/lw/zzz/no-such-post/",
        "alignmentforum.org/posts/slug/a-plain-post",  # on LessWrong only
    ],
)
def test_an_unknown_post_is_not_found(text, replay, source_client):
    with pytest.raises(WorkNotFound):
        fetch(text, source_client)


def test_a_crosspost_kept_elsewhere_is_fetched_there(replay, source_client):
    record = fetch("lesswrong.com/posts/SyntheticCross001", source_client)
    assert record.location.source == "ea-forum"
    assert record.body_html == "<p>Kept on the EA Forum.</p>"
    assert [place.external_id for place in record.other_locations] == ["SyntheticCross001"]
    assert [request.path for request in replay.requests] == [
        "/lesswrong/graphql",
        "/ea-forum/graphql",
    ]


def test_two_crossposts_that_point_at_each_other_are_fetched_once(replay, source_client):
    sample = (SAMPLES / "lesswrong/crosspost_of_ea_forum.json").read_text()
    here, there = "SyntheticCross001", "SyntheticCross002"
    replay.fail(status=200, body=sample.encode())
    swapped = sample.replace(here, "?").replace(there, here).replace("?", there)
    replay.fail(status=200, body=swapped.encode())
    assert fetch(f"lesswrong.com/posts/{here}", source_client).body_html == ""
    assert len(replay.requests) == 2


def test_a_draft_of_a_crosspost_is_refused_though_its_twin_is_public(replay, source_client):
    sample = (SAMPLES / "lesswrong/crosspost_of_ea_forum.json").read_bytes()
    replay.fail(status=200, body=sample.replace(b'"draft": false', b'"draft": true'))
    with pytest.raises(WorkNotPublic):
        fetch("lesswrong.com/posts/SyntheticCross001", source_client)


def test_another_post_than_the_one_asked_for_is_not_taken(replay, source_client):
    replay.fail(status=200, body=(SAMPLES / "lesswrong/plain.json").read_bytes())
    with pytest.raises(UnexpectedAnswer, match="SyntheticPlain001"):
        fetch("lesswrong.com/posts/SyntheticRich0001", source_client)


def test_a_draft_is_refused(replay, source_client):
    with pytest.raises(WorkNotPublic):
        fetch("lesswrong.com/posts/SyntheticDraft001", source_client)


@pytest.mark.parametrize("status", [200, 403, 429])
def test_a_challenge_page_is_not_retried(status, replay, source_client):
    page = (SAMPLES / "other/challenge.html").read_bytes()
    replay.fail(status=status, body=page)
    with pytest.raises(ChallengePage):
        fetch("lesswrong.com/posts/SyntheticPlain001", source_client)
    assert len(replay.requests) == 1


def test_a_validation_error_with_status_400_is_read(replay, source_client):
    replay.fail(status=400, body=(SAMPLES / "other/error_not_allowed.json").read_bytes())
    with pytest.raises(WorkNotPublic):
        fetch("lesswrong.com/posts/SyntheticPlain001", source_client)
