"""What people read while the review of a work waits for its return, or for its editors' end."""

from django.utils.translation import gettext as _

from preprints.models import Preprint


def why_it_waits(status: str) -> str:
    """status: of the work. A retracted one does not come back."""
    if status == Preprint.Status.RETRACTED:
        return _(
            "The work was retracted where it was posted. Nothing more of it is posted, and the "
            "editors end its review."
        )
    return _(
        "The work was withdrawn where it was posted. The editors can end its review; if it comes "
        "back before, everything goes on, with as many days as were left."
    )
