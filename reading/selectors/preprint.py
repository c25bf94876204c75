"""The preprint page: the work, what was published about it, and what happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.requests import AnyUser
from events.models import Event
from following.selectors import FollowButton, follow_button
from following.things import preprint_thing
from preprints.models import Preprint, Version
from preprints.version_names import version_words
from reading.links import Link
from reading.selectors.actions import Action, actions
from reading.selectors.assessments import (
    AssessmentView,
    assessment_views,
    posted_corrections,
    shown_assessments,
)
from reading.selectors.cite_box import CiteBox, cite_work
from reading.selectors.head_tags import HeadTags, tags_of_work
from reading.selectors.locations import LocationView, location_of, present_locations
from reading.selectors.notices import Notice, notices
from reading.selectors.point_answers import (
    answer_of_response,
    answers_of_revision,
    with_answers,
)
from reading.selectors.read_on import ReadOn, read_on
from reading.selectors.related import Related
from reading.selectors.reviews import (
    ResponseView,
    ReviewView,
    TombstoneView,
    response_views,
    review_views,
    reviews_of,
    split_withdrawn,
    with_versions,
)
from reading.selectors.revisions import RevisionView, revision_views
from reading.selectors.scales import Scales
from reading.selectors.submissions import EndedSubmission, OpenSubmission
from reading.selectors.version_chips import VersionChips, version_chips
from reading.selectors.versions import (
    AuthorView,
    IssueSelection,
    VersionView,
    may_read_recommendations,
)
from reading.status_words import (
    UnderWay,
    status_label,
    status_sentence,
    stopped_sentence,
)
from reading.timeline_words import TimelineItem, timeline
from reviews.models import Response, Submission
from reviews.selectors.named_events import data_with_name, with_names
from text.code import colour_code
from web.compiled import compiled, ids
from web.list_lengths import TIMELINE_ITEMS


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """A version in the list of all; `changes_url` leads to what changed since the one before.

    One that only the source has has the source's name as `location`."""

    words: str
    url: str
    posted_at: datetime
    is_withdrawn: bool = False
    is_shown: bool = False
    changes_url: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class PublishedReviews:
    """What is public about a preprint: all of it, or what is about one version."""

    assessments: list[AssessmentView]  # the newest first
    reviews: list[ReviewView]
    responses: list[Response]
    revisions: list[RevisionView]
    tombstones: list[TombstoneView]

    @property
    def in_rounds(self) -> list[ReviewView]:
        """What the journal's own review of the work has come to; others stand beside it."""
        return [review for review in self.reviews if not review.is_without_round]

    @property
    def has_response(self) -> bool:
        """Whether the authors responded to the newest assessment, or to reviews without one."""
        newest = self.assessment
        return any(
            newest is None or response.version.number >= newest.number
            for response in self.responses
        )

    @property
    def assessment(self) -> AssessmentView | None:
        return self.assessments[0] if self.assessments else None


@dataclass(frozen=True, slots=True)
class PreprintPage:
    """`body_html` is empty where the full text may not be shown; `more_authors` counts those not
    named; `locations` are where it still is, `all_locations` also where it no longer is."""

    preprint: Preprint
    version: Version
    status: str
    status_sentence: str
    authors: list[AuthorView]
    more_authors: int
    notices: list[Notice]
    locations: Sequence[LocationView]
    all_locations: list[LocationView]
    subjects: list[Link]
    body_html: str
    consent: str
    triage_note: str
    ended_submissions: list[EndedSubmission]
    assessment: AssessmentView | None
    earlier_assessments: list[AssessmentView]
    revisions: list[RevisionView]
    reviews: list[ReviewView]
    responses: list[ResponseView]
    tombstones: list[TombstoneView]
    timeline_items: list[TimelineItem]
    versions: list[ListedVersion]
    related: Related
    selections: list[IssueSelection]
    read_on: ReadOn | None
    actions: list[Action]
    follow_button: FollowButton
    cite: CiteBox
    head_tags: HeadTags
    chips: VersionChips

    @property
    def side_by_side_number(self) -> int | None:
        """Of the newest version whose text is shown on the page, or was, and that has reviews."""
        numbers = (review.about_other or self.version.number for review in self.reviews)
        return max(numbers, default=None) if self.body_html else None

    @property
    def lists_places(self) -> bool:
        """Whether there is more to say of where it is public than that it is read there."""
        return (
            len(self.all_locations) > 1
            or self.all_locations != self.locations
            or any(place.gone_since for place in self.all_locations)
        )


