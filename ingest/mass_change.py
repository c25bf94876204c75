"""When a source says too much at once: stop and ask, rather than believe it."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from ingest.errors import GuardStopped

FEWEST_WORKS = 10  # below so many known works a share says nothing


@dataclass(frozen=True, slots=True)
class Sighted:
    """met: known works that a run has met. suspect: those it would withdraw, empty or rewrite."""

    met: int
    suspect: int


def check_guard(sighted: Sighted) -> None:
    """Raise GuardStopped where more than INGEST_GUARD_SHARE of the known works are suspect."""
    if sighted.met < FEWEST_WORKS:
        return
    if sighted.suspect > settings.INGEST_GUARD_SHARE * sighted.met:
        raise GuardStopped(
            message=_(
                "The source would withdraw, empty or rewrite %(suspect)d of %(met)d known works. "
                "Nothing of it was taken in. Look at the source, then let it through once."
            )
            % {"suspect": sighted.suspect, "met": sighted.met}
        )
