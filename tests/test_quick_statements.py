"""The SQL that the tests put together in less time is Django's, to the letter."""

import pytest
from django.apps import apps
from django.db.backends.postgresql.compiler import SQLCompiler
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower

from preprints.models import DuplicateCandidate, Preprint, Version
from reviews.models import Review, Round, Submission
from tests.quick_statements import djangos_statements

REVIEWS = Review.objects.select_related("round__submission__editor", "reviewer")
ROUNDS_OF_IT = Round.objects.filter(version=OuterRef("version"))
QUERIES: dict[str, QuerySet] = {
    **{model._meta.label: model._base_manager.all() for model in apps.get_models()},
    **{
        f"{model._meta.label} with all": model._base_manager.select_related().order_by("-pk")
        for model in apps.get_models()
    },
    "one table thrice": DuplicateCandidate.objects.select_related("one", "other").filter(
        one__current_version__title=F("other__current_version__title")
    ),
    "another order": REVIEWS.order_by("round__number", "-reviewer__email"),
    "some columns": REVIEWS.only("summary", "round__submission__editor__email", "reviewer__email"),
    "without some": REVIEWS.defer("summary", "reviewer__email"),
    "a question within": REVIEWS.annotate(first=Exists(ROUNDS_OF_IT)).filter(first=True),
    "a value within": REVIEWS.annotate(n=Subquery(ROUNDS_OF_IT.values("number")[:1])),
    "its own table within": Round.objects.filter(
        Exists(Round.objects.filter(version=OuterRef("version")).exclude(pk=OuterRef("pk")))
    ).order_by("pk"),
    "left out by a join": Preprint.objects.exclude(versions__title="A").order_by("pk"),
    "grouped": Preprint.objects.annotate(n=Count("versions")).filter(n=2).order_by("n", "pk"),
    "an expression": Version.objects.order_by(Lower("title").desc(), F("posted_at").asc()),
    "of two": Round.objects.filter(number=1).union(Round.objects.filter(number=2)).order_by("pk"),
    "distinct": Submission.objects.filter(Q(rounds__number=1) | Q(state="waiting")).distinct(),
    "on a column": Round.objects.order_by("version_id", "pk").distinct("version_id"),
    "with the name of a column": Round.objects.extra(select={"number": "1"}).order_by("number"),
    "with the name of a table": Round.objects.extra(select={"reviews_round": "1"}),
    "of another table": Round.objects.extra(tables=["reviews_review"]).order_by("pk"),
    "values": REVIEWS.values_list("summary", "round__submission__editor__email"),
    "locked": Round.objects.select_related("submission").select_for_update(of=["self"]),
}


@pytest.mark.django_db  # only a transaction may lock
def test_all_statements_are_the_same():
    assert len(QUERIES) > 100
    is_quick = SQLCompiler.compile
    found = {name: statement(rows) for name, rows in QUERIES.items()}
    with djangos_statements():
        assert SQLCompiler.compile is not is_quick
        expected = {name: statement(rows) for name, rows in QUERIES.items()}
    assert found == expected
    assert all(sql.startswith(("SELECT", "(")) for sql, _values in expected.values())


def statement(rows: QuerySet) -> tuple:
    return rows.query.clone().get_compiler("default").as_sql()
