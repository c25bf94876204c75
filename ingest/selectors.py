"""What commands say of a preprint."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from preprints.models import Preprint, Version


def describe_preprint(preprint: Preprint, version: Version) -> dict[str, Any]:
    """One preprint as `ingest_link` prints it; `version` is the one that was asked for."""
    place = preprint.locations.filter(is_canonical=True).get()
    versions = preprint.versions.order_by("number")
    return {
        "id": preprint.pk,
        "title": version.title,
        "authors": list(version.authors.order_by("position").values_list("name", flat=True)),
        "abstract": version.abstract,
        "source": place.source,
        "external_id": place.external_id,
        "version": version.number,
        "versions": [
            {
                "number": known.number,
                "source_version": known.source_version,
                "posted_at": _utc(known.posted_at),
            }
            for known in versions
        ],
        "url": place.url,
        "posted_at": _utc(version.posted_at),
        "status": preprint.status,
        "page": f"{settings.SITE_URL}{preprint.get_absolute_url()}",
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
