"""The OpenAPI description is valid, and the answers are as it says."""

import inspect
import json
import re

import jsonschema
import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator
from rest_framework.serializers import Serializer

from api.shapes import Resource, Shape
from tests.api.conftest import LISTS, reviewed_preprint
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import ReviewFactory

SITE = "http://127.0.0.1:8000"
pytestmark = pytest.mark.django_db


@pytest.fixture
def schema(client):
    answer = client.get("/api/v1/schema/")
    assert answer["Content-Type"] == "application/vnd.oai.openapi+json"
    return answer.json()


def test_the_schema_is_valid_openapi_31(schema):
    assert schema["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(schema).validate()


def test_the_schema_is_made_without_warnings(capsys):
    from drf_spectacular.drainage import GENERATOR_STATS
    from drf_spectacular.generators import SchemaGenerator

    GENERATOR_STATS.reset()
    SchemaGenerator().get_schema(request=None, public=True)
    GENERATOR_STATS.emit_summary()
    assert "arning" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "how", [{"query_params": {"format": "yaml"}}, {"headers": {"Accept": "application/yaml"}}]
)
def test_the_schema_comes_as_yaml_too(client, schema, how):
    answer = client.get("/api/v1/schema/", **how)
    assert yaml.safe_load(answer.content) == schema


def test_every_address_is_described(schema):
    paths = {path.removeprefix("/api/v1/") for path in schema["paths"]}
    keys = {"subjects": "slug", "people": "handle", "links": "position"}
    details = {f"{name}/{{{keys.get(name, 'id')}}}/" for name in LISTS}
    assert paths == {"", "search/", *[f"{name}/" for name in LISTS], *details}


def test_every_parameter_and_operation_is_explained(schema):
    for path in schema["paths"].values():
        assert path["get"]["summary"]
        assert path["get"]["description"]


def test_operations_stand_in_groups_named_after_what_they_give(schema):
    groups = {path: one["get"]["tags"] for path, one in schema["paths"].items()}
    named = {name: f"/api/v1/{name}/" for name in (*LISTS, "search")}
    for path, tags in groups.items():
        (group,) = tags
        expected = [name.capitalize() for name, start in named.items() if path.startswith(start)]
        assert [group] == (expected or ["All lists"])
    listed = [tag["name"] for tag in schema["tags"]]
    assert sorted(listed) == sorted([*map(str.capitalize, named), "All lists"])


def test_shapes_have_titles_in_words_and_no_two_the_same(schema):
    titles = [shape["title"] for shape in schema["components"]["schemas"].values()]
    assert [title for title in titles if not re.fullmatch(r"[A-Z][a-z]*(,? [a-z]+)*", title)] == []
    assert len(set(titles)) == len(titles) > 30
    assert {"Preprints, one page", "People, one page", "Version, in full"} <= set(titles)


def test_every_parameter_of_a_page_is_explained(schema):
    for name in LISTS:
        parameters = schema["paths"][f"/api/v1/{name}/"]["get"]["parameters"]
        explained = {one["name"]: bool(one.get("description")) for one in parameters}
        assert (explained["cursor"], explained["limit"]) == (True, True)


def test_every_shape_is_described_for_readers_not_for_developers(schema):
    shapes = schema["components"]["schemas"]
    described = {
        name: shape.get("description")
        for name, shape in shapes.items()
        if not name.startswith("Paginated") and not name.endswith("Enum")
    }
    about_code = {inspect.getdoc(base) for base in (Shape, Resource, Serializer)}
    assert len(described) > 20
    assert [name for name, words in described.items() if not words or words in about_code] == []


def check(schema, path, answer):
    """The answer is what the schema says, and has no member that the schema does not know."""
    described = schema["paths"][path]["get"]["responses"][str(answer.status_code)]["content"]
    shape = described[answer["Content-Type"]]["schema"]
    closed = json.loads(json.dumps(schema["components"]))
    for component in closed["schemas"].values():
        if "properties" in component:
            component["additionalProperties"] = False
    jsonschema.Draft202012Validator(
        {**shape, "components": closed},
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    ).validate(answer.json())


@pytest.mark.parametrize("name", LISTS)
def test_lists_and_details_are_as_described(client, schema, everything_published, name):
    reviewed_preprint(2)
    PreprintFactory()
    ReviewFactory(published=True)
    answer = client.get(f"/api/v1/{name}/", {"limit": 1})
    check(schema, f"/api/v1/{name}/", answer)
    keys = {"subjects": "slug", "people": "handle", "links": "position"}
    key = keys.get(name, "id")
    for row in client.get(f"/api/v1/{name}/").json()["results"]:
        detail = client.get(row["api_url"].removeprefix(SITE))
        check(schema, f"/api/v1/{name}/{{{key}}}/", detail)


def test_the_index_and_the_problems_are_as_described(client, schema):
    check(schema, "/api/v1/", client.get("/api/v1/"))
    check(schema, "/api/v1/preprints/", client.get("/api/v1/preprints/?x=1"))
    check(schema, "/api/v1/preprints/{id}/", client.get("/api/v1/preprints/7/"))


def test_an_answer_that_is_not_as_described_would_be_found(client, schema):
    answer = client.get("/api/v1/preprints/")
    answer.json = lambda: {"next": None, "previous": None, "results": [{"id": 1}]}
    with pytest.raises(jsonschema.ValidationError):
        check(schema, "/api/v1/preprints/", answer)
