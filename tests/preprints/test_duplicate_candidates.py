from dataclasses import replace
from datetime import timedelta

import pytest

from preprints.duplicates.candidates import are_different, keep_apart, suggest_candidates
from preprints.duplicates.merge import merge_preprints
from preprints.duplicates.resolve import merge_exact
from preprints.duplicates.undo import undo_merge
from preprints.errors import AlreadyDecided
from preprints.models import Author, DuplicateCandidate, Merge, Preprint
from preprints.outcome import Outcome
from preprints.record import RecordLocation
from preprints.services import store_record
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.times import NOW, POSTED
from tests.preprints.test_store_record import RECORD

pytestmark = pytest.mark.django_db

TITLE = "Axioms for careful agents"


def work(title=TITLE, author="Ada Example", days=0):
    preprint = PreprintFactory(version=None, first_posted_at=POSTED + timedelta(days=days))
    version = VersionFactory(preprint=preprint, title=title)
    Author.objects.filter(version=version).update(name=author)
    return preprint


def pairs():
    return list(DuplicateCandidate.objects.values_list("one", "other"))


@pytest.mark.parametrize(
    "twin",
    [
        {},
        {"title": "“Axioms for Careful Agents”"},
        {"title": "Axioms – for careful agents!"},
        {"title": "Ａxioms for careful agents"},  # a full-width letter
        {"author": "ada  example"},
        {"days": 7},
        {"days": -7},
    ],
)
def test_the_same_title_and_first_author_within_a_week_are_alike(twin):
    one, other = work(), work(**twin)
    assert suggest_candidates([other.pk], now=NOW) == 1
    assert pairs() == [(one.pk, other.pk)]


@pytest.mark.parametrize(
    "stranger",
    [
        {"title": "Axioms for careless agents"},
        {"author": "B. Example"},
        {"days": 8},
        {"days": -8},
    ],
)
def test_any_other_title_author_or_time_is_not_alike(stranger):
    work()
    assert suggest_candidates([work(**stranger).pk], now=NOW) == 0


def test_short_titles_and_names_without_letters_say_nothing():
    assert (
        suggest_candidates([work(title="Open thread").pk, work(title="Open thread").pk], now=NOW)
        == 0
    )
    assert suggest_candidates([work(author="—").pk, work(author="…").pk], now=NOW) == 0


def test_titles_in_other_scripts_are_compared_too():
    title = "Аксиомы для осторожных агентов"
    work(title=title)
    work(title="Другие слова для осторожных агентов")
    assert suggest_candidates([work(title=title.upper()).pk], now=NOW) == 1


def test_a_title_longer_than_an_index_row_is_stored_and_compared():
    title = "".join(chr(0x4E00 + at) for at in range(4000))
    work(title=title)
    assert suggest_candidates([work(title=title).pk], now=NOW) == 1


def test_a_pair_is_suggested_once_whichever_of_them_is_new():
    one, other = work(), work()
    assert suggest_candidates([one.pk, other.pk], now=NOW) == 1
    DuplicateCandidate.objects.update(state="different")
    assert suggest_candidates([other.pk], now=NOW) == 0
    assert DuplicateCandidate.objects.get().state == "different"


def test_a_former_title_does_not_count():
    one = work()
    VersionFactory(preprint=one, number=2, title="What was renamed since then")
    assert suggest_candidates([work().pk], now=NOW) == 0


def test_a_suggestion_is_decided_by_merging_its_works():
    one, other = work(), work()
    suggest_candidates([other.pk], now=NOW)
    editor = UserFactory(editor=True)
    merge_preprints(one.pk, other.pk, reason="One work", by=editor, now=NOW)
    decided = DuplicateCandidate.objects.get()
    assert (decided.state, decided.decided_by, decided.decided_at) == ("same", editor, NOW)
    with pytest.raises(AlreadyDecided):
        keep_apart(decided, by=editor, now=NOW)


def test_an_editor_who_says_different_leaves_both_as_they_are():
    work()
    suggest_candidates([work().pk], now=NOW)
    candidate = DuplicateCandidate.objects.get()
    editor = UserFactory(editor=True)
    keep_apart(candidate, by=editor, now=NOW)
    decided = DuplicateCandidate.objects.get()
    assert (decided.state, decided.decided_by, decided.decided_at) == ("different", editor, NOW)
    assert not Merge.objects.exists()
    assert Preprint.objects.filter(merged_into=None).count() == 2
    with pytest.raises(AlreadyDecided):
        keep_apart(candidate, by=editor, now=NOW)


def test_deciding_that_two_are_different_decides_nothing_about_a_third():
    one, other, third = work(), work(), work()
    assert suggest_candidates([other.pk, third.pk], now=NOW) == 3
    suggested = DuplicateCandidate.objects.get(one=one, other=third)
    keep_apart(suggested, by=UserFactory(editor=True), now=NOW)
    states = {(row.one, row.other): row.state for row in DuplicateCandidate.objects.all()}
    assert states == {
        (one, other): "open",
        (one, third): "different",
        (other, third): "open",
    }


def merge(kept, merged):
    return merge_preprints(kept.pk, merged.pk, reason="One work", now=NOW)


def test_different_works_stay_different_when_one_of_them_is_merged_away():
    one, other, third = work(), work(), work("Another title altogether")
    suggest_candidates([other.pk], now=NOW)
    keep_apart(DuplicateCandidate.objects.get(), by=UserFactory(editor=True), now=NOW)
    merge(third, other)
    assert are_different(third, one)
    outcome = replace(Outcome.unchanged(one.pk, one.current_version_id), also_at=(third.pk,))
    assert merge_exact([outcome], now=NOW) == []


def test_a_suggestion_is_closed_when_its_works_are_merged_by_way_of_others():
    one, other, third = work(), work(), work("Another title altogether")
    suggest_candidates([other.pk], now=NOW)
    merge(third, other)
    assert DuplicateCandidate.objects.get().state == "open"
    last = merge(third, one)
    assert DuplicateCandidate.objects.get().state == "same"
    undo_merge(last, now=NOW)
    assert DuplicateCandidate.objects.get().state == "different"


def test_a_suggestion_about_a_work_that_was_merged_since_is_about_the_one_that_stands():
    one, other, third = work(), work(), work("Another title altogether")
    suggest_candidates([other.pk], now=NOW)
    merge(third, other)
    keep_apart(DuplicateCandidate.objects.get(), by=UserFactory(editor=True), now=NOW)
    assert are_different(one, third)
    outcome = replace(Outcome.unchanged(one.pk, one.current_version_id), also_at=(third.pk,))
    assert merge_exact([outcome], now=NOW) == []


def test_one_record_alone_is_compared_with_what_is_known_too():
    place = RecordLocation("lesswrong", "abc", "https://www.lesswrong.com/posts/abc")
    record = replace(RECORD, title=TITLE)
    store_record(record, now=NOW)
    store_record(replace(record, location=place), now=NOW)
    assert DuplicateCandidate.objects.get().state == "open"
