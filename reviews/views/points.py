"""What an author is told once the points of the reviews stand in an answer."""

from django.contrib import messages
from django.utils.translation import gettext as _

from accounts.requests import SignedInRequest
from drafts.selectors import sent_draft


def add_points_message(request: SignedInRequest, key: str) -> None:
    """Its mark also says that the browser's copy of the answer, which is the older text without
    the points, is no longer needed."""
    done = _("The points of the reviews stand in your text.")
    messages.success(request, done, extra_tags=sent_draft(request.user, key))
