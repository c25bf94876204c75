"""What a process keeps, and what it forgets."""

import time

import pytest

from web.page_cache.store import ENTRY_BYTES, Change, KeptPage, PageStore


def page(*, tables=("one",), works=None, size=0, seconds=60.0) -> KeptPage:
    now = time.monotonic()
    return KeptPage(
        headers=[],
        compressed=b"x" * size,
        etag="",
        tables=frozenset(tables),
        works=None if works is None else frozenset(works),
        made_at=now,
        kept_until=now + seconds,
    )


@pytest.fixture
def store() -> PageStore:
    return PageStore(10 * ENTRY_BYTES)


def put(store: PageStore, **pages: KeptPage) -> None:
    for key, made in pages.items():
        assert store.put(key, made, since=store.moment())


def keys(store: PageStore) -> set[object]:
    return {key for key in "abcdefghijklmno" if store.get(key)}


def test_what_was_asked_for_longest_ago_goes_first(store):
    put(store, a=page(), b=page())
    put(store, **{key: page() for key in "cdefghij"})
    assert store.get("a")
    put(store, k=page())
    assert keys(store) == set("acdefghijk")
    assert store.size_bytes == 10 * ENTRY_BYTES
    put(store, l=page(size=3 * ENTRY_BYTES))
    assert len(store) == 7
    assert store.size_bytes == 10 * ENTRY_BYTES


def test_what_is_larger_than_all_room_is_not_kept(store):
    put(store, a=page())
    assert not store.put("b", page(size=10 * ENTRY_BYTES), since=store.moment())
    assert keys(store) == {"a"}


def test_a_page_kept_anew_counts_once(store):
    put(store, a=page(size=50, tables=["one"]))
    put(store, a=page(size=10, tables=["two"]))
    assert (len(store), store.size_bytes) == (1, ENTRY_BYTES + 10)
    store.drop([Change("one", None)])
    assert keys(store) == {"a"}


def test_a_page_is_kept_as_long_as_it_says(store):
    put(store, a=page(seconds=-0.1), b=page())
    assert keys(store) == {"b"}
    assert store.size_bytes == ENTRY_BYTES


@pytest.mark.parametrize(
    ("works", "left"),
    [(None, {"d"}), ([1], {"b", "d"}), ([1, 2], {"d"}), ([9], {"a", "b", "d"})],
)
def test_a_change_drops_what_shows_it(store, works, left):
    """Works 1 and 2, a list, and a page made from another table."""
    put(store, a=page(works=[1, 7]), b=page(works=[2]), c=page(), d=page(tables=["two"]))
    store.drop([Change("one", None if works is None else frozenset(works))])
    assert keys(store) == left


def test_a_page_that_something_changed_under_while_it_was_made_is_not_kept(store):
    since = store.moment()
    store.drop([Change("two", None), Change("one", frozenset([1])), Change("two", None)])
    assert not store.put("a", page(works=[1]), since=since)
    assert not store.put("b", page(), since=since)
    assert store.put("c", page(works=[2]), since=since)
    assert store.put("d", page(tables=["three"]), since=since)
    assert store.put("e", page(works=[1]), since=store.moment())


def test_nothing_made_before_the_store_was_emptied_is_kept_after(store):
    put(store, a=page())
    since = store.moment()
    store.empty()
    assert not store.put("b", page(), since=since)
    assert keys(store) == set()
    assert store.size_bytes == 0
    put(store, c=page())
    store.drop([Change("one", None)])
    assert keys(store) == set()


def test_more_changes_than_are_remembered_may_hold_any(store):
    since = store.moment()
    store.drop([Change("two", None)] * 2_001)
    assert not store.put("a", page(), since=since)
    assert store.put("a", page(), since=since + 1)
