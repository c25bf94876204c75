"""The forums, walked page by page over the replay server, into the catalogue."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ingest.harvests import run as harvest_run
from ingest.harvests.run import Asked, Run, harvest
from ingest.harvests.scheduled_fetches import run_scheduled_fetches
from ingest.http.pacing import open_again
from ingest.models import Harvest, Host, Reject, ScheduledFetch, Source
from preprints.models import Location, Preprint, Relation, Version
from tests.replay.forum_posts import CROWD, CROWDED_AT, FORUMS, SAMPLES, post_of, posts

pytestmark = pytest.mark.django_db

MONTH = Asked(since=date(2026, 1, 1), until=date(2026, 1, 31))
NOON = "2026-01-12T12:00:00.000Z"


@pytest.fixture
def start(replay):
    def start(slug, **options):
        Source.objects.filter(slug=slug).update(options=options, is_paused=False)
        return Source.objects.get(slug=slug)

    return start


def works_of(forum, *, karma=0):
    """The titles of the posts of January 2026 that are works, by id."""
    return {
        post_id: post["title"]
        for post_id, post in posts(forum).items()
        if post["postedAt"].startswith("2026-01")
        and not post["isEvent"]
        and not post["onlyVisibleToLoggedIn"]
        and post["baseScore"] >= karma
        and (post["af"] or forum != "alignment-forum")
    }


def stored(forum):
    found = Location.objects.filter(source=forum).values_list(
        "external_id", "preprint__current_version__title"
    )
    return dict(found)


def terms_asked(replay):
    """What each list was asked for, in either dialect."""
    for request in replay.requests:
        variables = json.loads(request.body)["variables"]
        if "terms" in variables:
            yield variables["terms"]
        elif "selector" in variables:
            ((view, terms),) = variables["selector"].items()
            yield {"view": view, "limit": variables["limit"], **terms}


@pytest.mark.parametrize("forum", FORUMS)
def test_every_work_of_a_month_is_stored_once(forum, start, replay):
    done = harvest(Run(start(forum), MONTH))
    expected = works_of(forum)
    assert (done.state, done.error) == ("done", "")
    assert stored(forum) == expected
    assert done.tally["seen"] == done.tally["new"] == len(expected) == Preprint.objects.count()
    assert done.expected >= len(expected)
    assert not Reject.objects.exists()


@pytest.mark.parametrize("forum", FORUMS)
def test_the_walk_is_by_time_and_never_by_offset(forum, start, replay):
    harvest(Run(start(forum), MONTH))
    asked = list(terms_asked(replay))
    assert {terms["view"] for terms in asked} == {"old"}
    assert not any("offset" in request.body.decode() for request in replay.requests)
    assert all(terms["excludeEvents"] is True for terms in asked)
    assert {terms["before"] for terms in asked} == {"2026-02-01T00:00:00.000Z"}
    afters = [terms["after"] for terms in asked]
    assert afters == sorted(afters)
    assert afters[0] == "2026-01-01T00:00:00.000Z"
    assert [terms.get("af") for terms in asked] == [
        True if forum == "alignment-forum" else None
    ] * len(asked)


def test_a_larger_page_is_requested_where_many_posts_share_a_moment(start, replay):
    harvest(Run(start("lesswrong"), MONTH))
    asked = [(terms["after"], terms["limit"]) for terms in terms_asked(replay)]
    assert len(asked) == len(set(asked))  # no question twice
    assert [limit for after, limit in asked if after == CROWDED_AT] == [50, 100, 200]
    assert {limit for after, limit in asked if after != CROWDED_AT} == {50}
    crowd = [post for post in posts("lesswrong").values() if post["postedAt"] == CROWDED_AT]
    assert len(crowd) == CROWD


def test_the_first_day_begins_and_the_last_one_ends_at_midnight(start, serve_posts):
    serve_posts(
        "lesswrong",
        post_of("A0000000000000001", "2026-01-11T23:59:59.999Z"),
        post_of("A0000000000000002", "2026-01-12T00:00:00.000Z"),
        post_of("A0000000000000003", "2026-01-13T23:59:59.999Z"),
        post_of("A0000000000000004", "2026-01-14T00:00:00.000Z"),
    )
    days = Asked(since=date(2026, 1, 12), until=date(2026, 1, 13))
    harvest(Run(start("lesswrong"), days))
    assert sorted(stored("lesswrong")) == ["A0000000000000002", "A0000000000000003"]


def test_a_harvest_in_slices_of_one_page_gives_what_a_whole_one_gives(start, replay):
    source = start("lesswrong")
    slices = 1
    while harvest(Run(source, MONTH, may_go_on=lambda: False)).state == "running":
        slices += 1
    done = Harvest.objects.get()
    assert slices == done.pages + 1 > 5
    assert stored("lesswrong") == works_of("lesswrong")
    assert done.tally["seen"] == done.tally["new"] == len(works_of("lesswrong"))


def test_a_harvest_killed_at_every_page_gives_what_an_undisturbed_one_gives(
    start, replay, monkeypatch
):
    source = start("lesswrong")
    write, kills = harvest_run._write, []

    def kill_once_a_page(job, *fields):
        if "pages" in fields and job.pages not in kills:
            kills.append(job.pages)
            raise KeyboardInterrupt
        write(job, *fields)

    monkeypatch.setattr(harvest_run, "_write", kill_once_a_page)
    for _attempt in range(30):
        try:
            done = harvest(Run(source, MONTH))
        except KeyboardInterrupt:
            continue
        break
    assert (done.state, len(kills)) == ("done", done.pages)
    assert stored("lesswrong") == works_of("lesswrong")
    assert Version.objects.count() == len(works_of("lesswrong"))
    assert done.tally["seen"] == len(works_of("lesswrong"))


def test_a_second_harvest_of_the_same_days_finds_all_known(start, replay):
    source = start("ea-forum")
    harvest(Run(source, MONTH))
    again = harvest(Run(source, MONTH))
    assert again.tally["known"] == again.tally["seen"] == len(works_of("ea-forum"))
    assert again.tally.get("new", 0) == 0


@pytest.mark.parametrize("forum", ["lesswrong", "ea-forum"])
def test_the_sources_own_threshold_of_karma_is_a_number(forum, start, replay):
    assert harvest(Run(start(forum, sets=["karma:30"]))).state == "done"
    assert all(terms["karmaThreshold"] == 30 for terms in terms_asked(replay))


def test_a_post_that_reaches_the_karma_days_later_is_stored_then(start, serve_posts):
    source = start("lesswrong", sets=["karma:30"])
    posted_at = (timezone.now() - timedelta(days=5)).isoformat()
    serve_posts("lesswrong", post_of("A0000000000000001", posted_at, baseScore=12))
    harvest(Run(source))
    assert stored("lesswrong") == {}
    for _round in range(2):
        job = harvest(Run(source))
        assert job.window["since"] == (job.started_at - timedelta(days=14)).date().isoformat()
    serve_posts("lesswrong", post_of("A0000000000000001", posted_at, baseScore=31))
    harvest(Run(source))
    assert list(stored("lesswrong")) == ["A0000000000000001"]


def test_a_set_narrows_the_harvest(start, replay):
    harvest(Run(start("lesswrong"), Asked("frontpage,karma:70", MONTH.since, MONTH.until)))
    assert stored("lesswrong") == works_of("lesswrong", karma=70)
    assert {terms["filter"] for terms in terms_asked(replay)} == {"frontpage"}


def test_an_unknown_set_is_refused_with_words(start, replay):
    done = harvest(Run(start("lesswrong"), Asked(set="best")))
    assert done.state == "failed"
    assert "karma:30" in done.error
    assert replay.requests == []


def answer_with(*listed, **answer):
    found = {"posts": {"results": list(listed), "totalCount": len(listed)}}
    return json.dumps({"data": found, **answer}).encode()


def test_listed_posts_that_are_not_public_are_left_out(start, replay):
    hidden = ("draft", "isFuture", "unlisted", "shortform", "authorIsUnreviewed", "rejected")
    odd = (*hidden, "deletedDraft", "isEvent", "onlyVisibleToLoggedIn")
    content = answer_with(
        post_of("A0000000000000001", NOON),
        *(post_of(f"B{number:016}", NOON, **{name: True}) for number, name in enumerate(odd)),
        post_of("C0000000000000001", NOON, status=4),
    )
    replay.fail(status=200, body=content)
    done = harvest(Run(start("lesswrong"), MONTH))
    assert list(stored("lesswrong")) == ["A0000000000000001"]
    assert not Reject.objects.exists()
    assert not ScheduledFetch.objects.filter(why="announced").exists()
    assert done.tally["seen"] == 1


@pytest.mark.parametrize("forums", [FORUMS[:2], FORUMS[1::-1]])
def test_a_post_of_lesswrong_and_of_the_alignment_forum_is_one_preprint(forums, start, replay):
    for forum in forums:
        assert harvest(Run(start(forum), MONTH)).state == "done"
    both, all_posts = works_of("alignment-forum"), works_of("lesswrong")
    assert 0 < len(both) < len(all_posts)
    assert Preprint.objects.count() == Version.objects.count() == len(all_posts)
    assert stored("alignment-forum") == both
    assert stored("lesswrong") == all_posts


def twins(**lesswrong):
    """One post on LessWrong and the EA Forum, each naming the other."""
    here, there = "LessWrongCopy0001", "EaForumOriginal01"
    crosspost = {"isCrosspost": True, "foreignPostId": there, "hostedHere": False}
    copy = post_of(here, NOON, title="Seen on Both", fmCrosspost=crosspost, **lesswrong)
    original = post_of(
        there,
        NOON,
        title="Seen on Both",
        contents={"html": "<p>Kept on the EA Forum.</p>", "editedAt": NOON},
        fmCrosspost={"isCrosspost": True, "foreignPostId": here, "hostedHere": True},
    )
    return copy, original


@pytest.mark.parametrize("order", [("lesswrong", "ea-forum"), ("ea-forum", "lesswrong")])
def test_twins_on_two_forums_are_one_preprint(order, start, serve_posts):
    copy, original = twins(contents=twins()[1]["contents"])
    serve_posts("lesswrong", copy)
    serve_posts("ea-forum", original)
    for forum in order:
        harvest(Run(start(forum), MONTH))
    assert Preprint.objects.count() == Version.objects.count() == 1
    assert stored("lesswrong") == {"LessWrongCopy0001": "Seen on Both"}
    assert stored("ea-forum") == {"EaForumOriginal01": "Seen on Both"}


def test_a_twin_whose_text_is_kept_elsewhere_is_fetched_there(start, serve_posts, source_client):
    copy, original = twins(contents={"html": "", "editedAt": NOON})
    serve_posts("lesswrong", copy)
    serve_posts("ea-forum", original)
    harvest(Run(start("lesswrong"), MONTH))
    assert not Preprint.objects.exists()
    scheduled = ScheduledFetch.objects.get()
    assert (scheduled.source, scheduled.external_id) == ("ea-forum", "EaForumOriginal01")
    assert run_scheduled_fetches(source_client) == {"ea-forum": 1}
    assert "Kept on the EA Forum" in Version.objects.get().body_html
    assert sorted(Location.objects.values_list("source", flat=True)) == ["ea-forum", "lesswrong"]


def test_a_post_about_a_work_elsewhere_is_related_to_it_and_stays_a_work(start, serve_posts):
    serve_posts(
        "lesswrong",
        post_of("A0000000000000001", NOON, url="https://arxiv.org/abs/2401.01012v2"),
        post_of(
            "A0000000000000002",
            NOON,
            title="A Bound",
            contents={"html": '<p><a href="https://arxiv.org/abs/2401.01012">A Bound</a></p>'},
        ),
    )
    harvest(Run(start("lesswrong"), MONTH))
    assert Preprint.objects.count() == 2
    found = Relation.objects.values_list("kind", "scheme", "external_id")
    assert list(found) == [("discusses", "arxiv", "2401.01012")] * 2


def test_a_post_with_errors_in_the_list_is_fetched_by_itself(start, replay, source_client):
    (first, *_), moment = sorted(works_of("lesswrong")), "2026-01-12T09:00:00.000Z"
    whole, broken = post_of("A0000000000000001", moment), post_of(first, moment, contents=None)
    path = ["posts", "results", 1, "contents"]
    errors = [{"message": "Internal server error", "path": path}]
    replay.fail(status=200, body=answer_with(whole, broken, errors=errors))
    done = harvest(Run(start("lesswrong"), MONTH))
    assert (done.state, done.tally["new"], done.tally["announced"]) == ("done", 1, 1)
    run_scheduled_fetches(source_client)
    assert set(stored("lesswrong")) == {"A0000000000000001", first}


def test_a_malformed_post_is_kept_as_reject_and_the_rest_is_stored(start, serve_posts):
    good = [post_of(f"A{number:016}", NOON) for number in range(9)]
    serve_posts("lesswrong", *good, post_of("B0000000000000001", NOON, title=["A", "list"]))
    done = harvest(Run(start("lesswrong"), MONTH))
    assert (done.state, done.tally["new"], done.tally["rejected"]) == ("done", 9, 1)
    reject = Reject.objects.get()
    assert (reject.external_id, reject.reason) == ("B0000000000000001", "title is list, not str")
    assert json.loads(bytes(reject.content))["title"] == ["A", "list"]


@pytest.mark.parametrize("status", [403, 429])
def test_after_a_challenge_page_the_host_rests_and_nothing_is_lost(status, start, replay):
    source = start("lesswrong")
    slices = iter([True, True, False])
    harvest(Run(source, MONTH, may_go_on=lambda: next(slices)))
    before, asked = stored("lesswrong"), len(replay.requests)

    replay.fail(status=status, body=(SAMPLES / "other/challenge.html").read_bytes())
    failed = harvest(Run(source, MONTH))
    assert (failed.state, len(replay.requests)) == ("failed", asked + 1)
    assert "a page for people" in failed.error
    assert Host.objects.get(key="lesswrong").closed_until is not None

    assert harvest(Run(source, MONTH)).state == "failed"
    with pytest.raises(CommandError, match="rests until"):
        call_command("harvest", "alignment-forum", stdout=StringIO(), stderr=StringIO())
    assert len(replay.requests) == asked + 1  # the host was spared
    assert stored("lesswrong") == before

    open_again("lesswrong")
    assert harvest(Run(source, MONTH)).state == "done"
    assert stored("lesswrong") == works_of("lesswrong")


@pytest.mark.parametrize("forum", FORUMS)
def test_the_command_harvests_a_forum(forum, replay, capsys):
    printed = StringIO()
    days = ("--since", "2026-01-05", "--until", "2026-01-09", "--set", "karma:30")
    call_command("harvest", forum, *days, stdout=printed)
    expected = [
        post_id
        for post_id in works_of(forum, karma=30)
        if posts(forum)[post_id]["postedAt"] < "2026-01-10"
    ]
    assert printed.getvalue() == f"{len(expected)} new\n"
    assert sorted(stored(forum)) == sorted(expected)
