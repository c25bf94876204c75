"""What every address under /api/v1/ has in common."""

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from http import HTTPStatus
from typing import Any, ClassVar

import django_filters  # type: ignore[import-untyped]
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from api.filters import check_parameters, narrow
from api.paging import NewestFirst, PublicRows
from api.renderers import OrjsonRenderer
from api.shapes import Resource
from web.cache_times import API_SECONDS
from web.demo import DEMO_HEADER, DEMO_NOTE

NOTHING_HERE = "There is nothing at this address."


class AcceptHeaderOnly(DefaultContentNegotiation):
    """The Accept header decides; there is no `?format=`, which would be one more parameter."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        accept = request.META.get("HTTP_ACCEPT", "*/*")
        if accept == "*/*" or "application/json" in accept.split(","):
            return renderers[0], renderers[0].media_type
        chosen: tuple[BaseRenderer, str] = super().select_renderer(
            request, renderers, format_suffix
        )
        return chosen


class PublicView(APIView):
    """A view of public data: it never asks who is reading, so its answers may be cached by all."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes: Sequence[type[BaseRenderer]] = (OrjsonRenderer,)
    content_negotiation_class: Any = AcceptHeaderOnly

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Only the format is settled: there is nobody to recognise and nothing to permit."""
        self.format_kwarg = None  # read by DRF; our addresses have no endings like `.json`
        negotiated = self.perform_content_negotiation(request)
        request.accepted_renderer, request.accepted_media_type = negotiated

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """What may be asked here; also what a browser wants to know before a page's script asks."""
        response = Response(status=HTTPStatus.NO_CONTENT)
        response["Access-Control-Allow-Methods"] = ", ".join(self.allowed_methods)
        response["Access-Control-Allow-Headers"] = "*"
        return response

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.exception or request.method == "OPTIONS":
            # A problem is JSON, also where the page or the schema is not.
            response.accepted_renderer = OrjsonRenderer()
        response["Access-Control-Allow-Origin"] = "*"
        if settings.IS_DEMO:
            response[DEMO_HEADER] = DEMO_NOTE
        if response.status_code == 200 and request.method in ("GET", "HEAD"):
            response.add_post_render_callback(self._add_validators)
        return response

    def _add_validators(self, response: Response) -> HttpResponseBase:
        """ETag and lifetime; 304 without a body for who has it already."""
        etag = f'"{blake2b(response.content, digest_size=16).hexdigest()}"'
        response["ETag"] = etag
        response["Cache-Control"] = f"public, max-age={API_SECONDS}"
        request: HttpRequest = self.request._request
        answer = get_conditional_response(request, etag=etag, response=response)
        if answer is None or answer is response:
            return response
        for name in ("Access-Control-Allow-Origin", DEMO_HEADER):
            if name in response:
                answer[name] = response[name]
        return answer


class PublicViewSet(PublicView, GenericViewSet[Any]):
    """A list and its details, as the resource declares them (`api/resources/`)."""

    pagination_class = NewestFirst
    filterset_class: ClassVar[type[django_filters.FilterSet] | None] = None
    serializer_class: type[Resource]
    detail_serializer_class: ClassVar[type[Resource] | None] = None
    ordering: tuple[str, ...] = ("-id",)
    lookup_value_regex = r"[0-9]{1,18}"  # what a column can hold

    def list(self, request: Request) -> Response:
        asked = narrow(self.public(), request, self.filterset_class, NewestFirst.query_parameters)
        rows = self.everything() if asked is None else PublicRows.of(asked, self.ordering)
        pages = NewestFirst()
        keys = pages.page_of(rows, request)
        return pages.get_paginated_response(self.serializer_class.read_many(keys))

    @classmethod
    def public(cls) -> QuerySet[Any]:
        queryset: QuerySet[Any] = cls.serializer_class.public.all()
        return queryset

    def get_queryset(self) -> QuerySet[Any]:
        """Asked by drf-spectacular, which reads the types of an address's parts from the model."""
        return self.public()

    @classmethod
    @cache
    def everything(cls) -> PublicRows:
        return PublicRows.of(cls.public(), cls.ordering)

    def retrieve(self, request: Request, **lookup: str) -> Response:
        check_parameters(request, frozenset())
        ((name, key),) = lookup.items()
        column, value = ("id", int(key)) if name == "pk" else (name, key)
        detail = self.get_serializer_class().read_one(column, value)
        if detail is None:
            raise NotFound(NOTHING_HERE)
        return Response(detail)

    def get_serializer_class(self) -> type[Resource]:
        if self.action == "retrieve" and self.detail_serializer_class is not None:
            return self.detail_serializer_class
        return self.serializer_class
