"""What editors do about works that may be one: merge, keep apart, undo."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import Event
from preprints.duplicates.candidates import suggest_candidates
from preprints.duplicates.merge import merge_preprints
from preprints.models import DuplicateCandidate, Merge, Preprint
from reviews.selectors.work_card import card_of_preprint
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, publish
from tests.factories.preprints import LocationFactory, PreprintFactory, VersionFactory
from tests.factories.reviews import ReviewFactory, SubmissionFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
DUPLICATES = "/editor/duplicates/"
MERGE = "/editor/merge/"
QUERIES = 11


@pytest.fixture
def editor(client):
    editor = UserFactory(editor=True, name="Edith Or")
    client.force_login(editor)
    return editor


@pytest.fixture
def pair(editor):
    one, other = PreprintFactory(), PreprintFactory()
    suggest_candidates([other.pk], now=NOW)
    return one, other


def words(answer):
    return " ".join(answer.content.decode().split())


def page(client, address=DUPLICATES):
    return words(client.get(address))


def merge_page(client, one, other):
    return client.get(MERGE, {"one": one, "other": other})


def merge(client, kept, merged, reason="One work, posted twice."):
    return client.post(
        f"{MERGE}?one={kept}&other={merged}",
        {"kept": kept.pk, "merged": merged.pk, "reason": reason},
    )


def test_a_suggestion_shows_both_works_and_why(client, pair):
    _one, other = pair
    LocationFactory(
        preprint=other,
        source="zenodo",
        external_id="7",
        url="https://zenodo.org/7",
        is_canonical=False,
    )
    ReviewFactory(round__submission__preprint=other, published=True)
    gone = {"round__submission__state": "withdrawn", "round__submission__withdrawn_at": NOW}
    ReviewFactory(round__submission__preprint=other, **gone)
    VersionFactory(preprint=other, number=2)
    text = page(client)
    assert "The title and the first author are the same, posted within a week." in text
    for work in pair:
        assert f'href="{work.get_absolute_url()}"' in text
        assert f"arXiv {work.locations.first().external_id} ↗" in text
    assert "Zenodo 7 ↗" in text
    assert "<span>2 versions</span> <span>1 published review</span>" in text
    assert "<span>1 version</span> <span>no published review</span>" in text
    assert "The titles differ" not in text


def test_what_differs_between_two_titles_is_marked(client, editor):
    one = PreprintFactory()
    VersionFactory(preprint=one, number=2, title="Axioms for careful agents!")
    other = PreprintFactory()
    suggest_candidates([other.pk], now=NOW)
    assert "agents<del>! </del>" in page(client).split("The titles differ")[1]


def test_words_that_both_begin_with_are_shown_once(client, pair):
    one, other = pair
    opening = one.current_version.teaser
    assert page(client).count(opening) == 1
    assert "Both begin with the same words" in page(client)
    VersionFactory(preprint=other, number=2, abstract="Otherwise.")
    assert page(client).count(opening) == 1
    assert "Both begin with the same words" not in page(client)


def test_without_suggestions_the_page_says_what_will_come(client, editor):
    text = page(client)
    assert "No possible duplicates." in text
    assert "No works have been merged yet." in text


def fill(count):
    for number in range(count):
        title = f"Axioms for careful agents, part {number}"
        for _twin in range(2):
            VersionFactory(title=title, preprint=PreprintFactory(version=None))
        kept, merged = PreprintFactory(), PreprintFactory()
        merge_preprints(kept.pk, merged.pk, reason="One work", now=NOW)
    listed = Preprint.objects.filter(merged_into=None).values_list("pk", flat=True)
    suggest_candidates(list(listed), now=NOW)


@pytest.mark.parametrize("count", [1, 9])
def test_the_page_takes_as_many_queries_for_many_rows(
    client, editor, django_assert_num_queries, count
):
    fill(count)
    with django_assert_num_queries(QUERIES):
        client.get(DUPLICATES)


def test_many_suggestions_and_merges_are_parted_into_pages(client, editor):
    works = PreprintFactory.create_batch(8)
    for at, one in enumerate(works):
        for other in works[at + 1 :]:
            DuplicateCandidate.objects.create(one=one, other=other, reason="Alike", created_at=NOW)
    text = page(client)
    assert text.count('class="duplicates__pair"') == 20
    older = text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert page(client, DUPLICATES + older).count('class="duplicates__pair"') == 8
    for _ in range(21):
        merge_preprints(PreprintFactory().pk, PreprintFactory().pk, reason="One work", now=NOW)
    assert page(client).count("was merged into") == 10
    text = page(client, reverse("reviews:merges"))
    assert text.count("was merged into") == 20
    assert 'rel="next"' in text


def test_the_desk_counts_what_waits_and_leads_there(client, pair):
    text = page(client, "/editor/")
    assert '<a href="/editor/duplicates/">1 pair of works</a> may be one and the same.' in text
    DuplicateCandidate.objects.update(state="different")
    assert "No possible duplicates" in page(client, "/editor/")


def test_before_a_merge_it_is_said_what_will_happen(client, pair):
    one, other = pair
    Preprint.objects.filter(pk=other.pk).update(status="reviewed")
    VersionFactory(preprint=one, number=2, posted_at=NOW)
    text = words(merge_page(client, one, other))
    assert f"Merge {one} into {other}?" in text
    assert f"{one}.1 becomes {other}.2, {one}.2 becomes {other}.3." in text
    assert "posted within a week.</textarea>" in text
    assert f"The page of {other} will show the title, authors and abstract of {one}" in text
    assert "No author’s name stands in both" not in text
    assert not Merge.objects.exists()


def test_before_a_merge_of_works_without_a_common_author_this_is_said(client, pair):
    one, other = pair
    one.current_version.authors.update(name="Somebody Else")
    other.current_version.authors.create(position=2, name="Third Person")
    assert "No author’s name stands in both" in words(merge_page(client, one, other))
    one.current_version.authors.update(name="third  person")
    assert "No author’s name stands in both" not in words(merge_page(client, one, other))


def test_what_was_confirmed_is_merged_and_reported(client, pair, editor):
    one, other = pair
    answer = merge(client, one, other)
    assert (answer.status_code, answer.url) == (302, DUPLICATES)
    done = Merge.objects.get()
    assert (done.kept, done.merged, done.by) == (one, other, editor)
    assert DuplicateCandidate.objects.get().state == "same"
    text = page(client)
    assert f"{other} is now part of {one}." in text
    assert f"{other} was merged into {one}. One work, posted twice." in text
    assert "By Edith Or on" in text


def test_a_second_click_merges_nothing_more_and_is_no_error(client, pair):
    one, other = pair
    merge(client, one, other)
    answer = merge(client, one, other)
    assert (answer.status_code, answer.url) == (302, DUPLICATES)
    assert Merge.objects.count() == 1
    assert Event.objects.filter(kind="preprint.merged").count() == 2


def test_a_merge_without_a_reason_is_asked_for_one(client, pair):
    one, other = pair
    answer = merge(client, one, other, reason=" ")
    assert answer.status_code == 422
    assert f"Merge {other} into {one}?" in words(answer)
    assert not Merge.objects.exists()


def test_a_form_that_has_gone_stale_merges_nothing_and_keeps_the_reason(client, editor):
    kept, merged = PreprintFactory(), EntryFactory().preprint
    assert f"Merge {merged} into {kept}?" in words(merge_page(client, kept, merged))
    publish(merged.entries.get().issue)
    answer = merge(client, kept, merged, reason="The same text & more.")
    assert answer.status_code == 409
    text = words(answer)
    assert "A published issue names this preprint" in text
    assert f"Merge {kept} into {merged}?" in text
    assert "The same text &amp; more.</textarea>" in text
    assert not Merge.objects.exists()


def test_a_stale_form_about_a_work_that_was_merged_elsewhere_says_so(client, pair):
    one, other = pair
    third = PreprintFactory()
    merge_preprints(third.pk, other.pk, reason="One work", now=NOW)
    answer = merge(client, one, other)
    assert answer.status_code == 409
    assert "already been merged into another" in words(answer)
    assert f"Merge {third} into {one}?" in words(answer)
    assert Merge.objects.count() == 1


def test_works_that_cannot_be_merged_say_why_and_what_was_typed_stays(client, editor):
    one, other = SubmissionFactory().preprint, SubmissionFactory().preprint
    answer = merge_page(client, one, other)
    assert answer.status_code == 409
    text = words(answer)
    assert "Both are being reviewed or selected separately" in text
    assert f'value="{one}"' in text
    assert f'value="{other}"' in text
    assert "Merge V" not in text


@pytest.mark.parametrize(
    "name",
    [
        "V{pk}",
        " v{pk} ",
        "V{pk}.1",
        "V{pk}.1.r2",
        "/preprints/{pk}/",
        "{site}/preprints/{pk}",
        "{site}/preprints/{pk}/v1/reviews/2/?x=1#y",
        "https://arxiv.org/abs/{arxiv}v2",
        "arXiv:{arxiv}",
    ],
)
def test_a_work_is_named_by_identifier_address_or_source(client, editor, settings, name):
    one, other = PreprintFactory(), PreprintFactory()
    arxiv = other.locations.get().external_id
    typed = name.format(pk=other.pk, site=settings.SITE_URL, arxiv=arxiv)
    assert f"Merge {other} into {one}?" in words(merge_page(client, one, typed))


@pytest.mark.parametrize(
    "name",
    ["V999999", "V999999999999999999", "nothing", "V", "https://elsewhere.example/preprints/{pk}/"],
)
def test_a_name_of_no_work_is_refused_and_stays_as_typed(client, editor, name):
    one, other = PreprintFactory(), PreprintFactory()
    typed = name.format(pk=other.pk)
    answer = merge_page(client, one, typed)
    assert answer.status_code == 422
    assert "This names no work of this journal." in words(answer)
    assert f'value="{typed}"' in words(answer)


def test_a_merged_work_is_taken_for_the_one_that_stands(client, editor):
    one, other, third = PreprintFactory.create_batch(3)
    merge_preprints(one.pk, other.pk, reason="One work", now=NOW)
    assert f"Merge {third} into {one}?" in words(merge_page(client, third, other))
    assert "These are already one preprint." in words(merge_page(client, one, other))


def test_different_works_are_remembered(client, pair, editor):
    one, other = pair
    candidate = DuplicateCandidate.objects.get()
    answer = client.post(f"{DUPLICATES}{candidate.pk}/different/", follow=True)
    assert f"{one} and {other} stay two works and will not be suggested again." in words(answer)
    assert "No possible duplicates." in words(answer)
    candidate.refresh_from_db()
    assert (candidate.state, candidate.decided_by) == ("different", editor)
    assert suggest_candidates([one.pk, other.pk], now=NOW) == 0


def test_a_decided_pair_is_not_decided_again(client, pair):
    one, other = pair
    merge(client, one, other)
    answer = client.post(
        f"{DUPLICATES}{DuplicateCandidate.objects.get().pk}/different/", follow=True
    )
    assert "This pair has already been decided." in words(answer)
    assert DuplicateCandidate.objects.get().state == "same"


def test_a_suggestion_shows_what_stands_for_its_works_by_now(client, pair):
    _one, other = pair
    third = PreprintFactory()
    merge_preprints(third.pk, other.pk, reason="One work", now=NOW)
    assert f"other={third}" in page(client)


def test_a_merge_is_undone(client, pair):
    one, other = pair
    merge(client, one, other)
    answer = client.post(f"/editor/merges/{Merge.objects.get().pk}/undo/", follow=True)
    text = words(answer)
    assert f"{other} is a separate preprint again, not part of {one}." in text
    assert "undone on" in text
    assert "/undo/" not in text
    other.refresh_from_db()
    assert other.merged_into is None
    again = client.post(f"/editor/merges/{Merge.objects.get().pk}/undo/", follow=True)
    assert "This merge has been undone already." in words(again)


def test_what_cannot_be_undone_says_why(client, editor):
    first, second, third = PreprintFactory.create_batch(3)
    inner = merge_preprints(second.pk, third.pk, reason="One work", now=NOW)
    merge_preprints(first.pk, second.pk, reason="One work", now=NOW + timedelta(days=1))
    text = words(client.post(f"/editor/merges/{inner.pk}/undo/", follow=True))
    assert (
        f"{third} could not be separated from {second}: The kept preprint has been merged" in text
    )
    assert Merge.objects.filter(undone_at=None).count() == 2


def test_a_merge_that_nobody_made_says_so(client, editor):
    merge_preprints(PreprintFactory().pk, PreprintFactory().pk, reason="One work", now=NOW)
    assert "Automatically on" in page(client)


def test_a_card_names_the_place_where_the_newest_version_was_seen(editor):
    kept, merged = PreprintFactory(), PreprintFactory(version=None)
    place = merged.locations.get()
    VersionFactory(preprint=merged, location=place, posted_at=NOW)
    merge_preprints(kept.pk, merged.pk, reason="One work", now=NOW)
    assert card_of_preprint(Preprint.objects.get(pk=kept.pk)).url == place.url
