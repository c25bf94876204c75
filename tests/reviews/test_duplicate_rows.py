"""What editors read of two works that may be one, and of merges: the whole rows, in order."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from preprints.duplicates.candidates import suggest_candidates
from preprints.duplicates.merge import merge_preprints
from preprints.duplicates.plan import NewNumber
from preprints.models import DuplicateCandidate, Merge
from reviews.selectors.duplicates import (
    MergeRow,
    count_open,
    duplicates_page,
    merge_preview_page,
    merge_rows,
    merges_page,
    works_to_compare,
)
from reviews.selectors.named_works import find_named_work
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import ReviewFactory, RoundFactory, SubmissionFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def work(title="Axioms", teaser="We state four axioms."):
    preprint = PreprintFactory(version=None)
    VersionFactory(preprint=preprint, title_html=title, teaser=teaser)
    return preprint


def suggested(one, other, *, minutes=0, state="open"):
    moment = NOW + timedelta(minutes=minutes)
    return DuplicateCandidate.objects.create(
        one=one, other=other, reason="Same title", created_at=moment, state=state
    )


def test_each_work_has_its_own_count_of_versions_and_of_published_reviews():
    one, other, third = work(), work(), work()
    submission = SubmissionFactory(accepted=True, preprint=one)
    opened = RoundFactory(submission=submission)
    for number in (1, 2):
        ReviewFactory(round=opened, published=True, number=number)
    ReviewFactory(round=opened, submitted=True)
    VersionFactory(preprint=one, number=2)
    found = works_to_compare([one.pk, other.pk])
    assert set(found) == {one.pk, other.pk} != {third.pk}
    counts = [(found[pk].version_count, found[pk].review_count) for pk in (one.pk, other.pk)]
    assert counts == [(2, 2), (1, 0)]


def test_open_suggestions_are_shown_newest_first_with_what_differs():
    one, other, third = work("Axioms one"), work("Axioms two"), work(teaser="Else.")
    older, newer = suggested(one, other), suggested(other, third, minutes=1)
    suggested(one, third, minutes=2, state="different")
    page = duplicates_page(QueryDict())
    assert [pair.candidate for pair in page.pairs] == [newer, older]
    assert count_open() == 2
    newest, oldest = page.pairs
    assert (oldest.one, oldest.other, oldest.reason) == (one, other, "Same title")
    assert oldest.opening == "We state four axioms."
    assert newest.opening == ""
    assert "one" in oldest.title_diff
    assert "two" in oldest.title_diff
    assert duplicates_page(QueryDict()).merges == []


def test_of_the_same_titles_nothing_differs():
    suggested(work(), work())
    (pair,) = duplicates_page(QueryDict()).pairs
    assert pair.title_diff == ""


def test_ten_merges_are_shown_with_the_titles_of_before_and_whether_there_are_more():
    kept = work("Kept title")
    for number in range(11):
        moment = NOW + timedelta(minutes=number)
        merge_preprints(kept.pk, work(f"Title {number}").pk, reason="One work", now=moment)
        page = duplicates_page(QueryDict())
        assert page.has_more_merges is (number == 10)
    newest_first = [f"Title {number}" for number in range(10, 0, -1)]
    assert [row.merged_title_html for row in page.merges] == newest_first
    assert [row.kept_title_html for row in page.merges] == [*newest_first[1:], "Title 0"]
    assert [row.merge for row in page.merges] == list(Merge.objects.order_by("-at")[:10])
    assert {row.reason for row in page.merges} == {"One work"}
    assert merges_page(QueryDict()).rows == list(Merge.objects.order_by("-at"))


def test_a_merge_of_a_work_without_a_version_has_no_title():
    kept, merged = work("Kept title"), work()
    merge_preprints(kept.pk, merged.pk, reason="One work", now=NOW)
    merge = Merge.objects.get()
    merge.was["current_version_id"] = None
    assert merge_rows([merge]) == [MergeRow(merge, "Kept title", "", "One work")]


def test_a_merge_is_previewed_with_what_the_works_have_in_common():
    kept, merged = work("Axioms one"), work("Axioms two")
    suggest_candidates([merged.pk], now=NOW)
    seen = merge_preview_page(kept, merged)
    assert {seen.kept, seen.merged} == {kept, merged}
    assert seen.opening == "We state four axioms."
    assert "two" in seen.title_diff
    assert seen.numbers == [NewNumber(before=f"{seen.merged}.1", after=f"{seen.kept}.2")]
    assert seen.reason == "The title and the first author are the same, posted within a week."


@pytest.mark.parametrize("form", ["V{0}", "v{0}.2.r1", "/preprints/{0}/", "/api/v1/preprints/{0}"])
def test_a_work_is_found_by_its_name_and_a_merged_one_as_the_one_it_was_merged_into(form):
    kept, merged, other = work(), work(), work()
    merge_preprints(kept.pk, merged.pk, reason="One work", now=NOW)
    named = [find_named_work(form.format(one.pk)) for one in (kept, merged, other)]
    assert named == [kept, kept, other]
    assert find_named_work(form.format(0)) is None
