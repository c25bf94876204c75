"""The version a preprint page shows, with all that the page needs beside it, in one query."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Exists,
    F,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django_stubs_ext import WithAnnotations

from accounts.requests import AnyUser
from curation.models import Entry
from preprints.models import Author, Preprint, Subject, Version
from reading.links import Link
from reading.selectors.locations import LoadedLocation, LocationView, location_views
from reading.selectors.related import LoadedDiscussion, LoadedRelation, Related, related
from reviews.models import Appeal, Assessment, Review, Revision, Round, Submission
from reviews.selectors.desk.clocked import untaken_steps
from web.list_lengths import AUTHORS_OF_A_VERSION
from web.sql import subquery

HEAVY = ("title", "abstract", "body_html", "content_hash")
OPEN = [Submission.State.SUBMITTED, Submission.State.ACCEPTED]
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
             FROM {subquery(Review.objects.published().values("version_id"))} AS review
             JOIN preprints_version AS version ON version.id = review.version_id
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
class OpenSubmission:
    """The latest submission that is waiting or accepted: who declined what is not public.

    round_kind, round_state: of the round that is under way. assessed_number: of the newest version
    with an assessment. last_revision: its version's number and what was decided. final_number: of
    the version that an author declared final. triage_due_at, opened_at, reviews_due_on,
    respond_until, post_by, assess_by: ISO dates: by when the editors are to decide, since when the
    round is open, by when all who write are to be done, until when the authors read it first, how
    long the posting waits at most for answers to their corrections, and by when the editors are to
    take the next step of the assessment.
    """

    submission_id: int
    consent: str
    editor_id: int | None
    second_editor_id: int | None
    submitting_author_id: int | None
    is_accepted: bool
    is_decided_by_one: bool
    round_kind: str | None
    round_state: str | None
    assessed_number: int | None
    last_revision: dict[str, Any] | None
    final_number: int | None
    triage_due_at: str
    opened_at: str | None
    reviews_due_on: str | None
    assess_by: str | None
    respond_until: str | None
    post_by: str | None

    @property
    def takes_reviews(self) -> bool:
        is_open = self.round_state == Round.State.OPEN
        return is_open and self.round_kind == Round.Kind.FULL

    @property
    def waits_until(self) -> date | None:
        """The day by which whoever is waited for is to be done; None where there is none."""
        if not self.is_accepted:
            return datetime.fromisoformat(self.triage_due_at).date()
        if self.respond_until and self.round_state == Round.State.WITH_AUTHORS:
            return datetime.fromisoformat(self.respond_until).date()
        if self.round_state == Round.State.RELEASED:
            return date.fromisoformat(self.assess_by) if self.assess_by else None
        return date.fromisoformat(self.reviews_due_on) if self.reviews_due_on else None

    @property
    def posted_at_latest(self) -> date | None:
        """Named beside the other day: whether a correction waits is not public."""
        if not self.post_by or self.round_state != Round.State.WITH_AUTHORS:
            return None
        return datetime.fromisoformat(self.post_by).date()

    @property
    def open_since(self) -> datetime | None:
        return datetime.fromisoformat(self.opened_at) if self.opened_at else None

    @property
    def follow_up(self) -> str:
        """Of a revision: what the editors do ("full", "editors"), "decide" while it waits for
        them, "none" where no review follows; "" where none was declared."""
        if self.last_revision is None:
            return ""
        if not self.last_revision["decision"]:
            return "decide"
        is_over = self.last_revision["decision"] != "none" and not self.round_kind
        return "" if is_over else str(self.last_revision["decision"])

    def may_be_revised(self, number: int) -> bool:
        """Whether an author may declare a version, where it is the newest one."""
        is_free = not self.round_kind and self.follow_up != "decide"
        is_new = self.last_revision is None or self.last_revision["number"] < number
        return (
            is_free
            and is_new
            and self.final_number != number
            and self.assessed_number is not None
            and (self.assessed_number < number)
        )


@dataclass(frozen=True, slots=True)
class EndedSubmission:
    """How a submission ended without an assessment, where everybody may read it: declined, with the
    editors' reasons, or withdrawn after `reviews` had come in. taken_back_at: when an appeal
    against it was upheld."""

    submitted_at: datetime
    ended_at: datetime
    reason: str
    text: str
    reviews: int
    taken_back_at: datetime | None = None


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
    shown. reviewed_number: of the newest version with a published review. was_submitted: whether
    its review was ever asked for. ended: submissions of which it is public how they ended.
    is_own: whether the reader is an author of any version.
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
    """One version; the current one where no number is given. None where there is none."""
    versions = _versions(user).filter(
        preprint=preprint_id, preprint__in=Preprint.objects.visible_to(user)
    )
    if number is None:
        versions = versions.filter(pk=F("preprint__current_version"))
    else:
        versions = versions.filter(number=number)
    version = versions.first()
    return _version_view(version) if version else None


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


def _versions(user: AnyUser) -> "QuerySet[_LoadedVersion]":
    body = When(preprint__shows_full_text=True, then=F("body_html"))
    return (
        Version.objects.select_related("preprint")
        .defer(*HEAVY)
        .annotate(
            body=Case(body, default=Value(""), output_field=TextField()),
            first_authors=_first_authors(),
            is_own=_is_own(user),
            has_reviewed=_has_reviewed(user),
            current_number=F("preprint__current_version__number"),
            extras=RawSQL(EXTRAS, [], output_field=JSONField()),  # noqa: S611 - a constant
            subjects=_subjects(),
            open_submissions=_open_submissions(),
            was_submitted=Exists(Submission.objects.filter(preprint=OuterRef("preprint"))),
            ended=_ended(),
            taken_back=_taken_back(),
            issues=_issues(),
        )
    )


def _version_view(version: _LoadedVersion) -> VersionView:
    extras, edit = version.extras, version.extras["edit"]
    return VersionView(
        version=version,
        body_html=version.body,
        authors=[AuthorView(**author) for author in version.first_authors],
        subjects=[_subject_link(subject) for subject in version.subjects],
        locations=location_views(extras["locations"]),
        related=related(extras["relations"], extras["discussions"]),
        edit=SmallEdit(edit["words"], datetime.fromisoformat(edit["seen_at"])) if edit else None,
        selections=[_selection(issue) for issue in version.issues],
        submission=next((OpenSubmission(**fields) for fields in version.open_submissions), None),
        reviewed_number=extras["reviewed_number"],
        was_submitted=version.was_submitted,
        ended=[_ended_submission(fields) for fields in [*version.ended, *version.taken_back]],
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


def _is_own(user: AnyUser) -> Exists | Value:
    if not user.is_authenticated:
        return Value(value=False)
    return Exists(Author.objects.filter(version__preprint=OuterRef("preprint"), user=user))


def _has_reviewed(user: AnyUser) -> Exists | Value:
    if not user.is_authenticated:
        return Value(value=False)
    own = Review.objects.filter(reviewer=user, submitted_at__isnull=False)
    own = own.filter(round__state__in=Round.UNDER_WAY)
    return Exists(own.filter(version__preprint=OuterRef("preprint")))


def _subjects() -> ArraySubquery:
    subjects = Subject.objects.filter(preprints=OuterRef("preprint")).order_by("name")
    return ArraySubquery(subjects.values(fields=JSONObject(slug="slug", name="name")))


def _open_submissions() -> ArraySubquery:
    rounds = Round.objects.under_way().filter(submission=OuterRef("pk"))
    writing = Review.objects.being_written().filter(
        round__submission=OuterRef("pk"), round__state=Round.State.OPEN
    )
    assessments = Assessment.objects.published().filter(round__submission=OuterRef("pk"))
    assessments = assessments.order_by("-version__number")
    revisions = Revision.objects.filter(round__submission=OuterRef("pk")).order_by("-declared_at")
    steps = untaken_steps().filter(submission=OuterRef("pk"))
    of_revision = JSONObject(number="version__number", decision="decision")
    fields = JSONObject(
        submission_id="pk",
        consent="consent",
        editor_id="editor_id",
        second_editor_id="second_editor_id",
        submitting_author_id=Case(When(is_author=True, then="submitter_id"), default=None),
        is_accepted=Q(state=Submission.State.ACCEPTED),
        is_decided_by_one="is_decided_by_one",
        round_kind=Subquery(rounds.values("kind")[:1]),
        round_state=Subquery(rounds.values("state")[:1]),
        assessed_number=Subquery(assessments.values("version__number")[:1]),
        last_revision=Subquery(revisions.values(fields=of_revision)[:1]),
        final_number="final_version__number",
        triage_due_at="triage_due_at",
        opened_at=Subquery(rounds.values("opened_at")[:1]),
        respond_until=Subquery(rounds.values("respond_until")[:1]),
        post_by=Subquery(rounds.values("post_by")[:1]),
        assess_by=Subquery(steps.order_by("-pk").values("due_on")[:1]),
        reviews_due_on=Subquery(writing.order_by("-due_on").values("due_on")[:1]),
    )
    submissions = Submission.objects.filter(preprint=OuterRef("preprint"), state__in=OPEN)
    return ArraySubquery(submissions.order_by("-pk").values(fields=fields)[:1])


def _ended() -> ArraySubquery:
    ended = Submission.objects.publicly_ended().filter(preprint=OuterRef("preprint"))
    fields = JSONObject(
        submitted_at="submitted_at",
        ended_at=Coalesce("withdrawn_at", "decided_at"),
        code="decline_code",
        text="decline_text",
        reviews="reviews_at_end",
    )
    return ArraySubquery(ended.order_by("-pk").values(fields=fields))


def _taken_back() -> ArraySubquery:
    """Declines whose reasons were public when an appeal against them was upheld."""
    upheld = Appeal.objects.filter(work__preprint=OuterRef("preprint"), state=Appeal.State.UPHELD)
    fields = JSONObject(
        submitted_at="work__submitted_at",
        ended_at="published_decline__declined_at",
        code="published_decline__code",
        text="published_decline__text",
        reviews=Value(0),
        taken_back_at="decided_at",
    )
    kept = upheld.exclude(published_decline={})
    return ArraySubquery(kept.order_by("-pk").values(fields=fields))


def _ended_submission(fields: dict[str, Any]) -> EndedSubmission:
    code, taken_back_at = fields["code"], fields.get("taken_back_at")
    return EndedSubmission(
        submitted_at=datetime.fromisoformat(fields["submitted_at"]),
        ended_at=datetime.fromisoformat(fields["ended_at"]),
        reason=str(Submission.DeclineCode(code).label) if code else "",
        text=fields["text"],
        reviews=fields["reviews"],
        taken_back_at=datetime.fromisoformat(taken_back_at) if taken_back_at else None,
    )


def _issues() -> ArraySubquery:
    entries = Entry.objects.published().filter(preprint=OuterRef("preprint"))
    fields = JSONObject(
        volume="issue__volume",
        number="issue__number",
        html="recommendation_html",
        name="recommended_by_name",
    )
    return ArraySubquery(entries.order_by("issue__published_at").values(fields=fields))
