"""Who may open a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]


def editor_required(view: View) -> View:
    """Signed-in editors; others get a 403 that says so, anonymous people the sign-in page."""

    @login_required
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user  # `login_required` lets no anonymous one come so far
        if not user.is_editor:
            raise PermissionDenied(_("This page is for the journal's editors."))
        return view(request, *args, **kwargs)

    return checked


def managing_editor_required(view: View) -> View:
    """The same for pages that are the managing editors' alone."""

    @editor_required
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        if not user.is_managing_editor:
            raise PermissionDenied(_("This page is for the journal's managing editors."))
        return view(request, *args, **kwargs)

    return checked
