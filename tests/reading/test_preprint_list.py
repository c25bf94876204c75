"""The list of preprints: how many there are, what it can be narrowed to, in which order."""

from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from preprints.duplicates.merge import merge_preprints
from preprints.duplicates.undo import undo_merge
from preprints.models import Preprint
from reading.selectors import preprint_counts
from reviews.services.withdrawing import withdraw_assessment
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, SubjectFactory, VersionFactory
from tests.factories.reviews import AssessmentFactory, RoundFactory, SubmissionFactory, term
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def judged(work, word, at=NOW, number=1):
    """Assessed in a round of its own."""
    submission = work.submissions.first() or SubmissionFactory(preprint=work, accepted=True)
    round_ = RoundFactory(submission=submission, number=number, state="assessed")
    significance = term("significance", word)
    return AssessmentFactory(
        round=round_, published=True, published_at=at, significance=significance
    )


@pytest.fixture
def works(db):
    """Four works; one is merged away and another has no version."""
    animals = SubjectFactory(slug="animals", name="Animals")
    SubjectFactory(slug="plants", name="Plants")
    kept = PreprintFactory(subjects=[animals], status="reviewed", kind="theory")
    judged(kept, "useful", at=NOW - DAY)
    VersionFactory(preprint=kept, number=2)
    judged(PreprintFactory(subjects=[animals], status="selected", kind="survey"), "important")
    PreprintFactory(status="listed", kind="theory", location__source="lesswrong")
    PreprintFactory(version=None, location=None, merged_into=kept)
    PreprintFactory(version=None)
    return animals


