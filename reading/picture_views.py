"""The pictures of texts, which readers' browsers get from here and from nowhere else."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import etag, require_safe

from ingest.pictures.keeping import TYPES, picture_storage


def _tag(_request: HttpRequest, name: str) -> str | None:
    return f'"{name}"' if picture_storage().exists(name) else None


@require_safe
@etag(_tag)
def picture(_request: HttpRequest, name: str) -> FileResponse:
    """Sent piece by piece, so that no process keeps it in the memory meant for pages."""
    try:
        file = picture_storage().open(name)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type=TYPES[name.rpartition(".")[2]])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
