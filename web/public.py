"""Pages anyone may keep for a minute: validators and caching for readers who are not signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from web.cache_times import PAGE_SECONDS

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Let an anonymous reader's page be kept for a minute and revalidated by its ETag.

    A page of somebody signed in is theirs alone, and kept by nobody (web/personal_pages.py).
    `Vary: Cookie` (set where the session is asked) keeps the two apart.
    A view that says no-store (its page changes within the minute) is left alone.
    """
    conditional_view = conditional_page(view)

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        response = conditional_view(request, *args, **kwargs)
        is_kept_by_nobody = "no-store" in response.get("Cache-Control", "")
        if response.status_code in (200, 304) and not is_kept_by_nobody:
            patch_cache_control(response, public=True, max_age=PAGE_SECONDS)
        return response

    return answer
