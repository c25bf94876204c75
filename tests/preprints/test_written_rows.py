"""Every row that storing writes, column by column, in a catalogue that has another work."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events.models import Event
from preprints.models import Edit, Preprint, Version
from preprints.outcome import Outcome
from preprints.record import DeclaredVersion, RecordAuthor, RecordLocation, RecordRelation
from preprints.rendering import render
from preprints.storing import store_records
from tests.factories.preprints import PreprintFactory
from tests.factories.times import NOW, POSTED
from tests.preprints.test_store_record import RECORD

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=9)
DOI = RecordLocation("doi", "10.5555/x", "https://doi.org/10.5555/x")
FULL = replace(
    RECORD,
    authors=(
        RecordAuthor("Ada Example", orcid="0000-0002-1825-0097", affiliation="A" * 501),
        RecordAuthor("B" * 501),
    ),
    first_posted_at=POSTED - timedelta(days=1),
    licence="https://creativecommons.org/licenses/by/4.0/",
    other_locations=(DOI,),
    relations=(RecordRelation("published-as", "doi", "10.1000/x", "https://doi.org/10.1000/x"),),
    history=(DeclaredVersion("v1", POSTED), DeclaredVersion("v2", NOW, is_withdrawn=True)),
)
SECOND = replace(FULL, source_version="v2", title="On more regret", posted_at=POSTED + timedelta(9))
POST = replace(
    RECORD,
    location=RecordLocation("lesswrong", "abc", "https://www.lesswrong.com/posts/abc/x"),
    source_version="",
    title="A post",
    abstract="",
    body_html="<p>" + " ".join(f"word{n}" for n in range(1000)) + "</p>",
)


@pytest.fixture(autouse=True)
def bystander():
    """Another work, of which no row may change."""
    other = PreprintFactory(kind="theory", location__external_id="2601.77777")
    before = rows_of(other)
    yield other
    other.refresh_from_db()
    assert rows_of(other) == before


def rows_of(preprint):
    return {
        "preprint": Preprint.objects.filter(pk=preprint.pk).values().get(),
        "versions": list(preprint.versions.order_by("number").values()),
        "locations": list(preprint.locations.order_by("pk").values()),
        "events": events_of(preprint),
    }


def events_of(preprint):
    rows = Event.objects.filter(preprint_id=preprint.pk).order_by("pk")
    return list(rows.values_list("kind", "subject", "at", "is_public", "actor_id", "data"))


def stored(record, now=NOW):
    (outcome,) = store_records([record], now=now)
    return outcome, Preprint.objects.get(pk=outcome.preprint_id)


def test_a_new_work_is_one_row_and_one_event():
    outcome, preprint = stored(FULL)
    version = preprint.versions.get()
    assert outcome == Outcome.new_preprint(preprint.pk, version.pk)
    assert Preprint.objects.filter(pk=preprint.pk).values().get() == {
        "id": preprint.pk,
        "kind": "unknown",
        "status": "listed",
        "status_at": NOW,
        "status_before_withdrawal": "",
        "selected_for": "",
        "significance_rank": 0,
        "current_version_id": version.pk,
        "shows_full_text": True,
        "first_posted_at": POSTED - timedelta(days=1),
        "created_at": NOW,
        "merged_into_id": None,
    }
    assert events_of(preprint) == [
        (
            "preprint.listed",
            f"V{preprint.pk}",
            NOW,
            True,
            None,
            {"hash": version.content_hash, "source": "arxiv", "external_id": "2601.00001"},
        )
    ]


def test_the_version_has_what_was_rendered_and_where_it_was_seen():
    _outcome, preprint = stored(FULL)
    place = preprint.locations.get(source="arxiv")
    version = preprint.versions.values().get()
    assert version == {
        **render(FULL).columns,
        "id": version["id"],
        "preprint_id": preprint.pk,
        "number": 1,
        "location_id": place.pk,
        "seen_at": NOW,
        "author_line": f"Ada Example, {'B' * 60}",
    }


def test_authors_places_and_relations_are_written_with_the_version():
    _outcome, preprint = stored(FULL)
    authors = preprint.versions.get().authors
    names = ("position", "name", "orcid", "affiliation", "user")
    assert list(authors.order_by("position").values_list(*names)) == [
        (1, "Ada Example", "0000-0002-1825-0097", "A" * 500, None),
        (2, "B" * 500, "", "", None),
    ]
    history = [
        {"label": "v1", "posted_at": POSTED.isoformat()},
        {"label": "v2", "posted_at": NOW.isoformat(), "is_withdrawn": True},
    ]
    fields = ("source", "external_id", "url", "is_canonical", "first_seen_at", "history")
    assert list(preprint.locations.order_by("pk").values_list(*fields, "gone_since")) == [
        ("arxiv", "2601.00001", "https://arxiv.org/abs/2601.00001", True, NOW, history, None),
        ("doi", "10.5555/x", "https://doi.org/10.5555/x", False, NOW, [], None),
    ]
    fields = ("kind", "scheme", "external_id", "url", "first_seen_at")
    assert list(preprint.relations.values_list(*fields)) == [
        ("published-as", "doi", "10.1000/x", "https://doi.org/10.1000/x", NOW)
    ]


def test_a_second_version_becomes_the_current_one():
    _outcome, preprint = stored(FULL)
    first = preprint.current_version
    before = rows_of(preprint)
    outcome, preprint = stored(SECOND, now=LATER)
    version = preprint.versions.get(number=2)
    assert outcome == Outcome.new_version(preprint.pk, version.pk, Outcome.Change.VERSION)
    after = rows_of(preprint)
    assert after["preprint"] == {**before["preprint"], "current_version_id": version.pk}
    assert after["versions"][0] == before["versions"][0]
    assert len(after["versions"]) == 2
    assert (version.seen_at, version.location, version.author_count) == (LATER, first.location, 2)
    assert after["locations"] == before["locations"]
    fact = {"hash": version.content_hash, "number": 2}
    seen = ("version.seen", f"V{preprint.pk}.2", LATER, True, None, fact)
    assert after["events"] == [*before["events"], seen]


def test_the_same_record_again_changes_nothing():
    first, preprint = stored(FULL)
    before = rows_of(preprint)
    again, preprint = stored(FULL, now=LATER)
    assert again == Outcome.unchanged(preprint.pk, first.version_id)
    assert rows_of(preprint) == before


def test_a_withdrawn_version_withdraws_the_work():
    _outcome, preprint = stored(FULL)
    Preprint.objects.filter(pk=preprint.pk).update(status="under-review", status_at=NOW)
    outcome, preprint = stored(replace(SECOND, is_withdrawn=True), now=LATER)
    version_id = preprint.current_version_id
    assert outcome == Outcome.new_version(preprint.pk, version_id, Outcome.Change.WITHDRAWN)
    fields = ("status", "status_at", "status_before_withdrawal")
    assert [getattr(preprint, name) for name in fields] == ["withdrawn", LATER, "under-review"]
    third = replace(SECOND, source_version="v3", posted_at=LATER, is_withdrawn=True)
    outcome, _preprint = stored(third, now=LATER)
    assert outcome.change == "version"  # it was withdrawn before


def test_a_withdrawal_under_the_label_of_the_version_leaves_the_version():
    first, preprint = stored(FULL)
    before = rows_of(preprint)
    outcome, preprint = stored(replace(FULL, is_withdrawn=True), now=LATER)
    assert outcome == Outcome.withdrawn(preprint.pk, first.version_id)
    after = rows_of(preprint)
    moved = {"status": "withdrawn", "status_at": LATER, "status_before_withdrawal": "listed"}
    assert after["preprint"] == {**before["preprint"], **moved}
    assert after["versions"] == before["versions"]
    fact = {"source": "arxiv", "external_id": "2601.00001"}
    event = ("preprint.withdrawn", f"V{preprint.pk}", LATER, True, None, fact)
    assert after["events"] == [*before["events"], event]


def test_a_notice_about_an_older_version_withdraws_nothing():
    stored(FULL)
    _outcome, preprint = stored(SECOND, now=LATER)
    before = rows_of(preprint)
    outcome, preprint = stored(replace(FULL, is_withdrawn=True), now=LATER)
    assert (outcome.change, rows_of(preprint)) == ("", before)
    outcome, preprint = stored(replace(SECOND, is_withdrawn=True), now=LATER)
    assert (outcome.change, preprint.status) == ("withdrawn", "withdrawn")


@pytest.mark.parametrize(("later", "number"), [(1, 1), (0, 2), (-1, 2)])
def test_of_two_versions_of_one_moment_the_higher_number_is_current(later, number):
    stored(replace(FULL, source_version="v2"))
    first = replace(FULL, title="First", posted_at=POSTED + timedelta(seconds=later))
    _outcome, preprint = stored(first)
    assert preprint.current_version.number == number
    assert preprint.versions.count() == 2


def test_the_next_small_edit_takes_the_place_of_the_first():
    first, preprint = stored(POST)
    for at, (word, count) in enumerate([("seven", 1), ("seven sevens", 2)], start=1):
        edited = replace(POST, body_html=POST.body_html.replace("word7 ", f"{word} "))
        outcome, preprint = stored(edited, now=NOW + timedelta(days=at))
        assert outcome == Outcome.edited(preprint.pk, first.version_id)
        digest = render(edited).content_hash
        edit = Edit.objects.values("version", "title", "words_changed", "content_hash", "seen_at")
        assert edit.get() == {
            "version": first.version_id,
            "title": POST.title,
            "words_changed": count,
            "content_hash": digest,
            "seen_at": NOW + timedelta(days=at),
        }
        assert word in Edit.objects.get().body_html
        fact = {"words": count, "hash": digest}
        at = NOW + timedelta(days=at)
        logged = ("version.edited", f"V{preprint.pk}.1", at, True, None, fact)
        assert events_of(preprint)[-1] == logged
    assert len(events_of(preprint)) == 3


def test_of_two_edits_in_a_batch_the_last_is_kept():
    """And none where the last one is the version's own text again."""
    first, _preprint = stored(POST)
    one, two = (
        replace(POST, body_html=POST.body_html.replace("word7 ", f"{word} "))
        for word in ("seven", "sieben")
    )
    other = replace(POST, location=replace(POST.location, external_id="other"), title="Other")
    (beside,) = store_records([other], now=NOW)
    edited = replace(other, body_html=one.body_html)
    store_records([edited, one, POST], now=LATER)
    assert list(Edit.objects.values_list("version", flat=True)) == [beside.version_id]
    store_records([one], now=LATER)
    store_records([two], now=LATER)
    edits = dict(Edit.objects.values_list("version", "content_hash"))
    assert edits == {
        beside.version_id: render(edited).content_hash,
        first.version_id: render(two).content_hash,
    }


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ({"body_html": ""}, "emptied"),
        ({"body_html": "", "abstract": "Other words."}, "version"),
        ({"body_html": "", "is_withdrawn": True}, "withdrawn"),
        ({"body_html": POST.body_html.replace("word7 ", ""), "is_withdrawn": True}, "withdrawn"),
    ],
)
def test_what_a_new_version_of_a_post_is_called(text, change):
    stored(POST)
    outcome, _preprint = stored(replace(POST, posted_at=LATER, **text))
    assert (outcome.is_new_version, outcome.change) == (True, change)


