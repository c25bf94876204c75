"""Records of one work that come in one batch come to the same as one after another."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from events.models import Event
from preprints.models import Edit, Location, Preprint, Version
from preprints.record import RecordLocation
from preprints.storing import store_records
from tests.factories.times import NOW, POSTED
from tests.preprints.test_dois_of_all_versions import FIRST, OF_THE_WORK, SECOND
from tests.preprints.test_store_record import RECORD

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
WORDS = "<p>" + " ".join(f"word{n}" for n in range(1000)) + "</p>"
POST = replace(
    RECORD,
    location=RecordLocation("lesswrong", "abc", "https://www.lesswrong.com/posts/abc/x"),
    source_version="",
    title="A post",
    abstract="",
    body_html=WORDS,
)
EDITED = replace(POST, body_html=WORDS.replace("word7 ", "seven sevens "))
REWRITTEN = replace(POST, body_html="<p>Other words.</p>", posted_at=POSTED + DAY)
EMPTIED = replace(POST, body_html="", posted_at=POSTED + 2 * DAY)
WITHDRAWN = replace(EMPTIED, is_withdrawn=True)
OTHER_WORDS = replace(REWRITTEN, posted_at=POSTED - DAY)
V2 = replace(RECORD, source_version="v2", posted_at=POSTED + DAY)
V3 = replace(RECORD, source_version="v3", posted_at=POSTED + 2 * DAY)
UNLABELLED = replace(RECORD, source_version="", posted_at=POSTED + timedelta(hours=3))
LABELLED = replace(UNLABELLED, source_version="v1")
OTHER = replace(
    POST, location=replace(POST.location, external_id="other"), title="Another post of the day"
)


ZENODO = RecordLocation("zenodo", "10.5555/x", "https://zenodo.org/records/10.5555/x")
DEPOSIT = replace(
    RECORD, location=ZENODO, other_locations=(RECORD.location,), posted_at=POSTED + 9 * DAY
)
DOI = RecordLocation("doi", "10.5555/x.v1", "https://doi.org/10.5555/x.v1")
OF_DEPOSIT = replace(RECORD, location=DOI, other_locations=(ZENODO,))
# (number of its version, is it a new work, is it a new version, what changed) of each record
CASES = {
    "the same again": ([POST, POST], [(1, True, True, ""), (1, False, False, "")]),
    "a small edit": ([POST, EDITED], [(1, True, True, ""), (1, False, False, "edit")]),
    "the same edit again": (
        [POST, EDITED, EDITED],
        [(1, True, True, ""), (1, False, False, "edit"), (1, False, False, "")],
    ),
    "an edit taken back": (
        [POST, EDITED, POST],
        [(1, True, True, ""), (1, False, False, "edit"), (1, False, False, "edit")],
    ),
    "an edit of one of two": (
        [POST, OTHER, EDITED],
        [(1, True, True, ""), (1, True, True, ""), (1, False, False, "edit")],
    ),
    "new words": ([POST, REWRITTEN], [(1, True, True, ""), (2, False, True, "version")]),
    "no words any more": ([POST, EMPTIED], [(1, True, True, ""), (2, False, True, "emptied")]),
    "new words, then none": (
        [POST, REWRITTEN, EMPTIED],
        [(1, True, True, ""), (2, False, True, "version"), (3, False, True, "emptied")],
    ),
    "new words, and an edit of them": (
        [OTHER_WORDS, POST, EDITED],
        [(1, True, True, ""), (2, False, True, "version"), (2, False, False, "edit")],
    ),
    "new words twice": (
        [OTHER_WORDS, POST, POST],
        [(1, True, True, ""), (2, False, True, "version"), (2, False, False, "")],
    ),
    "no words twice": (
        [POST, EMPTIED, replace(EMPTIED, title="Another")],
        [(1, True, True, ""), (2, False, True, "emptied"), (3, False, True, "version")],
    ),
    "withdrawn twice": (
        [RECORD, replace(V2, is_withdrawn=True), replace(V3, is_withdrawn=True)],
        [(1, True, True, ""), (2, False, True, "withdrawn"), (3, False, True, "version")],
    ),
    "a new version again without labels": (
        [RECORD, V2, replace(V2, source_version="")],
        [(1, True, True, ""), (2, False, True, "version"), (2, False, False, "")],
    ),
    "words again": (
        [EMPTIED, replace(REWRITTEN, posted_at=POSTED + 3 * DAY)],
        [(1, True, True, ""), (2, False, True, "version")],
    ),
    "withdrawn": ([POST, WITHDRAWN], [(1, True, True, ""), (2, False, True, "withdrawn")]),
    "withdrawn before": (
        [replace(RECORD, is_withdrawn=True), replace(V2, is_withdrawn=True)],
        [(1, True, True, ""), (2, False, True, "version")],
    ),
    "withdrawn under its label": (
        [RECORD, replace(RECORD, is_withdrawn=True)],
        [(1, True, True, ""), (1, False, False, "withdrawn")],
    ),
    "withdrawn under its label, and back": (
        [RECORD, replace(RECORD, is_withdrawn=True), RECORD],
        [(1, True, True, ""), (1, False, False, "withdrawn"), (1, False, False, "")],
    ),
    "stored as withdrawn, and back under its label": (
        [replace(RECORD, is_withdrawn=True), RECORD, RECORD],
        [(1, True, True, ""), (2, False, True, "version"), (2, False, False, "")],
    ),
    "back again": (
        [RECORD, replace(V2, is_withdrawn=True), V3],
        [(1, True, True, ""), (2, False, True, "withdrawn"), (3, False, True, "version")],
    ),
    "the newest first": (
        [V3, RECORD, V2],
        [(3, True, True, ""), (1, False, True, "version"), (2, False, True, "version")],
    ),
    "a format without labels": (
        [RECORD, UNLABELLED],
        [(1, True, True, ""), (1, False, False, "")],
    ),
    "labels after a format without": (
        [UNLABELLED, LABELLED],
        [(1, True, True, ""), (1, False, False, "")],
    ),
    "labels after another title without": (
        [replace(UNLABELLED, title="A first title"), LABELLED],
        [(1, True, True, ""), (2, False, True, "version")],
    ),
    "the same label at another place": (
        [RECORD, replace(DEPOSIT, title="With data")],
        [(1, True, True, ""), (2, False, True, "version")],
    ),
    "a DOI like the number of a deposit": (
        [replace(DEPOSIT, other_locations=()), OF_DEPOSIT],
        [(1, True, True, ""), (2, False, True, "version")],
    ),
    "a DOI of the work and of each version": (
        [FIRST, SECOND, OF_THE_WORK],
        [(1, True, True, ""), (2, False, True, "version"), (2, False, False, "")],
    ),
}


def words_of(outcome):
    number = Version.objects.get(pk=outcome.version_id).number
    return number, outcome.is_new_preprint, outcome.is_new_version, outcome.change


def written():
    """All that was stored, without the keys of rows."""
    names = ("number", "source_version", "title", "posted_at", "is_withdrawn", "content_hash")
    return {
        "works": [
            (work.status, work.status_before_withdrawal, work.current_version.number)
            for work in Preprint.objects.order_by("pk")
        ],
        "versions": list(Version.objects.order_by("preprint", "number").values_list(*names)),
        "edits": list(
            Edit.objects.order_by("version").values_list("words_changed", "content_hash", "title")
        ),
        "places": list(Location.objects.order_by("pk").values_list("source", "is_canonical")),
        "events": [
            (event.kind, event.subject.partition(".")[2], event.data)
            for event in Event.objects.order_by("pk")
        ],
    }


def stored(batches):
    with transaction.atomic():
        outcomes = [words_of(one) for batch in batches for one in store_records(batch, now=NOW)]
        found = outcomes, written()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("case", CASES)
def test_a_batch_comes_to_the_same_as_its_records_one_by_one(case):
    records, expected = CASES[case]
    outcomes, one_by_one = stored([[one] for one in records])
    assert outcomes == expected
    assert stored([records[:1], records[1:]]) == (expected, one_by_one)
    outcomes, at_once = stored([records])
    assert at_once == one_by_one
    # Of a work that is new in the batch it is not said that something happened to it.
    assert [one[:3] for one in outcomes] == [one[:3] for one in expected]
    assert {change for _number, _is_new, is_version, change in outcomes if is_version} == {""}


def test_no_records_ask_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert store_records([], now=NOW) == []


def test_an_edit_that_is_taken_back_leaves_no_edit_beside_the_version():
    """And those of other works alone; the log has how much went, and the first text's hash."""
    store_records([POST, OTHER], now=NOW)
    post, other = Version.objects.order_by("pk")
    store_records([EDITED, replace(OTHER, body_html=EDITED.body_html)], now=NOW)
    (outcome,) = store_records([POST], now=NOW + DAY)
    assert words_of(outcome) == (1, False, False, "edit")
    assert (outcome.preprint_id, outcome.version_id) == (post.preprint_id, post.pk)
    assert list(Edit.objects.values_list("version", flat=True)) == [other.pk]
    event = Event.objects.filter(preprint_id=post.preprint_id).latest("pk")
    assert (event.kind, event.subject, event.at) == ("version.edited", post.identifier, NOW + DAY)
    assert event.data == {"words": 2, "hash": post.content_hash}


def test_an_identifier_elsewhere_that_reads_like_a_doi_is_no_doi():
    """A deposit whose own number is written as a DOI: its version of another day is another."""
    store_records([replace(RECORD, location=DOI)], now=NOW)
    (outcome,) = store_records([replace(DEPOSIT, other_locations=(DOI,))], now=NOW)
    assert words_of(outcome) == (2, False, True, "version")
