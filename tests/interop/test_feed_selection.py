"""Which rows a feed holds, in which order, and what each entry says besides its text."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from interop.feeds import entries
from interop.feeds.model import Enclosure, FeedEntry
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import PreprintFactory, SubjectFactory, VersionFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory, term
from tests.factories.times import NOW
from tests.interop.conftest import SITE

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def pages(feed):
    return [entry.page.removeprefix(SITE) for entry in feed.entries]


def without_text(feed):
    return [replace(entry, content_html="") for entry in feed.entries]


def review_of(opened, number, days):
    return ReviewFactory(round=opened, published=True, number=number, published_at=NOW + days * DAY)


def published_issue(number, days):
    """`days` after the first; the numbers do not follow the days."""
    issue = IssueFactory(number=number)
    issue.state, issue.published_at = "published", NOW + days * DAY
    issue.save()
    return issue


def test_reviews_stand_by_the_day_they_were_published_newest_first():
    opened = RoundFactory()
    for number, days in ((1, 1), (2, 2), (3, 0), (4, 2)):
        review_of(opened, number, days)
    work = f"/preprints/{opened.submission.preprint_id}"
    expected = [f"{work}/v1/reviews/{number}/" for number in (4, 2, 1, 3)]
    assert pages(entries.reviews_feed()) == expected
    bystander = ReviewFactory(published=True, published_at=NOW + 9 * DAY)
    assert pages(entries.reviews_feed(opened.submission.preprint)) == expected
    assert pages(entries.reviews_feed()) == [
        f"/preprints/{bystander.version.preprint_id}/v1/reviews/1/",
        *expected,
    ]


def test_issues_stand_by_the_day_they_were_published_newest_first():
    for number, days in ((1, 1), (2, 2), (3, 0), (4, 2)):
        published_issue(number, days)
    IssueFactory(number=5)
    expected = [f"/issues/1/{number}/" for number in (4, 2, 1, 3)]
    assert pages(entries.issues_feed()) == expected


def test_preprints_that_moved_at_one_moment_stand_latest_stored_first():
    works = [PreprintFactory() for _ in range(3)]
    moved = PreprintFactory(status_at=NOW - DAY)
    expected = [f"/preprints/{work.pk}/" for work in (*reversed(works), moved)]
    assert pages(entries.preprints_feed()) == expected


def test_every_feed_ends_after_its_newest_entries(monkeypatch):
    monkeypatch.setattr(entries, "FEED_ENTRIES", 2)
    opened = RoundFactory()
    for number in (1, 2, 3):
        review_of(opened, number, number)
        published_issue(number, number)
        PreprintFactory()
    work = f"/preprints/{opened.submission.preprint_id}"
    newest_two = [f"{work}/v1/reviews/3/", f"{work}/v1/reviews/2/"]
    assert pages(entries.reviews_feed()) == newest_two
    assert pages(entries.reviews_feed(opened.submission.preprint)) == newest_two
    assert pages(entries.issues_feed()) == ["/issues/1/3/", "/issues/1/2/"]
    assert len(entries.preprints_feed().entries) == 2


def test_a_work_without_a_version_is_in_no_feed():
    subject = SubjectFactory()
    shown = PreprintFactory(subjects=[subject])
    PreprintFactory(subjects=[subject], version=None)
    assert pages(entries.preprints_feed()) == [f"/preprints/{shown.pk}/"]
    assert pages(entries.preprints_feed(subject)) == [f"/preprints/{shown.pk}/"]


def test_a_preprints_entry_has_its_newest_published_assessment():
    first = RoundFactory(state="assessed")
    work = first.submission.preprint
    second, third = (VersionFactory(preprint=work, number=number) for number in (2, 3))
    # The later one is stored first: what is newest is decided by the day.
    AssessmentFactory(
        round=RoundFactory(submission=first.submission, version=second, number=2, state="assessed"),
        published=True,
        published_at=NOW + DAY,
        significance=term("significance", "useful"),
        text_html="<p>Of the second version.</p>",
    )
    AssessmentFactory(round=first, published=True, text_html="<p>Of the first version.</p>")
    AssessmentFactory(
        round=RoundFactory(submission=first.submission, version=third, number=3),
        state="approved",
        approved_by=first.submission.second_editor,
        approved_at=NOW,
        published_at=NOW + 9 * DAY,
        text_html="<p>Of the third version.</p>",
    )
    bystander = AssessmentFactory(published=True, published_at=NOW + 5 * DAY)
    by_page = {entry.page: entry for entry in entries.preprints_feed().entries}
    shown = by_page[f"{SITE}/preprints/{work.pk}/"]
    assert "<p>Of the second version.</p>" in shown.content_html
    assert shown.categories == ("Useful", "Solid")
    assert by_page[f"{SITE}/preprints/{bystander.version.preprint_id}/"].categories == (
        "Important",
        "Solid",
    )
    for other in ("Of the first version", "Of the third version"):
        assert other not in shown.content_html


def test_a_preprints_entry_has_its_own_authors_in_their_order_up_to_a_hundred():
    work, other = PreprintFactory(), PreprintFactory(status_at=NOW - DAY)
    for position in range(102, 1, -1):
        work.current_version.authors.create(position=position, name=f"Author {position}")
    other.current_version.authors.update(name="Bo Bystander")
    shown, beside = entries.preprints_feed().entries
    assert shown.authors == ("Ada Example", *(f"Author {n}" for n in range(2, 101)))
    assert beside.authors == ("Bo Bystander",)


def test_all_that_a_preprints_entry_says():
    work = PreprintFactory(
        subjects=[SubjectFactory()],
        status_at=NOW + DAY,
        created_at=NOW - DAY,
        version__title="T raw",
        version__title_plain="T",
        version__teaser="In short.",
    )
    revised = PreprintFactory(version__seen_at=NOW + 2 * DAY)
    moved, seen_later = without_text(entries.preprints_feed())
    assert moved == FeedEntry(
        page=f"{SITE}/preprints/{work.pk}/",
        title="T",
        authors=("Ada Example",),
        published=NOW - DAY,
        updated=NOW + DAY,
        summary="In short.",
        content_html="",
        categories=("Decision theory",),
    )
    assert (seen_later.page, seen_later.updated) == (
        f"{SITE}/preprints/{revised.pk}/",
        NOW + 2 * DAY,
    )


def test_all_that_the_entries_of_a_review_and_of_an_issue_say():
    review = ReviewFactory(published=True, published_at=NOW + DAY)
    (entry,) = without_text(entries.reviews_feed())
    assert entry == FeedEntry(
        page=f"{SITE}/preprints/{review.version.preprint_id}/v1/reviews/1/",
        title="Review of “Axioms for careful agents”",
        authors=("Anonymous reviewer",),
        published=NOW + DAY,
        updated=NOW + DAY,
        summary="",
        content_html="",
        licence_url=LICENCE,
    )
    published_issue(1, days=3)
    (entry,) = without_text(entries.issues_feed())
    assert entry == FeedEntry(
        page=f"{SITE}/issues/1/1/",
        title="Volume 1, Issue 1: Agents that choose",
        authors=(),
        published=NOW + 3 * DAY,
        updated=NOW + 3 * DAY,
        summary="",
        content_html="",
        licence_url=LICENCE,
        enclosures=(
            Enclosure(f"{SITE}/issues/1/1/issue.epub", "application/epub+zip"),
            Enclosure(f"{SITE}/issues/1/1/issue.pdf", "application/pdf"),
        ),
    )


def test_an_issue_holds_its_own_works_in_their_order():
    issue, other = IssueFactory(number=2), IssueFactory(number=1)
    for position in (2, 3, 1):
        work = PreprintFactory(version__title_plain=f"Work {position}")
        EntryFactory(issue=issue, preprint=work, position=position)
    EntryFactory(issue=other, preprint__version__title_plain="Work of another issue")
    for one in (other, issue):
        publish(one)
    texts = {entry.page: entry.content_html for entry in entries.issues_feed().entries}
    titles = {page: re.findall("Work [^<]*", text) for page, text in texts.items()}
    assert titles == {
        f"{SITE}/issues/1/2/": ["Work 1", "Work 2", "Work 3"],
        f"{SITE}/issues/1/1/": ["Work of another issue"],
    }


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_the_feed_of_a_merged_work_leads_to_that_of_the_kept_one(client, form):
    kept, bystander = PreprintFactory(), PreprintFactory()
    merged = PreprintFactory(version=None, location=None, merged_into=kept)
    answer = client.get(f"/feeds/preprints/{merged.pk}.{form}")
    assert (answer.status_code, answer.url) == (302, f"/feeds/preprints/{kept.pk}.{form}")
    assert answer["Access-Control-Allow-Origin"] == "*"
    for preprint in (kept, bystander):
        assert client.get(f"/feeds/preprints/{preprint.pk}.{form}").status_code == 200