def test_a_version_without_words_after_one_without_words_is_not_emptied():
    bare = replace(POST, body_html="")
    stored(bare)
    outcome, _preprint = stored(replace(bare, title="Another", posted_at=LATER))
    assert (outcome.is_new_version, outcome.change) == (True, "version")


def test_a_batch_has_an_outcome_for_each_record_in_order():
    page = RecordLocation("web", "example.org/x", "https://example.org/x")
    claim = replace(POST, location=page, other_locations=(FULL.location,), title="Mine")
    unknown = replace(claim, location=replace(page, external_id="example.org/y"))
    unknown = replace(unknown, other_locations=(replace(FULL.location, external_id="2601.9"),))
    known, preprint = stored(FULL)
    outcomes = store_records([SECOND, POST, claim, FULL, unknown], now=LATER)
    versions = {one.title: one for one in Version.objects.all()}
    post, mine, second = (versions[title] for title in ("A post", "Mine", SECOND.title))
    assert outcomes == [
        Outcome.new_version(preprint.pk, second.pk, Outcome.Change.VERSION),
        Outcome.new_preprint(post.preprint_id, post.pk),
        Outcome.unchanged(preprint.pk, second.pk),
        Outcome.unchanged(preprint.pk, known.version_id),
        replace(Outcome.new_preprint(mine.preprint_id, mine.pk), claims=True),
    ]
