"""Links to this journal's own pages, pasted where a link to a work is asked for."""

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ingest.errors import LinkNotRecognised, WorkNotFound
from preprints.duplicates.merged_ids import merge_target
from preprints.models import Preprint

_IDENTIFIER = re.compile(r"V(?P<id>[1-9][0-9]{0,8})(?:\.[0-9a-z.]{1,40})?", re.IGNORECASE)
_PATH = re.compile(
    rf"/(?:{_IDENTIFIER.pattern}|preprints/(?P<page>[1-9][0-9]{{0,8}})(?:/.*)?)/?", re.IGNORECASE
)
_BY_ID = re.compile(r"/by-id/(?P<source>[a-z-]{2,20})/(?P<external_id>.+?)/?")

_UNKNOWN = _("There is no preprint {name} in this journal. Please check the link.")
_NO_WORK = _("This is a page of this journal, but not that of a preprint.")


def own_preprint(text: str) -> Preprint | None:
    """The preprint that one of our own addresses or identifiers names; None for any other text.

    Raises WorkNotFound, or LinkNotRecognised for a page of ours that shows no preprint.
    """
    text = text.strip()
    if match := _IDENTIFIER.fullmatch(text):
        return _preprint(match["id"])
    path = _own_path(text)
    if path is None:
        return None
    if match := _PATH.fullmatch(path):
        return _preprint(match["id"] or match["page"])
    if match := _BY_ID.fullmatch(path):
        found = Preprint.objects.at(match["source"], match["external_id"]).first()
        if found is None:
            message = format_lazy(_UNKNOWN, name=match["external_id"][:100])
            raise WorkNotFound(path[:200], message=message)
        return found
    raise LinkNotRecognised(path[:200], message=_NO_WORK)


def _own_path(text: str) -> str | None:
    """The path of an address of ours, its scheme given or not, or of a path alone."""
    host = urlsplit(settings.SITE_URL).netloc.lower()
    if text.startswith("/") and not text.startswith("//"):
        return unquote(urlsplit(text).path) if _PATH.fullmatch(urlsplit(text).path) else None
    address = text if "://" in text else f"https://{text.removeprefix('//')}"
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that hold no IPv6 address
        return None
    is_ours = parts.scheme in ("http", "https") and parts.netloc.lower() == host
    return unquote(parts.path) if is_ours else None


def _preprint(number: str) -> Preprint:
    found = Preprint.objects.filter(pk=int(number)).first()
    if found is None:
        raise WorkNotFound(f"V{number}", message=format_lazy(_UNKNOWN, name=f"V{number}"))
    return merge_target(found.pk) if found.merged_into_id else found
