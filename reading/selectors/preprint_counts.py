"""How many works a list has, and how many of them each choice of its filters would leave."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from preprints.models import Preprint
from reviews.models import Assessment

MOST_COUNTED = 1000  # works; of longer lists it is only said that they are longer

# The works of a list, and what each is counted by; no more of them than says that it is longer.
_LIST = """
SELECT {number}, counted.* FROM (
  WITH found AS MATERIALIZED ({works}),
  assessed AS (
    SELECT DISTINCT ON (found.id) significance_id, strength_id
      FROM found
      JOIN preprints_version AS version ON version.preprint_id = found.id
      JOIN ({assessments}) AS published ON published.version_id = version.id
     ORDER BY found.id, published_at DESC, published.id DESC)
  SELECT '' AS name, '' AS value, count(*) AS works FROM found
  {parts}) AS counted
"""
_PARTS = {
    "status": "SELECT 'status', status, count(*) FROM found GROUP BY status",
    "kind": "SELECT 'kind', kind, count(*) FROM found GROUP BY kind",
    "source": """SELECT 'source', source, count(*) FROM found
      JOIN preprints_location AS place ON place.preprint_id = found.id AND is_canonical
     GROUP BY source""",
    "subject": """SELECT 'subject', slug, count(*) FROM found
      JOIN preprints_preprint_subjects AS named ON named.preprint_id = found.id
      JOIN preprints_subject AS subject ON subject.id = named.subject_id GROUP BY slug""",
    "significance": """SELECT 'significance', significance_id::text, count(*)
      FROM assessed GROUP BY significance_id""",
    "strength": "SELECT 'strength', strength_id::text, count(*) FROM assessed GROUP BY strength_id",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCounts:
    """of: by the name of a filter, how many works have which value; of a scale, which term's
    number."""

    works: int
    of: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def is_longer(self) -> bool:
        """Whether there are more works than are counted; then it is not known of what."""
        return self.works > MOST_COUNTED


def count_works(
    lists: "Collection[tuple[QuerySet[Preprint], Collection[str]]]",
) -> list[WorkCounts]:
    """Of each list of works, by the filters that are named beside it; one query for all."""
    statements, values = [], []
    for number, (preprints, names) in enumerate(lists):
        sql, own = _statement(number, preprints, names)
        statements.append(sql)
        values += own
    found: list[defaultdict[str, dict[str, int]]] = [defaultdict(dict) for _ in lists]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), values)
        for number, name, value, works in cursor.fetchall():
            found[number][name][value or ""] = works
    return [WorkCounts(works=counts.pop("")[""], of=counts) for counts in found]


def _statement(
    number: int, preprints: "QuerySet[Preprint]", names: Collection[str]
) -> tuple[str, list[Any]]:
    works = preprints.order_by().values("id", "status", "kind")[: MOST_COUNTED + 1]
    works_sql, works_values = works.query.sql_with_params()
    sql, values = _published_assessments()
    parts = " ".join(f"UNION ALL {_PARTS[name]}" for name in names)
    statement = _LIST.format(number=number, works=works_sql, assessments=sql, parts=parts)
    return statement, [*works_values, *values]


@cache
def _published_assessments() -> tuple[str, tuple[Any, ...]]:
    """Compiled once: it depends on nothing but the code."""
    judged = ("id", "version_id", "published_at", "significance_id", "strength_id")
    rows = Assessment.objects.published().order_by().values(*judged)
    sql, values = rows.query.sql_with_params()
    return sql, tuple(values)
