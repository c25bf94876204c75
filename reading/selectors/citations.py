"""What is cited of a work, a review and an issue, as everybody may read it.

Who wrote a review is its byline: a hidden reviewer is cited as on the page.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeAlias, TypedDict

from django.conf import settings
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_stubs_ext import WithAnnotations

from accounts.models import Profile
from accounts.requests import AnyUser
from curation.models import Issue
from preprints.known_sources import Rank, source_facts
from preprints.models import Author, Preprint, Version
from preprints.rules import ANONYMOUS
from preprints.version_names import Place, cited_number, cited_publisher, cited_version
from reading.selectors.locations import LoadedLocation, location_of_version, location_view
from reading.selectors.reviews import published_reviews
from reading.status_words import status_label
from reviews.models import Review
from text.citations.names import CitedName, cited_name, literal_name
from text.citations.record import CitationRecord, Cited
from web.addresses import absolute
from web.page_cache.sources import shows_works_alone

POSTS = (Rank.FORUM, Rank.PAGE)
ARXIV_PREFIX = "arXiv:"


class _Annotations(TypedDict):
    is_reviewed: bool
    place: list[LoadedLocation]


_LoadedVersion: TypeAlias = "WithAnnotations[Version, _Annotations]"


def work_citation(user: AnyUser, preprint_id: int, number: int | None = None) -> CitationRecord:
    """One version; without a number the newest that was reviewed, or the current one. Two queries.

    Raises Http404, also for what was merged."""
    version = _version(user, preprint_id, number)
    return record_of_work(
        version,
        title=version.title,
        people=_names(version),
        place=_place(version),
        is_reviewed=version.is_reviewed,
    )


def review_citation(
    user: AnyUser, preprint_id: int, number: int, review_number: int
) -> CitationRecord:
    """A published review, or one that was withdrawn, which says so. Three queries."""
    version = _version(user, preprint_id, number)
    review = get_object_or_404(published_reviews(), version=version, number=review_number)
    review.version = version
    return record_of_review(
        review, title=version.title, people=_names(version), place=_place(version)
    )


def record_of_review(
    review: Review, *, title: str, people: Sequence[CitedName], place: Place | None
) -> CitationRecord:
    """review: published or withdrawn, with its version loaded. title, people, place: of the work in
    that version."""
    version, number = review.version, review.number or 0
    reference = _reference(version, place)
    return CitationRecord(
        cited=Cited.REVIEW,
        identifier=review.identifier,
        url=absolute(review.get_absolute_url()),
        title=title_of_review(number, title),
        plain_title=title_of_review(number, version.title_plain),
        people=[_byline(review)],
        issued=_day(review.published_at),
        publisher=settings.JOURNAL_NAME,
        number=review.identifier,
        mark=_("WITHDRAWN") if review.is_withdrawn else "",
        notes=[
            _("Review of %(version)s.") % {"version": reference or version.identifier},
            *withdrawal_notes(review),
            *demo_notes(),
        ],
        reviewed_title=version.title_plain,
        reviewed_people=people,
        reviewed_url=place.url if place else "",
        licence=settings.JOURNAL_LICENCE_URL,
    )


def issue_citation(volume: int, number: int) -> CitationRecord:
    """Two queries."""
    issues = Issue.objects.published().only("volume", "number", "title", "editor", "published_at")
    issue = get_object_or_404(issues, volume=volume, number=number)
    editor = Profile.objects.filter(user=issue.editor_id).only("name").first()
    return record_of_issue(issue, editor.name if editor else "")


def record_of_issue(issue: Issue, editor_name: str) -> CitationRecord:
    """issue: a published one."""
    title = title_of_issue(issue)
    return CitationRecord(
        cited=Cited.ISSUE,
        identifier=issue.identifier,
        url=absolute(issue.get_absolute_url()),
        title=title,
        plain_title=title,
        people=[cited_name(editor_name)] if editor_name else [],
        issued=_day(issue.published_at),
        publisher=settings.JOURNAL_NAME,
        volume=str(issue.volume),
        issue=str(issue.number),
        notes=demo_notes(),
        licence=settings.JOURNAL_LICENCE_URL,
    )


def _version(user: AnyUser, preprint_id: int, number: int | None) -> _LoadedVersion:
    reviewed = Review.objects.published().in_rounds().filter(version=OuterRef("pk"))
    versions = (
        Version.objects.filter(preprint=preprint_id, preprint__in=Preprint.objects.visible_to(user))
        .select_related("preprint")
        .only(
            "number",
            "title",
            "title_plain",
            "source_version",
            "posted_at",
            "seen_at",
            "is_withdrawn",
            "licence",
            "preprint__status",
            "preprint__selected_for",
        )
        .annotate(is_reviewed=Exists(reviewed), place=location_of_version())
    )
    if number is not None:
        versions = versions.filter(number=number)
    version = versions.order_by(_as_cited().desc()).first()
    if version is None:
        raise Http404
    shows_works_alone([preprint_id])
    return version


def _as_cited() -> Case:
    return Case(
        When(is_reviewed=True, then=F("number")),
        When(pk=F("preprint__current_version"), then=Value(0)),
        default=Value(-1),
        output_field=IntegerField(),
    )


def record_of_work(
    version: Version,
    *,
    title: str,
    people: Sequence[CitedName],
    place: Place | None,
    is_reviewed: bool,
) -> CitationRecord:
    """version: with its preprint. title: as its source wrote it. place: where it was seen."""
    number = cited_number(place, version.source_version)
    is_post = place is not None and source_facts(place.source).rank in POSTS
    external_id = place.external_id if place else ""
    return CitationRecord(
        cited=Cited.POST if is_post else Cited.WORK,
        identifier=version.identifier,
        url=absolute(version.get_absolute_url()),
        title=title.rstrip("."),
        plain_title=version.title_plain.rstrip("."),
        people=people,
        issued=_day(version.posted_at),
        publisher=cited_publisher(place),
        number=number,
        eprint=number.removeprefix(ARXIV_PREFIX) if number.startswith(ARXIV_PREFIX) else "",
        doi=external_id if external_id.startswith("10.") else "",
        mark=mark_of(version),
        notes=work_notes(
            version,
            _reference(version, place),
            status=status_label(version.preprint),
            is_reviewed=is_reviewed,
        ),
        source_url=place.url if place else "",
        licence=version.licence if version.licence.startswith("http") else "",
    )


def work_notes(version: Version, reference: str, *, status: str, is_reviewed: bool) -> list[str]:
    """reference: the source's own name of the version; "" where there is none."""
    here = {"journal": settings.JOURNAL_NAME, "identifier": version.identifier}
    known = (
        _("Reviewed in %(journal)s, %(identifier)s.")
        if is_reviewed
        else _("%(journal)s, %(identifier)s.")
    )
    words = _("Status: %(status)s.") % {"status": status}
    return [*([f"{reference}."] if reference else []), known % here, words, *demo_notes()]


