"""One page of a forum's list: what is new in it, and where the next one begins."""

import json

import pytest

from ingest.errors import ChallengePage, UnexpectedAnswer
from ingest.sources.base import Window
from ingest.sources.forummagnum import FORUMS
from ingest.sources.forummagnum.sites import LESSWRONG
from ingest.sources.forummagnum.walk import LARGEST_PAGE, PAGE_SIZE, WalkPosition, read_page
from tests.replay.forum_posts import post_of

MOMENTS = [f"2026-01-12T12:00:00.00{number}Z" for number in range(6)]


def post(number, at=0, **fields):
    return post_of(f"A{number:016}", MOMENTS[at], **fields)


def ids(*numbers):
    return tuple(f"A{number:016}" for number in numbers)


def read(*listed, total=None, place=None, errors=()):
    found = {"results": list(listed), "totalCount": total}
    content = json.dumps({"data": {"posts": found}, "errors": list(errors)}).encode()
    return read_page(content, place or WalkPosition(dialect="present"), LESSWRONG)


def read_ids(page):
    return tuple(record.location.external_id for record in page.records)


def test_the_next_page_begins_at_the_last_ones_moment_which_is_known_by_its_posts():
    page, following = read(post(1), post(2, 1), post(3, 1), total=9)
    assert read_ids(page) == ids(1, 2, 3)
    assert (following.after, following.seen, following.done) == (MOMENTS[1], ids(2, 3), 3)
    page, following = read(post(2, 1), post(3, 1), post(4, 2), total=8, place=following)
    assert read_ids(page) == ids(4)
    assert (following.after, following.seen, following.done) == (MOMENTS[2], ids(4), 4)


def test_a_page_as_long_as_the_total_is_the_last():
    page, following = read(post(1), post(2, 1), total=2)
    assert following is None
    # The cursor leads past it all the same, for a harvest that is killed just then.
    assert (page.cursor["after"], page.cursor["seen"]) == (MOMENTS[1], ids(2))


def test_a_page_shorter_than_asked_for_is_not_the_end_while_there_are_more():
    _page, following = read(post(1), post(2, 1), total=40)
    assert following.after == MOMENTS[1]
    _page, following = read(total=40, place=following)
    assert (following.after, following.limit) == (MOMENTS[1], 2 * PAGE_SIZE)


def test_without_a_total_the_end_is_where_nothing_new_comes():
    _page, following = read(post(1), post(2, 1))
    assert following.after == MOMENTS[1]
    page, end = read(post(2, 1), place=following)
    assert (page.done, end) == (0, None)


def test_a_post_without_an_id_is_not_taken_for_something_new_at_the_end():
    nameless = post(2, 1) | {"_id": None}
    _page, following = read(post(1), nameless)
    page, end = read(nameless, place=following)
    assert ([one.reason for one in page.rejected], end) == (["a post without an id: ''"], None)


def test_more_are_asked_for_while_a_moment_goes_on_and_as_many_as_before_after_it():
    _page, following = read(post(1), post(2), post(3), total=9)
    assert (following.seen, following.limit) == (ids(1, 2, 3), PAGE_SIZE)
    page, following = read(post(1), post(2), post(3), total=9, place=following)
    assert (page.done, following.limit) == (0, 2 * PAGE_SIZE)
    page, following = read(*map(post, range(1, 6)), post(6, 1), total=9, place=following)
    assert read_ids(page) == ids(4, 5, 6)
    assert (following.after, following.limit) == (MOMENTS[1], PAGE_SIZE)


def test_too_many_posts_of_one_moment_stop_the_harvest():
    place = WalkPosition(dialect="present", after=MOMENTS[0], seen=ids(1), limit=LARGEST_PAGE)
    with pytest.raises(UnexpectedAnswer, match="does not go on"):
        read(post(1), total=5_000, place=place)


def test_a_post_counted_but_never_listed_does_not_block_the_end():
    place = WalkPosition(dialect="present", after=MOMENTS[0], seen=ids(1))
    limits = []
    while place is not None:
        limits.append(place.limit)
        page, place = read(post(1), total=2, place=place)
        assert page.done == 0
    assert limits[-1] == LARGEST_PAGE


