from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from events.models import Event
from preprints import batch, copying
from preprints.models import Location, Preprint, Version
from preprints.record import Record, RecordAuthor, RecordLocation
from preprints.services import store_record
from tests.factories.times import NOW, POSTED

pytestmark = pytest.mark.django_db

RECORD = Record(
    location=RecordLocation("arxiv", "2601.00001", "https://arxiv.org/abs/2601.00001"),
    title=r"On $\alpha$-regret",
    authors=(RecordAuthor("Ada Example", orcid="0000-0002-1825-0097"), RecordAuthor("B. Two")),
    posted_at=POSTED,
    first_posted_at=POSTED,
    abstract="We bound it.",
    source_version="v1",
    categories=("cs.LG",),
)


def test_a_new_work_is_listed_with_its_authors_in_order():
    stored = store_record(RECORD, now=NOW)
    assert (stored.is_new_preprint, stored.is_new_version) == (True, True)
    version = Version.objects.get()
    assert stored.preprint.current_version == version
    assert [author.name for author in version.authors.all()] == ["Ada Example", "B. Two"]
    assert version.author_line == "Ada Example, B. Two"
    assert "<math" in version.title_html
    event = Event.objects.get()
    assert (event.kind, event.data["external_id"]) == ("preprint.listed", "2601.00001")


def test_the_same_record_again_changes_nothing():
    first = store_record(RECORD, now=NOW)
    again = store_record(RECORD, now=NOW + timedelta(days=1))
    assert (again.is_new_preprint, again.is_new_version) == (False, False)
    assert again.version == first.version
    assert Event.objects.count() == 1


def test_a_later_version_becomes_the_current_one():
    store_record(RECORD, now=NOW)
    later = replace(RECORD, source_version="v2", posted_at=POSTED + timedelta(days=9))
    stored = store_record(later, now=NOW)
    assert stored.version.number == 2
    assert stored.preprint.current_version == stored.version
    assert Event.objects.last().kind == "version.seen"


def test_an_earlier_version_seen_late_does_not_become_the_current_one():
    later = replace(RECORD, source_version="v3", posted_at=POSTED + timedelta(days=9))
    current = store_record(later, now=NOW).version
    stored = store_record(RECORD, now=NOW)
    assert stored.version.number == 1
    assert stored.preprint.current_version == current


def test_a_post_edited_later_is_a_new_version():
    place = RecordLocation("lesswrong", "abc", "https://www.lesswrong.com/posts/abc/x")
    post = replace(
        RECORD, location=place, source_version="", abstract="", body_html="<p>First words</p>"
    )
    store_record(post, now=NOW)
    edited = replace(post, body_html="<p>Other words</p>", posted_at=POSTED + timedelta(days=1))
    assert store_record(edited, now=NOW).version.number == 2
    assert not store_record(edited, now=NOW).is_new_version


def test_a_work_in_two_places_is_one_preprint():
    forum = RecordLocation("alignment-forum", "abc", "https://www.alignmentforum.org/posts/abc/x")
    both = replace(
        RECORD,
        location=RecordLocation("lesswrong", "abc", "https://www.lesswrong.com/posts/abc/x"),
        other_locations=(forum,),
        source_version="",
    )
    first = store_record(both, now=NOW).preprint
    assert store_record(replace(both, location=forum), now=NOW).preprint == first
    assert Location.objects.filter(preprint=first).count() == 2
    assert Location.objects.get(is_canonical=True).source == "lesswrong"


def test_a_withdrawn_version_marks_the_preprint():
    store_record(RECORD, now=NOW)
    withdrawn = replace(
        RECORD, source_version="v2", is_withdrawn=True, posted_at=POSTED + timedelta(days=9)
    )
    stored = store_record(withdrawn, now=NOW)
    assert stored.preprint.status == "withdrawn"
    assert Version.objects.count() == 2


@pytest.mark.parametrize(
    ("meanwhile", "is_withdrawn", "after", "before"),
    [
        ("reviewed", False, "reviewed", ""),
        ("reviewed", True, "withdrawn", "reviewed"),
        ("retracted", False, "retracted", ""),
        ("retracted", True, "retracted", ""),
    ],
)
def test_a_status_that_moves_while_a_version_is_stored_is_not_put_back(
    meanwhile, is_withdrawn, after, before, monkeypatch
):
    """Only a withdrawal counts for more, but not for more than a retraction."""
    store_record(RECORD, now=NOW)
    Preprint.objects.update(status="under-review")

    def copy_rows(*arguments):  # after what is known was read
        Preprint.objects.update(status=meanwhile)
        copying.copy_rows(*arguments)

    monkeypatch.setattr(batch, "copy_rows", copy_rows)
    later = replace(
        RECORD, source_version="v2", posted_at=POSTED + timedelta(days=9), is_withdrawn=is_withdrawn
    )
    stored = store_record(later, now=NOW)
    assert (stored.preprint.status, stored.preprint.current_version) == (after, stored.version)
    assert stored.preprint.status_before_withdrawal == before


def test_a_new_version_of_a_reviewed_preprint_makes_it_revised():
    stored = store_record(RECORD, now=NOW)
    Preprint.objects.filter(pk=stored.preprint.pk).update(status="reviewed")
    later = replace(RECORD, source_version="v2", posted_at=POSTED + timedelta(days=9))
    assert store_record(later, now=NOW).preprint.status == "revised"


def test_a_title_that_is_zero_is_kept():
    assert store_record(replace(RECORD, title="0"), now=NOW).version.title_html == "0"


def test_three_thousand_authors_are_all_kept():
    crowd = tuple(RecordAuthor(f"Author {n}") for n in range(3000))
    version = store_record(replace(RECORD, authors=crowd), now=NOW).version
    assert version.authors.count() == 3000
    assert version.author_line.endswith("and 2996 more")


def test_an_open_licence_lets_the_text_be_shown():
    licence = "https://creativecommons.org/licenses/by/4.0/"
    assert store_record(replace(RECORD, licence=licence), now=NOW).preprint.shows_full_text


def test_other_licences_do_not():
    for licence in ("", "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"):
        record = replace(RECORD, licence=licence)
        assert not store_record(record, now=NOW).preprint.shows_full_text


def test_the_database_refuses_to_change_a_version():
    version = store_record(RECORD, now=NOW).version
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(title="Another")


def test_the_database_refuses_to_remove_a_version():
    version = store_record(RECORD, now=NOW).version
    version.authors.all().delete()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Version.objects.filter(pk=version.pk)._raw_delete("default")