def preprint_page(shown: VersionView, user: AnyUser, *, only_this_version: bool) -> PreprintPage:
    """With the reviews of every version, or of this one only. Six queries, with `find_version`; one
    more each for a declared revision, for an issue, and for who is signed in."""
    preprint, version = shown.preprint, shown.version
    versions = _versions(preprint=preprint.pk)
    asked = [other for other in versions if other.pk == version.pk or not only_this_version]
    published = _published_reviews(shown, user, asked)
    responses = response_views(published.responses, shown=version)
    return PreprintPage(
        preprint=preprint,
        version=version,
        status=_status(shown, only_this_version=only_this_version),
        status_sentence=_status_sentence(shown, published),
        authors=shown.authors,
        more_authors=version.author_count - len(shown.authors),
        notices=notices(shown, versions),
        locations=present_locations(shown.locations),
        all_locations=shown.locations,
        subjects=shown.subjects,
        body_html=colour_code(shown.body_html),
        consent=_consent(shown),
        triage_note=_triage_note(shown),
        ended_submissions=shown.ended,
        assessment=published.assessment,
        earlier_assessments=published.assessments[1:],
        revisions=published.revisions,
        reviews=_answered_reviews(published, responses),
        responses=responses,
        tombstones=published.tombstones,
        timeline_items=_timeline(preprint),
        versions=_version_rows(version, versions, shown.locations),
        related=shown.related,
        selections=shown.selections,
        read_on=read_on(version, shown.locations),
        actions=actions(shown, user, responses=published.responses),
        follow_button=follow_button(user, preprint_thing(preprint.pk)),
        head_tags=tags_of_work(shown, published.reviews),
        cite=_cite_box(shown, versions, published.in_rounds),
        chips=version_chips(shown, versions),
    )


def _status(shown: VersionView, *, only_this_version: bool) -> str:
    """The page of one version says which version is final, where that is another."""
    final = shown.submission.final_number if shown.submission else None
    is_final = shown.preprint.status == Preprint.Status.FINAL
    if only_this_version and is_final and final not in (None, shown.version.number):
        return _("Version %(number)s is final") % {"number": final}
    return status_label(shown.preprint)


def _status_sentence(shown: VersionView, published: PublishedReviews) -> str:
    words = status_sentence(
        shown.preprint.status,
        status_at=shown.preprint.status_at,
        reviews=len(published.in_rounds),
        assessments=len(published.assessments),
        has_response=published.has_response,
        was_submitted=shown.was_submitted,
        has_reasons=any(one.text and not one.taken_back_at for one in shown.ended),
        follow_up=shown.submission.follow_up if shown.submission else "",
        version=shown.current_number,
        under_way=_under_way(shown.submission),
        until=shown.submission.waits_until if shown.submission else None,
        latest=shown.submission.posted_at_latest if shown.submission else None,
        today=timezone.now().date(),
        owed=shown.submission.owed if shown.submission else "",
    )
    is_under_way = shown.submission is not None and shown.submission.is_under_way
    return f"{words} {stopped_sentence(shown.preprint.status) if is_under_way else ''}".strip()


def _under_way(submission: OpenSubmission | None) -> UnderWay:
    if submission is None or not submission.round_state:
        return UnderWay()
    return UnderWay(
        kind=submission.round_kind or "",
        state=submission.round_state,
        number=submission.round_number or 0,
        since=submission.open_since,
    )


def _published_reviews(
    shown: VersionView, user: AnyUser, versions: Sequence[Version]
) -> PublishedReviews:
    """versions: those whose reviews, assessments and responses are asked for."""
    scales, version, asked = Scales(), shown.version, ids(versions)
    rows = reviews_of(versions=asked), shown_assessments(versions=asked), _responses(versions=asked)
    reviews, withdrawn_reviews = split_withdrawn(with_versions(rows[0], versions), shown=version)
    loaded = list(with_versions(rows[1], versions))
    assessments, withdrawn = split_withdrawn(loaded, shown=version)
    corrections = {one.identifier: posted_corrections(one) for one in loaded if one.is_withdrawn}
    responses, withdrawn_responses = split_withdrawn(
        with_versions(rows[2], versions), shown=version
    )
    return PublishedReviews(
        assessments=assessment_views(assessments, scales, version),
        reviews=review_views(
            reviews,
            scales,
            shown=version,
            shows_recommendations=may_read_recommendations(shown, user),
        ),
        responses=responses,
        revisions=revision_views(versions) if _has_revision(shown) else [],
        tombstones=[
            *(replace(one, corrections=corrections[one.identifier]) for one in withdrawn),
            *withdrawn_reviews,
            *withdrawn_responses,
        ],
    )