def test_an_empty_list_with_a_total_is_an_error():
    place = WalkPosition(dialect="present", after=MOMENTS[0], limit=LARGEST_PAGE)
    with pytest.raises(UnexpectedAnswer, match="does not go on"):
        read(total=2, place=place)


@pytest.mark.parametrize(
    ("listed", "after"),
    [((post(1, 2), post(2, 1)), ""), ((post(1, 1),), MOMENTS[2])],
    ids=["out of order", "from before"],
)
def test_a_forum_that_ignores_our_terms_is_refused(listed, after):
    with pytest.raises(UnexpectedAnswer, match="order of their time"):
        read(*listed, place=WalkPosition(dialect="present", after=after))


def test_the_total_is_that_of_all_pages():
    page, following = read(post(1), post(2, 1), post(3, 1), total=9)
    assert page.total == 9
    # The next list begins with two posts that are known.
    page, _following = read(post(2, 1), post(3, 1), post(4, 2), total=8, place=following)
    assert (page.total, page.done) == (9, 1)


@pytest.mark.parametrize("odd", [None, "text", 5, []])
def test_an_item_that_is_no_post_is_rejected(odd):
    page, _following = read(post(1), odd, total=2)
    assert read_ids(page) == ids(1)
    assert [one.reason for one in page.rejected] == ["what is no post is in a forum's list"]


@pytest.mark.parametrize("posted_at", [None, "", "yesterday", 5])
def test_a_post_without_a_date_is_rejected_and_the_walk_goes_on(posted_at):
    undated = post(2) | {"postedAt": posted_at, "contents": {"html": "x"}}
    page, following = read(post(1), undated, post(3, 1), total=9)
    assert read_ids(page) == ids(1, 3)
    assert [one.external_id for one in page.rejected] == list(ids(2))
    assert following.after == MOMENTS[1]


def test_a_post_of_which_a_part_is_missing_is_to_be_fetched_by_itself():
    error = {"message": "boom", "path": ["posts", "results", 1, "tags", 0]}
    page, _following = read(post(1), post(2), post(3), total=3, errors=[error])
    assert read_ids(page) == ids(1, 3)
    assert [(ref.source, ref.external_id) for ref in page.refs] == [("lesswrong", *ids(2))]


@pytest.mark.parametrize("path", [None, [], ["posts"], ["posts", "results"], "posts"])
def test_an_error_that_is_about_no_single_post_ends_the_page(path):
    with pytest.raises(UnexpectedAnswer, match="boom"):
        read(post(1), errors=[{"message": "boom", "path": path}])


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"data": {"posts": null}}', b'{"data": {"posts": {}}}']
)
def test_an_answer_without_a_list_is_refused(content):
    with pytest.raises(UnexpectedAnswer):
        read_page(content, WalkPosition(dialect="present"), LESSWRONG)


def test_a_page_for_people_is_refused():
    with pytest.raises(ChallengePage):
        read_page(b"<!DOCTYPE html><title>x</title>", WalkPosition(dialect="present"), LESSWRONG)


def test_a_cursor_comes_back_from_json_as_it_was():
    page, following = read(post(1), post(2, 1), total=9)
    stored = json.loads(json.dumps(page.cursor))
    assert WalkPosition.of(Window(), stored | {"unheard_of": 1}, LESSWRONG) == following


def test_offsets_are_refused_beyond_a_limit_and_never_sent(serve_posts, replay, source_client):
    serve_posts("lesswrong", *(post(number, number % 6) for number in range(120)))
    pages = list(FORUMS["lesswrong"].pages(Window(), {}, source_client, lambda _ids: {}))
    assert sum(page.done for page in pages) == 120
    assert len({one for page in pages for one in read_ids(page)}) == 120
    assert not any(b"offset" in request.body for request in replay.requests)


def test_a_rejected_post_can_be_read_again():
    page, _following = read(post(1, title=""), total=1)
    (rejected,) = page.rejected
    with pytest.raises(UnexpectedAnswer, match="without a title"):
        FORUMS["lesswrong"].reread(rejected.content)
    mended = rejected.content.replace(b'"title": ""', b'"title": "Mended"')
    assert FORUMS["lesswrong"].reread(mended).title == "Mended"