def listed(client, address="/preprints/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.context["list"]


def choices(listing):
    return {
        one.name: {choice.value: choice.works for choice in one.choices} for one in listing.filters
    }


def test_a_list_says_how_many_works_it_has(client, works):
    for address, words in (
        ("/preprints/", "3 works"),
        ("/preprints/?status=listed", "1 work"),
        ("/preprints/?status=all-reviewed", "2 works"),
        ("/subjects/animals/?kind=survey", "1 work"),
    ):
        html = client.get(address).content.decode()
        heading = html.split('<h2 class="work-count">')[1].split("</h2>")[0]
        assert " ".join(strip_tags(heading).split()) == words, address


def test_each_choice_says_how_many_works_it_leaves_and_none_leaves_none(client, works):
    counted = choices(listed(client))
    assert counted == {
        "subject": {"animals": 2},
        "status": {"all-reviewed": 2, "listed": 1, "reviewed": 1, "selected": 1},
        "source": {"arxiv": 2, "lesswrong": 1},
        "kind": {"theory": 2, "survey": 1},
        "significance": {"important": 1, "valuable": 1, "useful": 2},
        "strength": {"solid": 2, "incomplete": 2, "inadequate": 2},
    }
    for name, values in counted.items():
        for value, number in values.items():
            narrowed = listed(client, f"/preprints/?{name}={value}")
            assert len(narrowed.rows) == narrowed.counts.works == number, (name, value)
    assert b"Animals (2)" in client.get("/preprints/").content


def test_the_newest_assessment_counts(client, works):
    work = PreprintFactory()
    judged(work, "landmark", at=NOW - DAY)
    VersionFactory(preprint=work, number=2)
    judged(work, "useful", number=2)
    listing = listed(client)
    assert choices(listing)["significance"] == {"important": 1, "valuable": 1, "useful": 3}


def test_choices_of_a_filter_in_use_are_counted_among_what_the_others_leave(client, works):
    counted = choices(listed(client, "/preprints/?status=reviewed&kind=theory"))
    assert counted["status"] == {"all-reviewed": 1, "listed": 1, "reviewed": 1}
    assert counted["kind"] == {"theory": 1}
    assert counted["source"] == {"arxiv": 1}


def test_a_choice_that_leaves_nothing_stays_while_it_is_chosen(client, works):
    listing = listed(client, "/preprints/?status=final&kind=survey")
    assert listing.rows == []
    assert choices(listing)["status"]["final"] == 0
    assert listing.is_filtered


def test_of_a_longer_list_it_is_said_that_it_is_longer(client, works, monkeypatch):
    monkeypatch.setattr(preprint_counts, "MOST_COUNTED", 2)
    listing = listed(client)
    assert listing.counts.is_longer
    assert set(choices(listing)["status"].values()) == {None}
    assert "declined" in choices(listing)["status"]
    assert not listed(client, "/preprints/?kind=theory").counts.is_longer


def test_a_list_can_be_sorted_by_the_day_of_posting(client, works):
    first = PreprintFactory(first_posted_at=NOW + DAY, status_at=NOW - 9 * DAY)
    last_changed, posted = listed(client), listed(client, "/preprints/?sort=posted")
    assert posted.rows[0].url == first.get_absolute_url()
    assert last_changed.rows[-1].url == first.get_absolute_url()
    assert [(str(sort.words), sort.is_chosen) for sort in posted.sorts] == [
        ("Last changed", False),
        ("Last posted", True),
        ("Most significant", False),
    ]
    unknown = listed(client, "/preprints/?sort=x&after=0-1&kind=theory&status=")
    assert [sort.url for sort in unknown.sorts] == [
        "?kind=theory",
        "?kind=theory&sort=posted",
        "?kind=theory&sort=significance",
    ]
    assert b'name="sort" value="posted"' in client.get("/preprints/?sort=posted").content


def test_pages_by_the_day_of_posting_hold_each_work_once(client, works):
    for number in range(25):
        PreprintFactory(first_posted_at=NOW - number * DAY, status_at=NOW)
    address, seen = "?sort=posted", []
    while address:
        listing = listed(client, f"/preprints/{address}")
        seen += [row.url for row in listing.rows]
        address = listing.page.older_url
    assert len(seen) == len(set(seen)) == 28


def test_a_list_can_be_sorted_by_significance(client, works):
    """By the newest assessment of a work; those of one term by their last change; then the rest."""
    changed, landmark = PreprintFactory(status_at=NOW + DAY), PreprintFactory()
    judged(changed, "landmark", at=NOW - DAY)
    VersionFactory(preprint=changed, number=2)
    judged(changed, "important", number=2)
    judged(landmark, "landmark")
    PreprintFactory(status_at=NOW + 3 * DAY)
    ranks, address = [], "?sort=significance"
    listing = listed(client, f"/preprints/{address}")
    urls = [row.url for row in listing.rows]
    ranks = [Preprint.objects.get(pk=url.split("/")[2]).significance_rank for url in urls]
    assert urls[:2] == [landmark.get_absolute_url(), changed.get_absolute_url()]
    assert ranks == [5, 3, 3, 1, 0, 0]
    assert [str(sort.words) for sort in listing.sorts if sort.is_chosen] == ["Most significant"]


def test_pages_by_significance_hold_each_work_once(client, works):
    for number in range(25):
        PreprintFactory(status_at=NOW - number * DAY)
    address, seen = "?sort=significance", []
    while address:
        listing = listed(client, f"/preprints/{address}")
        seen += [row.url for row in listing.rows]
        address = listing.page.older_url
    assert len(seen) == len(set(seen)) == 28


def test_what_is_no_longer_public_gives_no_rank(works):
    """A withdrawn assessment counts no more, the one before it does again; others stay."""
    other = PreprintFactory()
    judged(other, "fundamental")
    work = PreprintFactory()
    first = judged(work, "useful", at=NOW - DAY)
    VersionFactory(preprint=work, number=2)
    second = judged(work, "landmark", number=2)
    managing, seen = UserFactory(managing_editor=True), [rank_of(work)]
    for one in (second, first):
        withdraw_assessment(one.pk, by=managing, now=NOW, reason="Mixed up.")
        seen.append(rank_of(work))
    assert seen == [5, 1, 0]
    assert rank_of(other) == 4


def test_a_proposed_assessment_gives_no_rank(works):
    submission = SubmissionFactory(accepted=True)
    AssessmentFactory(
        round=RoundFactory(submission=submission), significance=term("significance", "landmark")
    )
    assert rank_of(submission.preprint) == 0


def test_the_rank_goes_with_the_versions_when_works_are_merged(works):
    kept, merged = PreprintFactory(), PreprintFactory()
    judged(merged, "landmark")
    done = merge_preprints(kept.pk, merged.pk, reason="One work", now=NOW)
    assert (rank_of(kept), rank_of(merged)) == (5, 0)
    undo_merge(done, now=NOW)
    assert (rank_of(kept), rank_of(merged)) == (0, 5)


def rank_of(work):
    return Preprint.objects.get(pk=work.pk).significance_rank
