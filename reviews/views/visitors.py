"""Who asks for a page, as the guest scope takes it, and what they get for a link that is closed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reviews.guest_scope import Visitor
from web.typed_text import typed_texts


def visitor_of(request: HttpRequest) -> Visitor:
    return Visitor(request.user, request.session)


def link_is_closed(request: HttpRequest) -> HttpResponse:
    """The page says so, and shows what somebody was sending with the old link, to be copied."""
    typed = typed_texts(request)
    return render(request, "reviews/link_closed.html", {"typed": typed}, status=410)


def not_for_editors(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in as author or editor of the work has no use for a reviewer's link."""
    return render(request, "reviews/not_for_editors.html", status=403)
