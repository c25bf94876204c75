"""A resource is declared once: the schema, the statement and the answers come from its fields."""

import orjson
import pytest
from django.db.models import F
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers as s

from api.resources.preprints import PreprintSerializer
from api.resources.subjects import SubjectSerializer
from api.resources.versions import VersionDetailSerializer
from api.shapes import Resource, Shape, made, statement_of
from api.statements import select
from api.views import SubjectViewSet, documented
from preprints.models import Preprint, Subject
from tests.factories.preprints import PreprintFactory, SubjectFactory
from web.sql import subquery

pytestmark = pytest.mark.django_db


class CountedSubjectSerializer(SubjectSerializer):
    preprint_count = s.IntegerField(
        source="(SELECT count(*) FROM preprints_preprint_subjects WHERE subject_id = s.id)",
        help_text="How many preprints stand under it.",
    )


@documented("subjects", "subject")
class CountedSubjectViewSet(SubjectViewSet):
    serializer_class = CountedSubjectSerializer


def test_a_field_that_is_declared_is_in_the_schema_and_in_the_answers(rf):
    subject, bystander = SubjectFactory(slug="asked"), SubjectFactory(slug="other")
    PreprintFactory(subjects=[subject])
    ask_list = CountedSubjectViewSet.as_view({"get": "list"})
    ask_detail = CountedSubjectViewSet.as_view({"get": "retrieve"})
    addresses = [path("subjects/", ask_list), path("subjects/<slug:slug>/", ask_detail)]
    schema = SchemaGenerator(patterns=addresses).get_schema(request=None, public=True)
    described = schema["components"]["schemas"]["CountedSubject"]
    assert described["properties"]["preprint_count"] == {
        "type": "integer",
        "description": "How many preprints stand under it.",
    }
    assert "preprint_count" in described["required"]
    assert ask_detail(rf.get("/"), slug="asked").data["preprint_count"] == 1
    counts = {row["id"]: row["preprint_count"] for row in ask_list(rf.get("/")).data["results"]}
    assert counts == {subject.pk: 1, bystander.pk: 0}


class NumberedSerializer(Shape):
    number = s.IntegerField()
    name = s.CharField(source="title")


class CurrentSerializer(Shape):
    number = s.IntegerField()
    label = s.CharField(source=made("{} {}".format, "number", "p.kind"))


class WorkSerializer(Resource):
    public = Preprint.objects.exclude(kind="agenda")
    table = "p"
    joins = "LEFT JOIN preprints_version v ON v.id = p.current_version_id AND v.word_count > 0"

    kind = s.CharField()
    now = CurrentSerializer(source="v", allow_null=True)
    loud = s.CharField(source="upper(p.kind)")
    fixed = s.CharField(source=made(lambda: "as it is"))
    all_versions = NumberedSerializer(
        many=True, source="FROM preprints_version WHERE preprint_id = p.id AND number > 0"
    )


def test_each_kind_of_source_is_read():
    with_words = PreprintFactory(kind="theory", version__word_count=7, version__title="One")
    without = PreprintFactory(kind="survey", version__word_count=0, version__title="Two")
    hidden = PreprintFactory(kind="agenda")
    answers = WorkSerializer.read_many([without.pk, hidden.pk, with_words.pk])
    assert [answer["kind"] for answer in answers] == ["survey", "theory"], "in the order asked for"
    assert WorkSerializer.read_one("id", hidden.pk) is None
    assert answers[0]["now"] is None
    assert answers[1]["now"] == {"number": 1, "label": "1 theory"}
    assert (answers[1]["loud"], answers[1]["fixed"]) == ("THEORY", "as it is")
    assert orjson.dumps(answers[1]["all_versions"]) == b'[{"number":1,"name":"One"}]'
    assert list(answers[1]) == ["kind", "now", "loud", "fixed", "all_versions"]


def test_a_queryset_stands_in_a_statement_with_its_values():
    SubjectFactory(slug="plain", name="Plain")
    SubjectFactory(slug="odd", name="100 % 'sure' %s")
    odd = subquery(Subject.objects.filter(name="100 % 'sure' %s"))
    assert select(f"SELECT s.slug FROM {odd} s WHERE s.id > %(least)s", {"least": 0}) == [("odd",)]


def test_a_comparison_with_another_column_stands_in_a_statement():
    SubjectFactory(slug="plain", name="Not plain")
    SubjectFactory(slug="odd", name="Even")
    named = subquery(Subject.objects.filter(name__contains=F("slug")))
    assert select(f"SELECT s.slug FROM {named} s WHERE s.id > %(least)s", {"least": 0}) == [
        ("plain",)
    ]


def resource_with(**fields):
    parts = {"public": Subject.objects.all(), "table": "s", **fields}
    return type("PartsSerializer", (Resource,), parts)


class MadeFirstSerializer(Shape):
    label = s.CharField(source=made("{}".format, "number"))
    number = s.IntegerField()


class ShapeFirstSerializer(Shape):
    number = NumberedSerializer(source="v")


@pytest.mark.parametrize("shape", [MadeFirstSerializer, ShapeFirstSerializer])
@pytest.mark.parametrize("how", ["many", "allow_null"])
def test_what_postgresql_cannot_read_is_refused_before_any_request(shape, how):
    wrong = resource_with(part=shape(source="FROM preprints_version v", **{how: True}))
    with pytest.raises(TypeError, match=f"{shape.__name__}.* must be a column or an SQL express"):
        statement_of(wrong)
    assert statement_of(resource_with(part=MadeFirstSerializer(source="v"))).sql


def kinds_of(shape):
    return [kind for each in shape.__subclasses__() for kind in (each, *kinds_of(each))]


def test_the_statement_of_each_resource_is_made_and_understood():
    """At the latest here, not at the first request."""
    resources = [
        each for each in kinds_of(Resource) if each.__module__.startswith("api.resources.")
    ]
    assert {PreprintSerializer, VersionDetailSerializer} <= set(resources)
    for each in resources:
        assert each.read_many([0]) == [], each
