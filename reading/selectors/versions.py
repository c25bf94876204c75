"""The version a preprint page shows, with all that the page needs beside it, in one query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, JSONField, OuterRef, QuerySet, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django_stubs_ext import WithAnnotations

from accounts.requests import AnyUser
from curation.models import Entry
from ingest.pictures.keeping import StoredPicture, served
from preprints.models import Author, Preprint, Subject, Version
from reading.links import Link
from reading.selectors.locations import LoadedLocation, LocationView, location_views
from reading.selectors.related import LoadedDiscussion, LoadedRelation, Related, related
from reading.selectors.submissions import (
    EndedSubmission,
    OpenSubmission,
    ended_submission,
    open_submissions,
    publicly_ended,
    publicly_taken_back,
)
from reviews.models import Assessment, Review, Round, Submission
from text.foreign.pictures import put_pictures
from web.compiled import compiled
from web.list_lengths import AUTHORS_OF_A_VERSION
from web.page_cache.sources import shows_works_alone
from web.sql import subquery

HEAVY = ("title", "abstract", "body_html", "content_hash")
_REVIEWED = subquery(Review.objects.published().in_rounds().values("version_id"))
_ASSESSED = subquery(Assessment.objects.published().values("version_id"))
# By hand, since Django takes longer to put so many subqueries together than the database to answer
# them. What a work claimed to be, and is by now, is one of its locations.
EXTRAS = f"""
SELECT jsonb_build_object(
       'locations', ARRAY(
           SELECT row_to_json(location)
             FROM (SELECT id, source, url, external_id, gone_since, history
                     FROM preprints_location
                    WHERE preprint_id = shown.preprint_id
                    ORDER BY is_canonical DESC, id
                    LIMIT 10) AS location),
       'relations', ARRAY(
           SELECT row_to_json(related)
             FROM (SELECT relation.kind, relation.scheme, relation.external_id, relation.url,
                          here.id, here.title_html
                     FROM preprints_relation AS relation
                     LEFT JOIN LATERAL (
                          SELECT location.preprint_id AS id, current.title_html
                            FROM preprints_location AS location
                            JOIN preprints_preprint AS work ON work.id = location.preprint_id
                            JOIN preprints_version AS current
                              ON current.id = work.current_version_id
                           WHERE location.source = relation.scheme
                             AND location.external_id = relation.external_id
                          ) AS here ON TRUE
                    WHERE relation.preprint_id = shown.preprint_id
                      AND here.id IS DISTINCT FROM relation.preprint_id
                    ORDER BY relation.id
                    LIMIT 20) AS related),
       'discussions', ARRAY(
           SELECT row_to_json(discussion)
             FROM (SELECT work.id, current.title_html, count(*) OVER () AS in_all
                     FROM preprints_location AS location
                     JOIN preprints_relation AS relation
                       ON relation.scheme = location.source
                      AND relation.external_id = location.external_id
                     JOIN preprints_preprint AS work ON work.id = relation.preprint_id
                     JOIN preprints_version AS current ON current.id = work.current_version_id
                    WHERE location.preprint_id = shown.preprint_id
                      AND relation.kind = 'discusses'
                      AND work.id <> shown.preprint_id
                      AND work.merged_into_id IS NULL
                    GROUP BY work.id, current.title_html
                    ORDER BY work.first_posted_at DESC, work.id DESC
                    LIMIT 10) AS discussion),
       'edit', (
           SELECT json_build_object('words', words_changed, 'seen_at', seen_at)
             FROM preprints_edit
            WHERE version_id = shown.id),
       'reviewed_number', (
           SELECT max(version.number)
             FROM (SELECT version_id FROM {_REVIEWED} AS review
                   UNION ALL SELECT version_id FROM {_ASSESSED} AS assessment) AS reviewed
             JOIN preprints_version AS version ON version.id = reviewed.version_id
            WHERE version.preprint_id = shown.preprint_id))
  FROM (SELECT preprints_version.id, preprints_version.preprint_id) AS shown
"""  # noqa: S608 - a constant


@dataclass(frozen=True, slots=True)
class AuthorView:
    """orcid, handle: "" or None where there is none."""

    name: str
    orcid: str
    handle: str | None


@dataclass(frozen=True, slots=True)
class SmallEdit:
    """How many words the newest small edit of the version changes, and when it was seen."""

    words: int
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class IssueSelection:
    """That an issue has the work, and why."""

    issue: str
    url: str
    html: str
    name: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version, its work, and what this reader may do with it.

    version: with its preprint, without its long texts. body_html: "" where the full text may not be
    shown. reviewed_number: of the newest version with a published review of a round, or with an
    assessment that stands.
    was_submitted: whether its review was ever asked for. ended: submissions of which it is public
    how they ended. is_own: whether the reader is an author of any version.
    has_reviewed: whether the reader has submitted a review in the round that is under way.
    current_number: of the work's newest version.
    """

    version: Version
    body_html: str
    authors: list[AuthorView]
    subjects: list[Link]
    locations: list[LocationView]
    related: Related
    edit: SmallEdit | None
    selections: list[IssueSelection]
    submission: OpenSubmission | None
    reviewed_number: int | None
    was_submitted: bool
    ended: list[EndedSubmission]
    is_own: bool
    has_reviewed: bool
    current_number: int

    @property
    def preprint(self) -> Preprint:
        return self.version.preprint


