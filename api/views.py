"""The resources as they are asked for: how each is described, narrowed and ordered."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view

from api import filters
from api.errors import PROBLEM_TYPE, ProblemSerializer
from api.resources.assessments import AssessmentSerializer
from api.resources.events import EventSerializer
from api.resources.issues import IssueDetailSerializer, IssueSerializer
from api.resources.people import PersonSerializer
from api.resources.preprints import PreprintSerializer
from api.resources.responses import ResponseSerializer
from api.resources.reviews import ReviewSerializer
from api.resources.subjects import SubjectSerializer
from api.resources.versions import VersionDetailSerializer, VersionSerializer
from api.viewsets import PublicViewSet


def documented(
    plural: str, singular: str, shape: Any, detail_shape: Any = None
) -> Callable[[type[PublicViewSet]], type[PublicViewSet]]:
    """Describe a resource's list and detail, with their errors, in the OpenAPI schema."""
    problem = ProblemSerializer

    def errors(*statuses: int) -> dict[Any, Any]:
        return {(status, PROBLEM_TYPE): problem for status in statuses}

    return extend_schema_view(
        list=extend_schema(
            summary=f"The {plural}, page by page",
            description="Each parameter narrows the list; one that is not known is an error.",
            responses={200: shape(many=True), **errors(400, 429, 503)},
        ),
        retrieve=extend_schema(
            summary=f"One {singular}",
            description=f"The {singular} with this address.",
            responses={200: detail_shape or shape, **errors(400, 404, 503)},
        ),
    )


@documented("preprints", "preprint", PreprintSerializer)
class PreprintViewSet(PublicViewSet):
    queryset = PreprintSerializer.public
    serializer_class = PreprintSerializer
    filterset_class = filters.PreprintFilter


@documented("versions", "version", VersionSerializer, VersionDetailSerializer)
class VersionViewSet(PublicViewSet):
    queryset = VersionSerializer.public
    serializer_class = VersionSerializer
    detail_serializer_class = VersionDetailSerializer
    filterset_class = filters.VersionFilter


@documented("published reviews", "published review", ReviewSerializer)
class ReviewViewSet(PublicViewSet):
    queryset = ReviewSerializer.public
    serializer_class = ReviewSerializer
    filterset_class = filters.ReviewFilter
    ordering = ("-published_at", "-id")


@documented("published assessments", "published assessment", AssessmentSerializer)
class AssessmentViewSet(PublicViewSet):
    queryset = AssessmentSerializer.public
    serializer_class = AssessmentSerializer
    filterset_class = filters.AssessmentFilter
    ordering = ("-published_at", "-id")


@documented("authors' responses", "author response", ResponseSerializer)
class ResponseViewSet(PublicViewSet):
    queryset = ResponseSerializer.public
    serializer_class = ResponseSerializer
    filterset_class = filters.ResponseFilter
    ordering = ("-posted_at", "-id")


@documented(
    "published issues", "published issue", IssueSerializer,
    IssueDetailSerializer,
)  # fmt: skip
class IssueViewSet(PublicViewSet):
    queryset = IssueSerializer.public
    serializer_class = IssueSerializer
    detail_serializer_class = IssueDetailSerializer
    filterset_class = filters.IssueFilter
    ordering = ("-published_at", "-id")


@documented("subjects", "subject", SubjectSerializer)
class SubjectViewSet(PublicViewSet):
    queryset = SubjectSerializer.public
    serializer_class = SubjectSerializer
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"


@documented("people who signed something published", "public profile", PersonSerializer)
class PersonViewSet(PublicViewSet):
    queryset = PersonSerializer.public
    serializer_class = PersonSerializer
    ordering = ("handle",)
    lookup_field = "handle"
    lookup_value_regex = r"[-\w]+"


@documented("events of the public log", "public event", EventSerializer)
class EventViewSet(PublicViewSet):
    queryset = EventSerializer.public
    serializer_class = EventSerializer
    filterset_class = filters.EventFilter
