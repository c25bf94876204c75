"""What people read."""

from django.urls import path, re_path

from reading import (
    certificate_views,
    dossier_views,
    issue_file_views,
    log_views,
    proof_views,
    search_views,
    side_by_side_views,
    statistics_views,
    views,
)
from reading.selectors.identifiers import PATTERN, TEXT

app_name = "reading"
urlpatterns = [
    path("", views.home, name="home"),
    path("preprints/", views.preprints, name="preprints"),
    path("preprints/<int:preprint_id>/", views.preprint, name="preprint"),
    path("preprints/<int:preprint_id>/v<int:number>/", views.version, name="version"),
    path(
        "preprints/<int:preprint_id>/v<int:number>/reviews/<int:review_number>/",
        views.review,
        name="review",
    ),
    path(
        "preprints/<int:preprint_id>/v<int:number>/side-by-side/",
        side_by_side_views.side_by_side,
        name="side_by_side",
    ),
    path("preprints/<int:preprint_id>/v<int:number>/proof/", proof_views.proof, name="proof"),
    path(
        "preprints/<int:preprint_id>/v<int:number>/proof.json",
        proof_views.proof_json,
        name="proof_json",
    ),
    path(
        "preprints/<int:preprint_id>/v<int:number>/proof.pdf",
        proof_views.proof_pdf,
        name="proof_pdf",
    ),
    re_path(
        r"^preprints/(?P<preprint_id>[0-9]{1,18})/dossier\.(?P<form>json|pdf)\Z",
        dossier_views.dossier,
        name="dossier",
    ),
    path("verify/", proof_views.verify, name="verify"),
    path(
        "preprints/<int:preprint_id>/compare/v<int:older>..v<int:newer>/",
        views.compare,
        name="compare",
    ),
    path(
        "preprints/<int:preprint_id>/v<int:number>/edits/", views.compare_edit, name="compare_edit"
    ),
    re_path(rf"^(?P<name>{PATTERN})$", views.by_identifier, name="by_identifier"),
    re_path(rf"^(?P<name>{TEXT})/withdraw/$", views.withdraw_named, name="withdraw_named"),
    re_path(rf"^(?P<name>{TEXT})/redact/$", views.redact_named, name="redact_named"),
    path("by-id/<str:scheme>/<path:external_id>", views.by_id, name="by_id"),
    path("search/", search_views.search, name="search"),
    path("search/suggestions/", search_views.suggestions, name="suggestions"),
    path("review-requests/", views.review_requests, name="review_requests"),
    path("issues/", views.issues, name="issues"),
    path("issues/<int:volume>/<int:number>/", views.issue, name="issue"),
    path("issues/<int:volume>/<int:number>/cover.svg", views.cover, name="cover"),
    path("issues/<int:volume>/<int:number>/evidence.json", views.evidence, name="evidence"),
    re_path(
        r"^issues/(?P<volume>[0-9]{1,9})/(?P<number>[0-9]{1,9})/issue\.(?P<form>pdf|epub)\Z",
        issue_file_views.issue_file,
        name="issue_file",
    ),
    path("editor/issues/<int:issue_id>/preview/", views.issue_preview, name="issue_preview"),
    path("editor/issues/<int:issue_id>/cover.svg", views.preview_cover, name="preview_cover"),
    path("log/", log_views.log, name="log"),
    path("log/<int:links>.txt", log_views.checkpoint, name="checkpoint"),
    path(".well-known/log-keys.json", log_views.log_keys, name="log_keys"),
    path("people/", views.people, name="people"),
    path("people/<slug:handle>/", views.person, name="person"),
    path("subjects/", views.subjects, name="subjects"),
    path("subjects/<slug:slug>/", views.subject, name="subject"),
    path("statistics/", statistics_views.page, name="statistics"),
    path("statistics/statistics.csv", statistics_views.table, name="statistics_table"),
    path("about/", views.about, name="about"),
    path("about/patterns/", views.patterns, name="patterns"),
    path("me/", views.me, name="me"),
    path(
        "me/reviews/<int:review_id>/certificate/",
        certificate_views.certificate,
        name="certificate",
    ),
    re_path(
        r"^me/reviews/(?P<review_id>[0-9]{1,18})/certificate\.(?P<form>json|pdf)\Z",
        certificate_views.certificate_file,
        name="certificate_file",
    ),
    path("me/drafts/<str:key>/", views.saved_text, name="saved_text"),
]