def _answered_reviews(
    published: PublishedReviews, responses: Sequence[ResponseView]
) -> list[ReviewView]:
    answers = [
        *map(answer_of_response, responses),
        *(answer for one in published.revisions for answer in answers_of_revision(one)),
    ]
    return with_answers(published.reviews, answers)


def _has_revision(shown: VersionView) -> bool:
    return shown.submission is not None and shown.submission.last_revision is not None


@compiled
def _responses(*, versions: Sequence[int]) -> "QuerySet[Response]":
    return Response.objects.filter(version__in=versions)


@compiled
def _versions(*, preprint: int) -> "QuerySet[Version]":
    fields = ("preprint_id", "number", "location_id", "source_version", "posted_at", "is_withdrawn")
    cited = ("title_plain", "author_line", "seen_at")
    return Version.objects.filter(preprint=preprint).only(*fields, *cited).order_by("-number")


def _version_rows(
    shown: Version, versions: Sequence[Version], locations: Sequence[LocationView]
) -> list[ListedVersion]:
    """Those stored here and those that only the source's own list names, newest first."""
    older_versions = [*versions[1:], None]
    rows = [
        ListedVersion(
            words=_words(version, locations),
            url=version.get_absolute_url(),
            posted_at=version.posted_at,
            is_withdrawn=version.is_withdrawn,
            is_shown=version.pk == shown.pk,
            changes_url=_changes_url(older, version) if older else "",
        )
        for version, older in zip(versions, older_versions, strict=True)
    ]
    labels = {(version.location_id, version.source_version) for version in versions}
    rows += [
        ListedVersion(
            words=entry["label"],
            url=location.url_of(entry["label"]),
            posted_at=datetime.fromisoformat(entry["posted_at"]),
            is_withdrawn=entry.get("is_withdrawn", False),
            location=location.words,
        )
        for location in locations
        for entry in location.history
        if not labels & {(location.location_id, entry["label"]), (None, entry["label"])}
    ]
    return sorted(rows, key=lambda row: row.posted_at, reverse=True)


def _changes_url(older: Version, newer: Version) -> str:
    return reverse("reading:compare", args=[newer.preprint_id, older.number, newer.number])


def _consent(shown: VersionView) -> str:
    return str(Submission.Consent(shown.submission.consent).label) if shown.submission else ""


def _triage_note(shown: VersionView) -> str:
    """That one editor decided, where the policy of the journal let one suffice."""
    if shown.submission is None or not shown.submission.is_decided_by_one:
        return ""
    return _("One editor decided to send it for review, as this journal’s policy allowed")


def _timeline(preprint: Preprint) -> list[TimelineItem]:
    listed = _public_events(preprint=preprint.pk)
    for event in listed:
        event.data = data_with_name(event)
    return [*timeline(listed), TimelineItem(_("Posted"), preprint.first_posted_at)]


@compiled
def _public_events(*, preprint: int) -> "QuerySet[Event]":
    events = Event.objects.public().about_preprint(preprint).order_by("-at", "-pk")
    return with_names(events)[:TIMELINE_ITEMS]


def _cite_box(
    shown: VersionView, versions: Sequence[Version], reviews: Sequence[ReviewView]
) -> CiteBox:
    """reviews: of rounds. Of the newest version with one on the page; of the one shown where there
    is none."""
    reviewed = {review.about_other or shown.version.number for review in reviews}
    number = max(reviewed, default=shown.version.number)
    version = next(version for version in versions if version.number == number)
    version.preprint = shown.preprint
    return cite_work(
        version,
        shown.locations,
        status=status_label(shown.preprint),
        is_reviewed=bool(reviewed),
    )


def _words(version: Version, locations: Sequence[LocationView]) -> str:
    location = location_of(version, locations)
    return version_words(
        version.number, version.source_version, location.source if location else ""
    )
