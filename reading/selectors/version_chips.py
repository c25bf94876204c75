"""Which version a page shows and which was reviewed, as the journal and the source name them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from preprints.models import Version
from preprints.version_names import cited_version
from reading.links import Link
from reading.selectors.locations import LocationView, location_of
from reading.selectors.versions import VersionView


@dataclass(frozen=True, slots=True)
class VersionChips:
    """shown: the version that is read, with its day. reviewed: which one was reviewed; no address
    where that is the same, None where none was."""

    shown: str
    reviewed: Link | None


def version_chips(shown: VersionView, versions: Sequence[Version]) -> VersionChips:
    """versions: all of the work."""
    return VersionChips(
        version_with_source(shown.version, shown.locations), _reviewed(shown, versions)
    )


def version_with_source(version: Version, locations: Sequence[LocationView]) -> str:
    """The journal's number, the source's own name of the version where it has one, and the day:
    "Version 1 · arXiv:1506.03379v2 (21 September 2015)"."""
    words = _("Version %(number)s") % {"number": version.number}
    return words + _in_source(version, locations)


def _in_source(version: Version, locations: Sequence[LocationView]) -> str:
    reference = version.source_version and cited_version(
        location_of(version, locations),
        version.source_version,
        posted_at=version.posted_at,
        seen_at=version.seen_at,
    )
    return f" · {reference}" if reference else f" ({date_format(version.posted_at, 'j F Y')})"


def _reviewed(shown: VersionView, versions: Sequence[Version]) -> Link | None:
    version = next((one for one in versions if one.number == shown.reviewed_number), None)
    if version is None:
        return None
    if version.pk == shown.version.pk:
        return Link(_("The version that was reviewed"), "")
    words = _("Reviewed: version %(number)s") % {"number": version.number}
    return Link(words + _in_source(version, shown.locations), version.get_absolute_url())
