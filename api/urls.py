from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from api import front, search, views

app_name = "api"

router = SimpleRouter()
router.register("preprints", views.PreprintViewSet, "preprint")
router.register("versions", views.VersionViewSet, "version")
router.register("reviews", views.ReviewViewSet, "review")
router.register("assessments", views.AssessmentViewSet, "assessment")
router.register("responses", views.ResponseViewSet, "response")
router.register("corrections", views.CorrectionViewSet, "correction")
router.register("revisions", views.RevisionViewSet, "revision")
router.register("issues", views.IssueViewSet, "issue")
router.register("subjects", views.SubjectViewSet, "subject")
router.register("people", views.PersonViewSet, "person")
router.register("events", views.EventViewSet, "event")
router.register("links", views.LinkViewSet, "link")
router.register("checkpoints", views.CheckpointViewSet, "checkpoint")

urlpatterns = [
    path("", front.RootView.as_view(), name="root"),
    path("schema/", front.SchemaView.as_view(), name="schema"),
    path("docs/", front.DocsView.as_view(), name="docs"),
    path("search/", search.SearchView.as_view(), name="search"),
    *router.urls,
    # Only with a slash at the end: without it Django first offers the address with one.
    re_path(r"^[\s\S]*/$", front.NothingHereView.as_view(), name="nothing"),
]
