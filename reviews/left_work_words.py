"""What people read while the review of a work waits for its return, or for its editors' end."""

from django.utils.translation import gettext as _

from preprints.models import Preprint
from preprints.rules import has_left
from reviews.models import Round


def why_it_waits(status: str) -> str:
    """status: of the work; "" where it is there. A retracted one does not come back."""
    if not has_left(status):
        return ""
    if status == Preprint.Status.RETRACTED:
        return _(
            "The work was retracted where it was posted. Nothing more of it is posted, and the "
            "editors end its review."
        )
    return _(
        "The work was withdrawn where it was posted. The editors can end its review; if it comes "
        "back before, everything goes on, with as many days as were left."
    )


def why_it_ended(ended: Round) -> str:
    """Of a later round, which its editors alone end; what was reviewed before stays."""
    words = _(
        "The editors ended the review of version %(number)s, as the work was withdrawn where it "
        "was posted. What is public stays."
    )
    if ended.ended_because == Preprint.Status.RETRACTED:
        words = _(
            "The editors ended the review of version %(number)s, as the work was retracted where "
            "it was posted. What is public stays."
        )
    return words % {"number": ended.version.number}
