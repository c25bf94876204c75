"""The pages on which a passage of a published text is redacted, and its original is read."""

from django.urls import path

from reviews.models.sealed_originals import KINDS
from reviews.views import redact

urlpatterns = [
    *(
        path(
            f"editor/{kind}s/<int:pk>/redact/", redact.redact, {"kind": kind}, name=f"redact_{kind}"
        )
        for kind in KINDS
    ),
    path("editor/originals/<int:original_id>/", redact.read_original, name="read_original"),
]
