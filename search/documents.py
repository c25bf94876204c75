"""Making the documents of works and issues: one statement for each, however many there are.

Each text comes from the queryset that says what everybody may read, so what is no longer public
has no document once its work's are made anew.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import ProgramLimitExceeded

from curation.models import Entry, Issue
from preprints.models import Preprint
from preprints.rules import AUTHORS_IN_LINE
from reviews.models import Assessment, Response, Review
from reviews.models.byline import Byline
from reviews.models.reviews import PUBLIC_PARTS
from search import marks
from web.sql import subquery

LONGEST_INDEXED_TEXT = 500_000  # characters of a text that are indexed
# PostgreSQL takes 1 MB of different words for a document; so many characters always fit in.
SURELY_FIT = 20_000

_TERMS = (marks.SIGNIFICANCE, marks.STRENGTH)
# Of each work: what its texts can be narrowed by.
_ABOUT = f"""
work AS MATERIALIZED (
  SELECT * FROM {
    subquery(
        Preprint.objects.public().values(
            "id", "status", "kind", "first_posted_at", "current_version_id", "shows_full_text"
        )
    )
} AS found WHERE id = ANY(%(ids)s)),
term AS (
  SELECT given.id, array_agg(lower.id) AS reached
    FROM reviews_term AS given
    JOIN reviews_term AS lower USING (vocabulary_id) WHERE lower.rank <= given.rank
   GROUP BY given.id),
subject AS (
  SELECT preprint_id, array_agg(subject_id ORDER BY subject_id) AS ids
    FROM preprints_preprint_subjects WHERE preprint_id = ANY(%(ids)s) GROUP BY preprint_id),
assessed AS (
  SELECT DISTINCT ON (version.preprint_id) version.preprint_id, significance_id, strength_id
    FROM {
    subquery(
        Assessment.objects.published().values(
            "id", "version_id", "published_at", "significance_id", "strength_id"
        )
    )
} AS assessment
    JOIN preprints_version AS version ON version.id = assessment.version_id
   WHERE version.preprint_id = ANY(%(ids)s)
   ORDER BY version.preprint_id, published_at DESC, assessment.id DESC),
selected AS (
  SELECT preprint_id, max(issue_id) AS issue_id
    FROM {subquery(Entry.objects.published().values("preprint_id", "issue_id"))} AS entry
   WHERE preprint_id = ANY(%(ids)s) GROUP BY preprint_id),
about AS MATERIALIZED (
  SELECT work.id AS preprint_id, work.status, work.kind AS work_kind,
         coalesce(place.source, '') AS source,
         extract(year FROM work.first_posted_at AT TIME ZONE 'UTC')::smallint AS year,
         coalesce(subject.ids, ARRAY[]::bigint[]) AS subject_ids,
         significance_id, strength_id, issue_id,
         array_remove(
           ARRAY['=status:' || work.status, '=work:' || work.kind, '=source:' || place.source,
                 '=year:' || extract(year FROM work.first_posted_at AT TIME ZONE 'UTC'),
                 '=issue:' || issue_id, CASE WHEN significance_id > 0 THEN '{marks.ASSESSED}' END]
           || ARRAY(SELECT '=subject:' || unnest(subject.ids))
           || ARRAY(SELECT '=significance:' || unnest(significance.reached))
           || ARRAY(SELECT '=strength:' || unnest(strength.reached)), NULL) AS marks
    FROM work
    LEFT JOIN preprints_location AS place ON place.preprint_id = work.id AND place.is_canonical
    LEFT JOIN subject ON subject.preprint_id = work.id
    LEFT JOIN assessed ON assessed.preprint_id = work.id
    LEFT JOIN selected ON selected.preprint_id = work.id
    LEFT JOIN term AS significance ON significance.id = assessed.significance_id
    LEFT JOIN term AS strength ON strength.id = assessed.strength_id)
"""  # noqa: S608 - a constant, as all that follow


def _written(text: str) -> str:
    return f"setweight(to_tsvector('verso', left({text}, %(most)s)), 'C')"


def _names(names: str) -> str:
    """A name is found as it is written, and as a word among words."""
    return f"setweight(to_tsvector('verso_names', {names}) || to_tsvector('verso', {names}), 'B')"


_AUTHORS = f"""
CASE WHEN version.author_count > {AUTHORS_IN_LINE} THEN
  left((SELECT string_agg(author.name, ' , ' ORDER BY author.position)
          FROM preprints_author AS author WHERE author.version_id = version.id), %(most)s)
