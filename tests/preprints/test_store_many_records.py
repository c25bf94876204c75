from dataclasses import replace
from datetime import timedelta

import pytest

from events.models import Event
from preprints.models import Author, Edit, Location, Preprint, Relation, Version
from preprints.record import DeclaredVersion, RecordLocation, RecordRelation
from preprints.storing import store_records
from tests.factories.times import NOW, POSTED
from tests.preprints.test_store_record import RECORD

pytestmark = pytest.mark.django_db


def works(count):
    return [
        replace(
            RECORD,
            location=RecordLocation(
                "arxiv", f"2601.{n:05d}", f"https://arxiv.org/abs/2601.{n:05d}"
            ),
            title=f"Work {n}",
        )
        for n in range(1, count + 1)
    ]


def post(body, **fields):
    place = RecordLocation("lesswrong", "abc", "https://www.lesswrong.com/posts/abc/x")
    return replace(RECORD, location=place, source_version="", abstract="", body_html=body, **fields)


def test_two_hundred_works_take_as_many_queries_as_two(django_assert_num_queries):
    store_records(works(2), now=NOW)
    with django_assert_num_queries(13):
        store_records(works(4)[2:], now=NOW)
    with django_assert_num_queries(13):
        outcomes = store_records(works(204)[4:], now=NOW)
    assert all(outcome.is_new_preprint for outcome in outcomes)
    assert Preprint.objects.count() == Event.objects.count() == 204
    assert Author.objects.count() == 408


def test_everything_again_is_no_row_and_no_event():
    store_records(works(3), now=NOW)
    before = [model.objects.count() for model in (Preprint, Version, Location, Author, Event)]
    outcomes = store_records(works(3), now=NOW + timedelta(days=1))
    assert not any(one.is_new_preprint or one.is_new_version for one in outcomes)
    assert before == [
        model.objects.count() for model in (Preprint, Version, Location, Author, Event)
    ]


def test_one_work_twice_in_a_batch_is_one_preprint():
    first, second = store_records([*works(1), *works(1)], now=NOW)
    assert first.preprint_id == second.preprint_id
    assert (first.is_new_version, second.is_new_version) == (True, False)
    assert Event.objects.count() == 1


def test_versions_of_one_work_in_a_batch_are_numbered_as_the_source_does():
    (work,) = works(1)
    later = replace(work, source_version="v2", posted_at=POSTED + timedelta(days=9))
    store_records([later, work], now=NOW)
    preprint = Preprint.objects.get()
    assert preprint.current_version.number == 2
    assert list(preprint.versions.values_list("number", flat=True)) == [1, 2]
    assert list(Event.objects.values_list("kind", flat=True)) == ["preprint.listed", "version.seen"]


def test_a_small_edit_is_kept_beside_the_version_and_logged():
    body = "<p>" + " ".join(f"word{n}" for n in range(1000)) + "</p>"
    store_records([post(body)], now=NOW)
    (outcome,) = store_records([post(body.replace("word7 ", "seven "))], now=NOW)
    assert (outcome.is_new_version, outcome.change) == (False, "edit")
    edit = Edit.objects.get()
    assert edit.words_changed == 1
    assert "seven" in edit.body_html
    assert Event.objects.last().kind == "version.edited"
    (again,) = store_records([post(body.replace("word7 ", "seven "))], now=NOW)
    assert (again.is_new_version, again.change) == (False, "")
    assert Event.objects.count() == 2


@pytest.mark.parametrize("count", [9, 39])
def test_an_edit_of_a_hundredth_of_the_words_is_a_version(count):
    words = [f"word{n}" for n in range(count * 100)]
    store_records([post(f"<p>{' '.join(words)}</p>")], now=NOW)
    words[: count + 1] = ["other"] * (count + 1)
    (outcome,) = store_records([post(f"<p>{' '.join(words)}</p>")], now=NOW)
    assert outcome.is_new_version


