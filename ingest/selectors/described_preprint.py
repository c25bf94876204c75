"""A preprint as the command `ingest_link` prints it."""

from datetime import UTC, datetime
from typing import Any

from preprints.models import Preprint, Version
from web import addresses


def describe_preprint(preprint: Preprint, version: Version) -> dict[str, Any]:
    """One preprint as `ingest_link` prints it; `version` is the one that was asked for."""
    location = preprint.locations.filter(is_canonical=True).get()
    versions = preprint.versions.order_by("number")
    return {
        "id": preprint.pk,
        "title": version.title,
        "authors": list(version.authors.order_by("position").values_list("name", flat=True)),
        "abstract": version.abstract,
        "source": location.source,
        "external_id": location.external_id,
        "version": version.number,
        "versions": [
            {
                "number": known.number,
                "source_version": known.source_version,
                "posted_at": _utc(known.posted_at),
            }
            for known in versions
        ],
        "url": location.url,
        "posted_at": _utc(version.posted_at),
        "status": preprint.status,
        "page": addresses.preprint_page(preprint.pk),
    }


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
