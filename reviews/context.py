"""What every page shows of the review process to who is signed in."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from reviews.selectors.own_waiting import count_own_waiting


def waiting(request: HttpRequest) -> dict[str, Any]:
    """`waiting_count`: how much waits for the person; one query where a page asks for it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"waiting_count": 0}
    # A template calls it; twice on a page it is still one query.
    return {"waiting_count": cache(lambda: count_own_waiting(user, now=timezone.now()))}
