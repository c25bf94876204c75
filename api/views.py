"""The resources as they are asked for: how each is described, narrowed and ordered."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view

from api import filters
from api.errors import PROBLEM_TYPE, ProblemSerializer
from api.resources.assessments import AssessmentSerializer
from api.resources.corrections import CorrectionSerializer
from api.resources.events import EventSerializer
from api.resources.issues import IssueDetailSerializer, IssueSerializer
from api.resources.log import CheckpointSerializer, LinkSerializer
from api.resources.people import PersonSerializer
from api.resources.preprints import PreprintSerializer
from api.resources.responses import ResponseSerializer
from api.resources.reviews import ReviewSerializer
from api.resources.revisions import DeclaredRevisionSerializer
from api.resources.subjects import SubjectSerializer
from api.resources.versions import VersionDetailSerializer, VersionSerializer
from api.viewsets import PublicViewSet


def documented(plural: str, singular: str) -> Callable[[type[PublicViewSet]], type[PublicViewSet]]:
    """Describe a resource's list and detail, with their errors, in the OpenAPI schema."""
    problem = ProblemSerializer

    def errors(*statuses: int) -> dict[Any, Any]:
        return {(status, PROBLEM_TYPE): problem for status in statuses}

    def describe(views: type[PublicViewSet]) -> type[PublicViewSet]:
        shape = views.serializer_class
        detail_shape = views.detail_serializer_class or shape
        described: type[PublicViewSet] = extend_schema_view(
            list=extend_schema(
                summary=f"The {plural}, page by page",
                description="Each parameter narrows the list; one that is not known is an error.",
                responses={200: shape(many=True), **errors(400, 429, 503)},
            ),
            retrieve=extend_schema(
                summary=f"One {singular}",
                description=f"The {singular} with this address.",
                responses={200: detail_shape, **errors(400, 404, 503)},
            ),
        )(views)
        return described

    return describe


@documented("preprints", "preprint")
class PreprintViewSet(PublicViewSet):
    serializer_class = PreprintSerializer
    filterset_class = filters.PreprintFilter


@documented("versions", "version")
class VersionViewSet(PublicViewSet):
    serializer_class = VersionSerializer
    detail_serializer_class = VersionDetailSerializer
    filterset_class = filters.VersionFilter


@documented("published reviews", "published review")
class ReviewViewSet(PublicViewSet):
    serializer_class = ReviewSerializer
    filterset_class = filters.ReviewFilter
    ordering = ("-published_at", "-id")


@documented("published assessments", "published assessment")
class AssessmentViewSet(PublicViewSet):
    serializer_class = AssessmentSerializer
    filterset_class = filters.AssessmentFilter
    ordering = ("-published_at", "-id")


@documented("authors' responses", "author response")
class ResponseViewSet(PublicViewSet):
    serializer_class = ResponseSerializer
    filterset_class = filters.ResponseFilter
    ordering = ("-posted_at", "-id")


@documented("posted corrections", "posted correction")
class CorrectionViewSet(PublicViewSet):
    serializer_class = CorrectionSerializer
    filterset_class = filters.CorrectionFilter
    ordering = ("-posted_at", "-id")


@documented("declared revisions", "declared revision")
class RevisionViewSet(PublicViewSet):
    serializer_class = DeclaredRevisionSerializer
    filterset_class = filters.RevisionFilter
    ordering = ("-declared_at", "-id")


@documented("published issues", "published issue")
class IssueViewSet(PublicViewSet):
    serializer_class = IssueSerializer
    detail_serializer_class = IssueDetailSerializer
    filterset_class = filters.IssueFilter
    ordering = ("-published_at", "-id")


@documented("subjects", "subject")
class SubjectViewSet(PublicViewSet):
    serializer_class = SubjectSerializer
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"


@documented("people who signed something published", "public profile")
class PersonViewSet(PublicViewSet):
    serializer_class = PersonSerializer
    ordering = ("handle",)
    lookup_field = "handle"
    lookup_value_regex = r"[-\w]+"


@documented("events of the public log", "public event")
class EventViewSet(PublicViewSet):
    serializer_class = EventSerializer
    filterset_class = filters.EventFilter


@documented("links of the log's hash chain, up to its newest checkpoint", "link of the hash chain")
class LinkViewSet(PublicViewSet):
    serializer_class = LinkSerializer
    filterset_class = filters.LinkFilter
    ordering = ("position",)
    lookup_field = "position"


@documented("checkpoints of the log, the newest first", "signed checkpoint of the log")
class CheckpointViewSet(PublicViewSet):
    serializer_class = CheckpointSerializer
    ordering = ("-links",)
