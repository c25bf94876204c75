from dataclasses import replace
from itertools import islice, product

import pytest
from django.contrib.postgres.search import SearchQuery

from events.locks import Lock
from events.sealing import seal_new_events
from preprints.models import Preprint
from preprints.services import store_record
from preprints.storing import store_records
from search import services, tasks
from search.models import Document
from search.services import follow_events, lag
from search.tasks import follow_events as follow_task
from tests.factories.times import NOW, POSTED
from tests.ingest.test_harvest_runs import works
from tests.preprints.test_store_record import RECORD

pytestmark = pytest.mark.django_db


def found(words):
    documents = Document.objects.current().filter(words=SearchQuery(words, config="verso"))
    return sorted(documents.values_list("preprint_id", flat=True))


def test_what_was_stored_can_be_found_once_its_event_is_sealed_and_followed():
    stored = store_record(RECORD, now=NOW)
    assert follow_events(now=NOW) == 0
    seal_new_events()
    assert follow_events(now=NOW) == 1
    assert found("regret") == found("bounding") == found("Example") == [stored.preprint.pk]


def test_following_twice_changes_nothing():
    store_record(RECORD, now=NOW)
    seal_new_events()
    assert follow_task() == 1
    assert follow_task() == 0


def test_two_processes_do_not_follow_at_once_nor_wait_for_each_other(second_connection):
    store_record(RECORD, now=NOW)
    seal_new_events()
    second_connection.execute(f"SELECT pg_advisory_lock({Lock.FOLLOW})")
    assert follow_events(now=NOW) == 0
    second_connection.execute(f"SELECT pg_advisory_unlock({Lock.FOLLOW})")
    assert follow_events(now=NOW) == 1


def test_a_backlog_is_followed_in_slices(monkeypatch):
    store_records(works(1, 2, 3), now=NOW)
    seal_new_events()
    monkeypatch.setattr(services, "BATCH", 1)
    assert follow_task() == 3
    store_records(works(4, 5, 6), now=NOW)
    seal_new_events()
    monkeypatch.setattr(tasks, "SLICE_SECONDS", 0.0)
    assert [follow_task() for _run in range(4)] == [1, 1, 1, 0]


def test_a_new_version_replaces_the_words_of_the_old():
    store_record(RECORD, now=NOW)
    newer = replace(
        RECORD, source_version="v2", title="On hedging", posted_at=POSTED.replace(year=2030)
    )
    stored = store_record(newer, now=NOW)
    seal_new_events()
    follow_events(now=NOW)
    assert found("hedging") == [stored.preprint.pk]
    assert found("regret") == []


def test_the_index_says_how_far_it_is_behind():
    assert (lag().events, lag().since) == (0, None)
    store_records(works(1, 2, 3), now=NOW)
    assert (lag().events, lag().since) == (3, NOW)
    seal_new_events()
    assert (lag().events, lag().since) == (3, NOW)
    follow_events(now=NOW)
    assert (lag().events, lag().since) == (0, None)


def test_a_batch_takes_as_many_queries_as_one_work(django_assert_num_queries):
    store_records(works(1), now=NOW)
    seal_new_events()
    follow_events(now=NOW)
    store_records(works(*range(2, 60)), now=NOW)
    seal_new_events()
    with django_assert_num_queries(11):
        assert follow_events(now=NOW) == 58


def test_a_work_that_was_merged_into_another_is_not_found_any_more():
    kept, merged = (one.preprint_id for one in store_records(works(1, 2), now=NOW))
    seal_new_events()
    follow_events(now=NOW)
    Preprint.objects.filter(pk=merged).update(merged_into=kept)
    store_record(replace(works(2)[0], source_version="v9", title="Work again"), now=NOW)
    seal_new_events()
    follow_events(now=NOW)
    assert found("work") == [kept]


def test_a_text_with_too_many_words_for_one_document_does_not_keep_others_from_being_found():
    letters = "абвгдежзиклмнопрстуф"
    words = ("".join(choice) for choice in product(letters, repeat=5))
    long_text = " ".join(islice(words, 90_000))
    long, short = works(1, 2, licence="https://creativecommons.org/licenses/by/4.0/")
    store_records([replace(long, source_version="", body_html=long_text), short], now=NOW)
    seal_new_events()
    assert follow_events(now=NOW) == 2
    assert len(found("work")) == 2
    assert len(found("ааааб")) == 1