def mark_of(version: Version) -> str:
    """Before the title, as publishers write it."""
    if version.preprint.status == Preprint.Status.RETRACTED:
        return _("RETRACTED")
    if version.is_withdrawn or version.preprint.status == Preprint.Status.WITHDRAWN:
        return _("WITHDRAWN")
    return ""


def marked(mark: str, title: str) -> str:
    return f"{mark}: {title}" if mark else title


def title_of_review(number: int, title: str) -> str:
    return _("Review %(number)s of ‘%(title)s’") % {"number": number, "title": title.rstrip(".")}


def title_of_issue(issue: Issue) -> str:
    return f"{settings.JOURNAL_NAME}, {issue.label}: {issue.title}"


def _reference(version: Version, place: Place | None) -> str:
    return cited_version(
        place, version.source_version, posted_at=version.posted_at, seen_at=version.seen_at
    )


def _place(version: _LoadedVersion) -> Place | None:
    return location_view(version.place[0]) if version.place else None


def _names(version: Version) -> list[CitedName]:
    names = Author.objects.filter(version=version).order_by("position")
    return [name_of_author(*author) for author in names.values_list("name", "orcid")]


def name_of_author(name: str, orcid: str) -> CitedName:
    return literal_name(_("Anonymous")) if name == ANONYMOUS else cited_name(name, orcid)


def _byline(review: Review) -> CitedName:
    name = review.byline()
    return cited_name(name) if review.is_signed else literal_name(name)


def withdrawal_notes(review: Review) -> list[str]:
    if review.withdrawn_at is None:
        return []
    day = date_format(timezone.localtime(review.withdrawn_at), "j F Y")
    how = review.get_withdrawn_as_display()
    return [_("Withdrawn %(how)s on %(day)s.") % {"how": how, "day": day}]


def demo_notes() -> list[str]:
    return [_("Demo: reviews and assessments are invented.")] if settings.IS_DEMO else []


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None