ELSE version.author_line END
"""  # noqa: S608
_PARTS = " || ' ' || ".join(f"{part}_html" for part in PUBLIC_PARTS)
# A title's formulas are found as they are shown, and as they are written.
_TEXTS = f"""
text AS (
  SELECT 'work' AS kind, work.id AS object_id, work.id AS preprint_id,
         work.first_posted_at AS at,
         setweight(to_tsvector('verso', version.title_plain || CASE
             WHEN version.title <> version.title_plain THEN ' ' || version.title ELSE '' END), 'A')
         || {_names(_AUTHORS)} || {_written("version.abstract")}
         || CASE WHEN work.shows_full_text THEN
              setweight(to_tsvector('verso', left(version.body_html, %(most)s)), 'D')
            ELSE '' END AS words
    FROM work JOIN preprints_version AS version ON version.id = work.current_version_id
  UNION ALL
  SELECT 'review', review.id, version.preprint_id, review.published_at,
         CASE review.byline_kind WHEN '{Byline.ANONYMOUS}' THEN ''
           ELSE {_names("review.byline_name")} END || {_written(_PARTS)}
    FROM {
    subquery(
        Review.objects.published().values(
            "id",
            "version_id",
            "published_at",
            "byline_kind",
            "byline_name",
            *(f"{part}_html" for part in PUBLIC_PARTS),
        )
    )
} AS review
    JOIN preprints_version AS version ON version.id = review.version_id
   WHERE version.preprint_id = ANY(%(ids)s)
  UNION ALL
  SELECT 'assessment', assessment.id, version.preprint_id, assessment.published_at,
         {_written("assessment.text_html")}
    FROM {
    subquery(Assessment.objects.published().values("id", "version_id", "published_at", "text_html"))
} AS assessment
    JOIN preprints_version AS version ON version.id = assessment.version_id
   WHERE version.preprint_id = ANY(%(ids)s)
  UNION ALL
  SELECT 'response', response.id, version.preprint_id, response.posted_at,
         {_names("response.author_name")} || {_written("response.text_html")}
    FROM {
    subquery(
        Response.objects.published().values(
            "id", "version_id", "posted_at", "author_name", "text_html"
        )
    )
} AS response
    JOIN preprints_version AS version ON version.id = response.version_id
   WHERE version.preprint_id = ANY(%(ids)s))
"""  # noqa: S608
_COLUMNS = """
(kind, object_id, preprint_id, at, words, status, work_kind, source, year, subject_ids,
 significance_id, strength_id, issue_id, indexed_at)
"""
# A text may have come from another work, with a merge.
_IN_PLACE_OF_THE_OLD = "ON CONFLICT (kind, object_id) DO UPDATE SET " + ", ".join(
    f"{column} = excluded.{column}"
    for column in _COLUMNS.strip("()\n ").replace("\n", "").split(", ")
    if column not in ("kind", "object_id")
)
_INDEX_WORKS = f"""
WITH {_ABOUT}, {_TEXTS}
INSERT INTO search_document {_COLUMNS}
SELECT text.kind, text.object_id, text.preprint_id, text.at,
       text.words || array_to_tsvector(about.marks || ARRAY['=kind:' || text.kind]),
       about.status, about.work_kind, about.source, about.year, about.subject_ids,
       about.significance_id, about.strength_id, about.issue_id, %(now)s
  FROM text JOIN about USING (preprint_id)
{_IN_PLACE_OF_THE_OLD}
"""  # noqa: S608
_FORGET_WORKS = "DELETE FROM search_document WHERE preprint_id = ANY(%(ids)s)"
_INDEX_ISSUES = f"""
INSERT INTO search_document {_COLUMNS}
SELECT 'editorial', issue.id, NULL, issue.published_at,
       setweight(to_tsvector('verso', issue.title), 'A')
       || {_names("coalesce(entries.names, '')")}
       || {_written("issue.editorial_html || coalesce(entries.texts, '')")}
       || array_to_tsvector(ARRAY['=kind:editorial', '=issue:' || issue.id,
            '=year:' || extract(year FROM issue.published_at AT TIME ZONE 'UTC')]),
       '', '', '', extract(year FROM issue.published_at AT TIME ZONE 'UTC'), ARRAY[]::bigint[],
       NULL, NULL, issue.id, %(now)s
  FROM {
    subquery(Issue.objects.published().values("id", "title", "editorial_html", "published_at"))
} AS issue
  LEFT JOIN (
    SELECT issue_id, string_agg(recommended_by_name, ' , ') AS names,
           string_agg(' ' || recommendation_html, '' ORDER BY position) AS texts
      FROM {
    subquery(
        Entry.objects.published().values(
            "issue_id", "position", "recommended_by_name", "recommendation_html"
        )
    )
} AS entry GROUP BY issue_id
  ) AS entries ON entries.issue_id = issue.id
 WHERE issue.id = ANY(%(ids)s)
"""  # noqa: S608
_FORGET_ISSUES = "DELETE FROM search_document WHERE kind = 'editorial' AND object_id = ANY(%(ids)s)"


def index_works(preprint_ids: Sequence[int], *, now: datetime) -> None:
    """Make anew the documents of all public texts of these works, within a transaction."""
    _make_anew(_FORGET_WORKS, _INDEX_WORKS, preprint_ids, now)


def index_issues(issue_ids: Sequence[int], *, now: datetime) -> None:
    """Make anew the documents of the editorials of these issues, within a transaction."""
    _make_anew(_FORGET_ISSUES, _INDEX_ISSUES, issue_ids, now)


def _make_anew(forget: str, index: str, ids: Sequence[int], now: datetime) -> None:
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(forget, {"ids": list(ids)})
    if not _index(index, ids, LONGEST_INDEXED_TEXT, now):
        for one in ids:
            if not _index(index, [one], LONGEST_INDEXED_TEXT, now):
                _index(index, [one], SURELY_FIT, now)


def _index(statement: str, ids: Sequence[int], most: int, now: datetime) -> bool:
    """False where one of them has more words than a document may hold; then none is indexed."""
    asked: dict[str, Any] = {"ids": list(ids), "most": most, "now": now}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, asked)
    except OperationalError as error:
        if not isinstance(error.__cause__, ProgramLimitExceeded):
            raise
        return False
    return True