def find_version(user: AnyUser, preprint_id: int, number: int | None = None) -> VersionView | None:
    """One version; the current one where no number is given. None where there is none.

    A page made of it shows this work alone, and those it is tied to."""
    found: list[_LoadedVersion] = _versions(preprint=preprint_id, number=number, reader=user.pk)
    if not found:
        return None
    (version,) = found
    extras = version.extras
    others = [work["id"] for work in (*extras["relations"], *extras["discussions"]) if work["id"]]
    shows_works_alone([preprint_id, *others])
    return _version_view(version)


def may_read_recommendations(shown: VersionView, user: AnyUser) -> bool:
    """Whether the reader is an author of the work, or an editor of it who still is one."""
    submission = shown.submission
    is_editor = submission is not None and user.pk in (
        submission.editor_id,
        submission.second_editor_id,
    )
    return shown.is_own or (user.is_authenticated and is_editor and user.is_editor)


class _Extras(TypedDict):
    """What EXTRAS answers."""

    locations: list[LoadedLocation]
    relations: list[LoadedRelation]
    discussions: list[LoadedDiscussion]
    edit: dict[str, Any] | None
    reviewed_number: int | None


class _Annotations(TypedDict):
    """What `_versions` adds to a version."""

    body: str
    found_pictures: dict[str, StoredPicture] | None
    first_authors: list[dict[str, Any]]
    is_own: bool
    has_reviewed: bool
    current_number: int
    extras: _Extras
    subjects: list[dict[str, str]]
    open_submissions: list[dict[str, Any]]
    was_submitted: bool
    ended: list[dict[str, Any]]
    taken_back: list[dict[str, Any]]
    issues: list[dict[str, Any]]


_LoadedVersion: TypeAlias = "WithAnnotations[Version, _Annotations]"


@compiled
def _versions(
    *, preprint: int, number: int | None, reader: int | None
) -> "QuerySet[_LoadedVersion]":
    """One, or none. reader: id of who reads; None where nobody is signed in."""
    body = When(preprint__shows_full_text=True, then=F("body_html"))
    is_asked_for = {"pk": F("preprint__current_version")} if number is None else {"number": number}
    return (
        Version.objects.select_related("preprint")
        .filter(preprint=preprint, preprint__in=Preprint.objects.public(), **is_asked_for)
        .defer(*HEAVY)
        .annotate(
            body=Case(body, default=Value(""), output_field=TextField()),
            first_authors=_first_authors(),
            found_pictures=F("pictures__found"),
            is_own=_is_own(reader),
            has_reviewed=_has_reviewed(reader),
            current_number=F("preprint__current_version__number"),
            extras=RawSQL(EXTRAS, [], output_field=JSONField()),  # noqa: S611 - a constant
            subjects=_subjects(),
            open_submissions=open_submissions(),
            was_submitted=Exists(Submission.objects.filter(preprint=OuterRef("preprint"))),
            ended=publicly_ended(),
            taken_back=publicly_taken_back(),
            issues=_issues(),
        )
    )


def _version_view(version: _LoadedVersion) -> VersionView:
    extras, edit = version.extras, version.extras["edit"]
    return VersionView(
        version=version,
        body_html=put_pictures(version.body, served(version.found_pictures or {})),
        authors=[AuthorView(**author) for author in version.first_authors],
        subjects=[_subject_link(subject) for subject in version.subjects],
        locations=location_views(extras["locations"]),
        related=related(extras["relations"], extras["discussions"]),
        edit=SmallEdit(edit["words"], datetime.fromisoformat(edit["seen_at"])) if edit else None,
        selections=[_selection(issue) for issue in version.issues],
        submission=next((OpenSubmission(**fields) for fields in version.open_submissions), None),
        reviewed_number=extras["reviewed_number"],
        was_submitted=version.was_submitted,
        ended=[ended_submission(fields) for fields in [*version.ended, *version.taken_back]],
        is_own=version.is_own,
        has_reviewed=version.has_reviewed,
        current_number=version.current_number,
    )


def _subject_link(subject: dict[str, str]) -> Link:
    return Link(subject["name"], reverse("reading:subject", args=[subject["slug"]]))


def _selection(issue: dict[str, Any]) -> IssueSelection:
    label = _("Volume %(volume)s, Issue %(number)s") % issue
    url = reverse("reading:issue", args=[issue["volume"], issue["number"]])
    return IssueSelection(label, url, issue["html"], issue["name"])


def _first_authors() -> ArraySubquery:
    fields = JSONObject(name="name", orcid="orcid", handle="user__profile__handle")
    authors = Author.objects.filter(version=OuterRef("pk")).order_by("position")
    return ArraySubquery(authors.values(fields=fields)[:AUTHORS_OF_A_VERSION])


def _is_own(reader: int | None) -> Exists | Value:
    if reader is None:
        return Value(value=False)
    return Exists(Author.objects.filter(version__preprint=OuterRef("preprint"), user=reader))


def _has_reviewed(reader: int | None) -> Exists | Value:
    if reader is None:
        return Value(value=False)
    own = Review.objects.filter(reviewer=reader, submitted_at__isnull=False)
    own = own.filter(round__state__in=Round.UNDER_WAY)
    return Exists(own.filter(version__preprint=OuterRef("preprint")))


def _subjects() -> ArraySubquery:
    subjects = Subject.objects.filter(preprints=OuterRef("preprint")).order_by("name")
    return ArraySubquery(subjects.values(fields=JSONObject(slug="slug", name="name")))


def _issues() -> ArraySubquery:
    entries = Entry.objects.published().filter(preprint=OuterRef("preprint"))
    fields = JSONObject(
        volume="issue__volume",
        number="issue__number",
        html="recommendation_html",
        name="recommended_by_name",
    )
    return ArraySubquery(entries.order_by("issue__published_at").values(fields=fields))
