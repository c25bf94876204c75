"""The version a preprint page shows, with everything that stands beside it, in one query."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, JSONField, OuterRef, QuerySet, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject

from curation.models import Entry, Issue
from preprints.models import Author, Preprint, Subject, Version
from reading.selectors.locations import LOCATIONS
from reading.selectors.related import DISCUSSIONS, RELATIONS
from reviews.models import Review, Submission

AUTHORS_SHOWN = 30
HEAVY = ("title", "abstract", "body_html", "content_hash")
OPEN = [Submission.State.SUBMITTED, Submission.State.ACCEPTED]
# What stands beside a version: by hand, since Django takes longer to put so many subqueries
# together than the database to answer them. `reviewed` is the number of the newest version with a
# published review, `edit` the newest small edit.
BESIDE = f"""
SELECT jsonb_build_object(
       'locations', ARRAY(SELECT row_to_json(row) FROM ({LOCATIONS}) AS row),
       'relations', ARRAY(SELECT row_to_json(row) FROM ({RELATIONS}) AS row),
       'discussions', ARRAY(SELECT row_to_json(row) FROM ({DISCUSSIONS}) AS row),
       'edit', (SELECT json_build_object('words', words_changed, 'seen_at', seen_at)
                  FROM preprints_edit WHERE version_id = shown.id),
       'reviewed', (SELECT max(version.number)
                      FROM reviews_review AS review
                      JOIN preprints_version AS version ON version.id = review.version_id
                     WHERE version.preprint_id = shown.preprint_id
                       AND review.status = 'published'))
  FROM (SELECT preprints_version.id, preprints_version.preprint_id) AS shown
"""  # noqa: S608 - put together from the constants above


def find_version(user: Any, preprint_id: int, number: int | None = None) -> "QuerySet[Version]":
    """One version; the current one where no number is given."""
    found = Version.objects.filter(
        preprint=preprint_id, preprint__in=Preprint.objects.visible_to(user)
    )
    if number is None:
        found = found.filter(pk=F("preprint__current_version"))
    else:
        found = found.filter(number=number)
    body = When(preprint__shows_full_text=True, then=F("body_html"))
    return (
        found.select_related("preprint")
        .defer(*HEAVY)
        .annotate(
            body=Case(body, default=Value(""), output_field=TextField()),
            first_authors=_first_authors(),
            is_own=_is_own(user),
            has_reviewed=_has_reviewed(user),
            beside=RawSQL(BESIDE, [], output_field=JSONField()),  # noqa: S611 - constants
            subjects=_subjects(),
            submission=_submission(),
            was_submitted=Exists(Submission.objects.filter(preprint=OuterRef("preprint"))),
            issues=_issues(),
        )
    )


def may_read_recommendations(version: Any, user: Any) -> bool:
    """Whether the reader is an author of the work, or one of its two editors.

    version: as `find_version` loads it.
    """
    return version.is_own or (
        user.is_authenticated
        and any(user.pk in (one["editor"], one["second_editor"]) for one in version.submission)
    )


def _first_authors() -> ArraySubquery:
    fields = JSONObject(name="name", orcid="orcid", handle="user__profile__handle")
    authors = Author.objects.filter(version=OuterRef("pk")).order_by("position")
    return ArraySubquery(authors.values(fields=fields)[:AUTHORS_SHOWN])


def _is_own(user: Any) -> Exists | Value:
    """Whether the reader is an author of any version."""
    if not user.is_authenticated:
        return Value(value=False)
    return Exists(Author.objects.filter(version__preprint=OuterRef("preprint"), user=user))


def _has_reviewed(user: Any) -> Exists | Value:
    """Whether the reader has submitted a review in the open round."""
    if not user.is_authenticated:
        return Value(value=False)
    own = Review.objects.filter(reviewer=user, submitted_at__isnull=False, round__state="open")
    return Exists(own.filter(version__preprint=OuterRef("preprint")))


def _subjects() -> ArraySubquery:
    subjects = Subject.objects.filter(preprints=OuterRef("preprint")).order_by("name")
    return ArraySubquery(subjects.values(fields=JSONObject(slug="slug", name="name")))


def _submission() -> ArraySubquery:
    """The latest one that is waiting or accepted: who declined what is not public."""
    fields = JSONObject(
        id="pk",
        consent="consent",
        editor="editor_id",
        second_editor="second_editor_id",
        submitting_author=Case(When(is_author=True, then="submitter_id"), default=None),
    )
    submissions = Submission.objects.filter(preprint=OuterRef("preprint"), state__in=OPEN)
    return ArraySubquery(submissions.order_by("-pk").values(fields=fields)[:1])


def _issues() -> ArraySubquery:
    entries = Entry.objects.filter(
        preprint=OuterRef("preprint"), issue__state=Issue.State.PUBLISHED
    )
    fields = JSONObject(
        volume="issue__volume",
        number="issue__number",
        title="issue__title",
        html="recommendation_html",
        name="recommended_by_name",
    )
    return ArraySubquery(entries.order_by("issue__published_at").values(fields=fields))
