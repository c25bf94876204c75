"""The resources. Each names its public queryset, its order and what builds its answers."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from drf_spectacular.utils import extend_schema, extend_schema_view

from api import filters, serializers
from api.errors import PROBLEM_TYPE
from api.selectors import journal, preprints, reviews
from api.viewsets import PublicViewSet
from curation.models import Issue
from curation.selectors.people import public_people
from events.models import Event
from preprints.models import Preprint, Subject, Version
from reviews.models import Assessment, Response, Review


def documented(
    plural: str, singular: str, shape: Any, detail_shape: Any = None
) -> Callable[[type[PublicViewSet]], type[PublicViewSet]]:
    """Describe a resource's list and detail, with their errors, in the OpenAPI schema."""
    problem = serializers.ProblemSerializer

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


@documented("preprints", "preprint", serializers.PreprintSerializer)
class PreprintViewSet(PublicViewSet):
    queryset = Preprint.objects.visible_to(AnonymousUser()).exclude(current_version=None)
    serializer_class = serializers.PreprintSerializer
    filterset_class = filters.PreprintFilter
    build_list = staticmethod(preprints.preprint_rows)
    build_detail = staticmethod(preprints.preprint_detail)


@documented(
    "versions", "version", serializers.VersionSerializer, serializers.VersionDetailSerializer
)
class VersionViewSet(PublicViewSet):
    queryset = Version.objects.all()
    serializer_class = serializers.VersionSerializer
    detail_serializer_class = serializers.VersionDetailSerializer
    filterset_class = filters.VersionFilter
    build_list = staticmethod(preprints.version_rows)
    build_detail = staticmethod(preprints.version_detail)


@documented("published reviews", "published review", serializers.ReviewSerializer)
class ReviewViewSet(PublicViewSet):
    queryset = Review.objects.published()
    serializer_class = serializers.ReviewSerializer
    filterset_class = filters.ReviewFilter
    ordering = ("-published_at", "-id")
    build_list = staticmethod(reviews.review_rows)
    build_detail = staticmethod(reviews.review_detail)


@documented("published assessments", "published assessment", serializers.AssessmentSerializer)
class AssessmentViewSet(PublicViewSet):
    queryset = Assessment.objects.published()
    serializer_class = serializers.AssessmentSerializer
    filterset_class = filters.AssessmentFilter
    ordering = ("-published_at", "-id")
    build_list = staticmethod(reviews.assessment_rows)
    build_detail = staticmethod(reviews.assessment_detail)


@documented("authors' responses", "author response", serializers.ResponseSerializer)
class ResponseViewSet(PublicViewSet):
    queryset = Response.objects.all()
    serializer_class = serializers.ResponseSerializer
    filterset_class = filters.ResponseFilter
    ordering = ("-posted_at", "-id")
    build_list = staticmethod(reviews.response_rows)
    build_detail = staticmethod(reviews.response_detail)


@documented(
    "published issues", "published issue", serializers.IssueSerializer,
    serializers.IssueDetailSerializer,
)  # fmt: skip
class IssueViewSet(PublicViewSet):
    queryset = Issue.objects.published()
    serializer_class = serializers.IssueSerializer
    detail_serializer_class = serializers.IssueDetailSerializer
    filterset_class = filters.IssueFilter
    ordering = ("-published_at", "-id")
    build_list = staticmethod(journal.issue_rows)
    build_detail = staticmethod(journal.issue_detail)


@documented("subjects", "subject", serializers.SubjectSerializer)
class SubjectViewSet(PublicViewSet):
    queryset = Subject.objects.all()
    serializer_class = serializers.SubjectSerializer
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"
    build_list = staticmethod(preprints.subject_rows)
    build_detail = staticmethod(preprints.subject_detail)


@documented("people who signed something published", "public profile", serializers.PersonSerializer)
class PersonViewSet(PublicViewSet):
    queryset = public_people()
    serializer_class = serializers.PersonSerializer
    ordering = ("handle",)
    lookup_field = "handle"
    lookup_value_regex = r"[-\w]+"
    build_list = staticmethod(journal.person_rows)
    build_detail = staticmethod(journal.person_detail)


@documented("events of the public log", "public event", serializers.EventSerializer)
class EventViewSet(PublicViewSet):
    queryset = Event.objects.public()
    serializer_class = serializers.EventSerializer
    filterset_class = filters.EventFilter
    build_list = staticmethod(journal.event_rows)
    build_detail = staticmethod(journal.event_detail)
