"""What stands in each feed: published things only, read with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import Profile
from curation.models import Entry, Issue
from curation.selectors.marks import EntryMark, marks_of
from events.checkpoints import checkpoint_text
from events.models import Checkpoint
from interop.feeds import html
from interop.feeds.model import Enclosure, Feed, FeedEntry
from preprints.models import Author, Preprint, Subject
from reviews.models import Assessment, Byline, Review
from web import addresses
from web.list_lengths import FEED_ENTRIES

MAX_AUTHORS = 100


def preprints_feed(subject: Subject | None = None) -> Feed:
    """Works by the day their status last moved: what was listed, reviewed or selected lately."""
    preprints = Preprint.objects.public()
    if subject is None:
        name, title, page = "preprints", _("Preprints"), addresses.list_page("preprints")
    else:
        preprints = preprints.filter(subjects=subject)
        name, title = f"subjects/{subject.slug}", subject.name
        page = addresses.subject_page(subject.slug)
    newest = list(
        preprints.select_related("current_version")
        .defer("current_version__body_html", "current_version__opening")
        .prefetch_related("subjects")
        .order_by("-status_at", "-pk")[:FEED_ENTRIES]
    )
    authors = _authors_by_version(preprint.current_version_id for preprint in newest)
    assessments = _newest_assessments(preprint.pk for preprint in newest)
    return Feed(
        name=name,
        title=feed_title(title),
        subtitle=_("What was listed, reviewed or selected lately."),
        page=page,
        entries=tuple(
            _preprint_entry(
                preprint,
                tuple(authors[preprint.current_version_id]),
                assessments.get(preprint.pk),
            )
            for preprint in newest
        ),
    )


def reviews_feed(preprint: Preprint | None = None) -> Feed:
    reviews = Review.objects.shown()
    if preprint is None:
        name, title, page = "reviews", _("Reviews"), addresses.list_page("preprints")
    else:
        reviews = reviews.filter(version__preprint=preprint)
        name, page = f"preprints/{preprint.pk}", addresses.preprint_page(preprint.pk)
        title = _("Reviews of %(identifier)s") % {"identifier": preprint.identifier}
    return Feed(
        name=name,
        title=feed_title(title),
        subtitle=_("Reviews in full, as they are published."),
        page=page,
        entries=_newest_reviews(reviews),
    )


def person_feed(person: Profile) -> Feed:
    """The reviews they signed: no other may be tied to a person."""
    reviews = Review.objects.published().filter(reviewer=person.user_id, byline_kind=Byline.SIGNED)
    return Feed(
        name=f"people/{person.handle}",
        title=feed_title(_("Reviews by %(name)s") % {"name": person.name}),
        subtitle=_("Signed reviews in full, as they are published."),
        page=addresses.person_page(person.handle),
        entries=_newest_reviews(reviews),
    )


def issues_feed() -> Feed:
    issues = list(Issue.objects.published().order_by("-published_at", "-pk")[:FEED_ENTRIES])
    entries: dict[int, list[Entry]] = defaultdict(list)
    for entry in (
        Entry.objects.filter(issue__in=issues)
        .select_related("version")
        .defer("version__body_html")
        .order_by("issue", "position")
    ):
        entries[entry.issue_id].append(entry)
    marks = marks_of([entry.preprint_id for chosen in entries.values() for entry in chosen])
    return Feed(
        name="issues",
        title=feed_title(_("Issues")),
        subtitle=_("Each issue with its editorial and the recommendation of every work in it."),
        page=addresses.list_page("issues"),
        entries=tuple(_issue_entry(issue, entries[issue.pk], marks) for issue in issues),
    )


def log_feed() -> Feed:
    """The signed checkpoints: who follows it keeps a copy of each."""
    newest = Checkpoint.objects.order_by("-links")[:FEED_ENTRIES]
    return Feed(
        name="log",
        title=feed_title(_("Checkpoints of the log")),
        subtitle=_("Each is signed: whoever keeps one can prove that the log was changed later."),
        page=addresses.list_page("log"),
        entries=tuple(_checkpoint_entry(checkpoint) for checkpoint in newest),
    )


def _newest_reviews(reviews: "QuerySet[Review]") -> tuple[FeedEntry, ...]:
    newest = (
        reviews.select_related("version", "significance", "strength")
        .defer("version__body_html", "recommendations", "recommendations_html")
        .order_by("-published_at", "-pk")[:FEED_ENTRIES]
    )
    return tuple(map(_review_entry, newest))


def feed_title(what: str) -> str:
    return f"{settings.JOURNAL_NAME}: {what}"


def _authors_by_version(version_ids: Iterable[int | None]) -> dict[int | None, list[str]]:
    names: dict[int | None, list[str]] = defaultdict(list)
    for version_id, name in (
        Author.objects.filter(version__in=list(version_ids), position__lte=MAX_AUTHORS)
        .order_by("version", "position")
        .values_list("version_id", "name")
    ):
        names[version_id].append(name)
    return names


def _newest_assessments(preprint_ids: Iterable[int]) -> dict[int, Assessment]:
    published = (
        Assessment.objects.published()
        .filter(version__preprint__in=list(preprint_ids))
        .select_related("version", "significance", "strength")
        .defer("version__body_html")
        .order_by("published_at", "pk")
    )
    return {assessment.version.preprint_id: assessment for assessment in published}


def _preprint_entry(
    preprint: Preprint, authors: tuple[str, ...], assessment: Assessment | None
) -> FeedEntry:
    version, page = preprint.current_version, addresses.preprint_page(preprint.pk)
    assert version is not None  # noqa: S101 - the query leaves out preprints without one
    status = preprint.get_status_display()
    if preprint.selected_for:
        status = f"{status}: {preprint.selected_for}"
    terms = (assessment.significance.word, assessment.strength.word) if assessment else ()
    return FeedEntry(
        page=page,
        title=version.title_plain,
        authors=authors,
        published=preprint.created_at,
        updated=max(preprint.status_at, version.seen_at),
        summary=version.teaser,
        content_html=html.preprint(status, version, assessment, page),
        categories=(*(subject.name for subject in preprint.subjects.all()), *terms),
    )


def _review_entry(review: Review) -> FeedEntry:
    version = review.version
    page = addresses.review_page(version.preprint_id, version.number, review.number or 0)
    published = review.published_at or review.agreed_at
    title = _("Review of “%(title)s”") % {"title": version.title_plain}
    if review.withdrawn_at is not None:
        return FeedEntry(
            page=page,
            title=_("Withdrawn: %(title)s") % {"title": title},
            authors=(review.byline(),),
            published=published,
            updated=review.withdrawn_at,
            summary="",
            content_html=html.tombstone(review, addresses.preprint_page(version.preprint_id)),
            licence_url=settings.JOURNAL_LICENCE_URL,
        )
    return FeedEntry(
        page=page,
        title=title,
        authors=(review.byline(),),
        published=published,
        updated=published,
        summary="",
        content_html=html.review(review, addresses.preprint_page(version.preprint_id), page),
        licence_url=settings.JOURNAL_LICENCE_URL,
    )


def _issue_entry(
    issue: Issue, entries: list[Entry], marks: Mapping[int, Sequence[EntryMark]]
) -> FeedEntry:
    """Updated when something became of one of its works."""
    page = addresses.issue_page(issue.volume, issue.number)
    published = issue.published_at or issue.created_at
    since = [mark.at for entry in entries for mark in marks.get(entry.preprint_id, ())]
    return FeedEntry(
        page=page,
        title=f"{issue.label}: {issue.title}",
        authors=(),
        published=published,
        updated=max([published, *since]),
        summary="",
        content_html=html.issue(issue, entries, page, marks),
        licence_url=settings.JOURNAL_LICENCE_URL,
        enclosures=(
            Enclosure(addresses.issue_epub(issue.volume, issue.number), "application/epub+zip"),
            Enclosure(addresses.issue_pdf(issue.volume, issue.number), "application/pdf"),
        ),
    )


def _checkpoint_entry(checkpoint: Checkpoint) -> FeedEntry:
    return FeedEntry(
        page=addresses.checkpoint_file(checkpoint.links),
        title=_("%(links)s links") % {"links": checkpoint.links},
        authors=(),
        published=checkpoint.at,
        updated=checkpoint.at,
        summary="",
        content_html=format_html("<pre>{}</pre>", checkpoint_text(checkpoint)),
    )
