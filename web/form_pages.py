"""Addresses that take only a form."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]
Rows = Callable[[Any], "QuerySet[Any, Any]"]  # of a person


def form_on(page: str, *arguments: str, **rows: Rows) -> Callable[[View], View]:
    """For a view that takes only a form: whoever loads its address, as after a sign-in or by going
    back, is sent to the page that has the form.

    page: its name. arguments: those of the view that the page has, too. rows: by an argument of
    the view that is the key of a row, what the page is asked for with instead: of the rows that
    this person may act on, for where nothing is found the answer is 404.
    """

    def take_only_a_form(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answer(request: HttpRequest, **given: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, **given)
            found = [get_object_or_404(of(request.user), pk=given[key]) for key, of in rows.items()]
            return redirect(page, *[given[name] for name in arguments], *found)

        return answer

    return take_only_a_form
