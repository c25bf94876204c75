"""A query of the tests is the query that the journal sends."""

import pytest
from django.apps import apps
from django.db.models import Count, F, Field
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

from preprints.models import Preprint
from reviews.models import Review
from tests import quick_queries
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import ReviewFactory

pytestmark = pytest.mark.django_db
MODELS = apps.get_models(include_auto_created=True)


@pytest.fixture
def as_ever():
    """Django without what is quicker here."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Field, "get_col", quick_queries.make_column)
        patched.setattr(Col, "__hash__", quick_queries.hash_of)
        patched.setattr(Col, "get_db_converters", quick_queries.converters_of)
        patched.setattr(SQLCompiler, "get_default_columns", quick_queries.find_default_columns)
        yield patched


def related(model) -> list[str]:
    """Each row that a row leads to, and those that these lead to."""
    near = [one for one in model._meta.fields if one.is_relation]
    far = [
        f"{one.name}__{other.name}"
        for one in near
        for other in one.related_model._meta.fields
        if other.is_relation
    ]
    return [one.name for one in near] + far


def questions(model):
    rows = model._base_manager
    yield rows.all()
    yield rows.order_by("pk").filter(pk=3)
    yield rows.select_related(*related(model)).order_by("-pk")
    yield rows.only("pk").distinct()
    yield rows.values_list("pk", flat=True).order_by(F("pk").desc(nulls_last=True))
    yield rows.filter(pk__in=rows.filter(pk__lt=9).values("pk"))
    yield rows.annotate(n=Count("pk")).filter(n__gt=1)
    for name in related(model)[:3]:
        yield rows.filter(**{f"{name}__in": [1, 2]}).exclude(**{name: 3}).order_by(name, "pk")


def compiled() -> list[tuple[str, object, object]]:
    found = []
    for model in MODELS:
        for asked in questions(model):
            compiler = asked.query.get_compiler("default")
            sql, parameters = compiler.as_sql()
            columns = [one[0] for one in compiler.select]
            converters = {
                place: [getattr(one, "__qualname__", one) for one in functions]
                for place, (functions, _column) in compiler.get_converters(columns).items()
            }
            found.append((sql, parameters, converters))
    return found


def test_each_query_has_the_words_parameters_and_converters_that_django_gives_it(request):
    quickly = compiled()
    request.getfixturevalue("as_ever")
    assert quickly == compiled()
    assert len(quickly) > 400


def test_a_column_of_another_alias_or_output_is_another():
    title, number = (Review._meta.get_field(name) for name in ("summary", "round"))
    assert title.get_col("T3") is title.get_col("T3")
    assert title.get_col("T3") != title.get_col("T4")
    assert title.get_col("T3") != number.get_col("T3")
    assert title.get_col("T3", number) != title.get_col("T3")


def test_rows_are_found_by_each_of_two_aliases_of_a_table():
    kept, bystander = PreprintFactory(), PreprintFactory()
    merged = PreprintFactory(merged_into=kept)
    ReviewFactory(round__submission__preprint=kept)
    found = Preprint.objects.select_related("merged_into").order_by("pk")
    assert [(one.pk, one.merged_into) for one in found] == [
        (kept.pk, None),
        (bystander.pk, None),
        (merged.pk, kept),
    ]
