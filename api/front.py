"""The API's front door: the index, the schema, the browsable documentation, unknown addresses."""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.filters import check_parameters
from api.shapes import Shape
from api.viewsets import NOTHING_HERE, PublicView
from web import addresses


class RootSerializer(Shape):
    """The addresses of all lists, of the search, of the schema and of its documentation."""

    preprints = s.URLField()
    versions = s.URLField()
    reviews = s.URLField()
    assessments = s.URLField()
    responses = s.URLField()
    corrections = s.URLField()
    revisions = s.URLField()
    issues = s.URLField()
    subjects = s.URLField()
    people = s.URLField()
    events = s.URLField()
    links = s.URLField()
    checkpoints = s.URLField()
    search = s.URLField()
    schema = s.URLField()
    docs = s.URLField()


class RootView(PublicView):
    @extend_schema(
        summary="Where everything is",
        description="The addresses of all lists.",
        responses=RootSerializer,
    )
    def get(self, request: Request) -> Response:
        check_parameters(request, frozenset())
        names = RootSerializer._declared_fields
        return Response({name: addresses.resource_list(name) for name in names})


@extend_schema(exclude=True)
class SchemaView(PublicView):
    """OpenAPI 3.1: JSON, or YAML by the Accept header or `?format=yaml`."""

    renderer_classes = (
        OpenApiJsonRenderer,
        OpenApiJsonRenderer2,
        OpenApiYamlRenderer,
        OpenApiYamlRenderer2,
    )
    content_negotiation_class = DefaultContentNegotiation

    def get(self, request: Request) -> Response:
        check_parameters(request, frozenset({"format"}))
        return Response(openapi_schema())


@cache
def openapi_schema() -> dict[str, Any]:
    """Made once a process: it depends on nothing but the code."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return schema


@extend_schema(exclude=True)
class DocsView(PublicView):
    """Swagger UI, served by us; its script and styles come from files, as the policy demands."""

    renderer_classes = (TemplateHTMLRenderer,)
    content_negotiation_class = DefaultContentNegotiation

    def get(self, request: Request) -> Response:
        check_parameters(request, frozenset())
        return Response({}, template_name="api/docs.html")


@extend_schema(exclude=True)
class NothingHereView(PublicView):
    """Any other address under /api/v1/."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound(NOTHING_HERE)