def test_small_edits_add_up_to_a_version():
    words = [f"word{n}" for n in range(10_000)]
    store_records([post(f"<p>{' '.join(words)}</p>")], now=NOW)
    words[:30] = ["other"] * 30
    (first,) = store_records([post(f"<p>{' '.join(words)}</p>")], now=NOW)
    words[30:60] = ["more"] * 30
    (second,) = store_records([post(f"<p>{' '.join(words)}</p>")], now=NOW)
    assert (first.is_new_version, second.is_new_version) == (False, True)


def test_a_text_that_is_no_more_is_emptied():
    text = post("<p>" + "word " * 100 + "</p>")
    store_records([text], now=NOW)
    (outcome,) = store_records([replace(text, body_html="<p> </p>")], now=NOW)
    assert (outcome.is_new_version, outcome.change) == (True, "emptied")


def test_an_edit_that_is_taken_back_is_no_edit_any_more():
    words = [f"word{n}" for n in range(1_000)]
    before, after = post(f"<p>{' '.join(words)}</p>"), post(f"<p>{' '.join([*words, 'more'])}</p>")
    for text in (before, after, before):
        (outcome,) = store_records([text], now=NOW)
    assert (outcome.is_new_version, outcome.change) == (False, "edit")
    assert not Edit.objects.exists()
    events = Event.objects.filter(kind="version.edited").order_by("pk")
    assert [event.data["words"] for event in events] == [1, 1]
    assert events[1].data["hash"] == Version.objects.get().content_hash
    store_records([before], now=NOW)
    assert events.count() == 2


def test_markup_that_readers_do_not_see_is_no_edit():
    store_records([post('<p class="one" data-x="1">Same words</p>')], now=NOW)
    (outcome,) = store_records([post('<p style="color: red">Same   words</p>')], now=NOW)
    assert (outcome.is_new_version, outcome.change) == (False, "")
    assert not Edit.objects.exists()


def test_relations_are_kept_once_and_are_not_identity():
    doi = RecordRelation("published-as", "doi", "10.1000/x", "https://doi.org/10.1000/x")
    one, other = works(2)
    store_records([replace(one, relations=(doi,)), replace(other, relations=(doi,))], now=NOW)
    store_records([replace(one, relations=(doi,))], now=NOW)
    assert Preprint.objects.count() == Relation.objects.count() == 2


def test_the_sources_own_list_of_versions_is_kept_and_grows():
    (work,) = works(1)
    first = DeclaredVersion("v1", POSTED)
    second = DeclaredVersion("v2", POSTED + timedelta(days=2), is_withdrawn=True)
    store_records([replace(work, history=(first,))], now=NOW)
    store_records([replace(work, history=(first, second))], now=NOW)
    labels = [one["label"] for one in Location.objects.get().history]
    assert labels == ["v1", "v2"]


def test_a_version_without_a_label_is_found_again_under_its_label():
    (work,) = works(1)
    unlabelled = replace(work, source_version="")
    store_records([unlabelled], now=NOW)
    (outcome,) = store_records([replace(work, source_version="v3")], now=NOW)
    assert not outcome.is_new_version


def test_a_withdrawal_under_the_label_a_version_had_marks_the_work_once():
    store_records(works(1), now=NOW)
    gone = [replace(works(1)[0], is_withdrawn=True)]
    assert store_records(gone, now=NOW)[0].change == "withdrawn"
    assert store_records(gone, now=NOW)[0].change == ""
    assert Preprint.objects.get().status == "withdrawn"
    assert not Version.objects.get().is_withdrawn
    assert Event.objects.filter(kind="preprint.withdrawn").count() == 1


def test_a_page_that_claims_to_be_a_known_work_leads_to_it_and_adds_nothing():
    doi = RecordLocation("doi", "10.1000/y", "https://doi.org/10.1000/y")
    (stored,) = store_records([replace(works(1)[0], other_locations=(doi,))], now=NOW)
    page = RecordLocation("web", "example.org/claim", "https://example.org/claim")
    claim = replace(RECORD, location=page, other_locations=(doi,), source_version="", title="Mine")
    (outcome,) = store_records([claim], now=NOW)
    assert (outcome.preprint_id, outcome.is_new_version) == (stored.preprint_id, False)
    assert Version.objects.count() == 1
    assert not Location.objects.filter(source="web").exists()
