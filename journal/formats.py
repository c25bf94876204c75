"""Pages that are also there in other formats: by `?format=`, or by what `Accept` asks for.

The page of a work, a version, a review and an issue are views of `reading`; what answers in their
place in another format may be of any app, so it is chosen here, before the view is called.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from reading import citation_views
from text.citations.formats import FILES, FORMATS, JSON_LD
from web.addresses import absolute
from web.page_cache.application import OF_BROWSERS

PAGE = "html"
PAGE_TYPES = ("text/html", "application/xhtml+xml")
TYPES = dict.fromkeys(PAGE_TYPES, PAGE) | {one.media_type: key for key, one in FORMATS.items()}
ANYTHING = "*/*"
PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class FormattedPage:
    """view: takes the same arguments as the page's, and `form`, a key of the format.

    name: the journal's own for what is shown, from the arguments; "" where it has none.
    """

    view: Callable[..., HttpResponse]
    name: str = ""


PAGES = {
    "reading:preprint": FormattedPage(citation_views.work, "V{preprint_id}"),
    "reading:version": FormattedPage(citation_views.work, "V{preprint_id}.{number}"),
    "reading:review": FormattedPage(
        citation_views.review, "V{preprint_id}.{number}.r{review_number}"
    ),
    "reading:issue": FormattedPage(citation_views.issue),
}


class AnswerInFormats:
    """A middleware: `process_view` answers in the page's place, or says what there is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        page = _page(request)
        if page is not None:
            patch_vary_headers(response, ["Accept"])
            if response.status_code in (200, 304):
                response["Link"] = _links(request, page, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        page = _page(request)
        if page is None or request.method not in ("GET", "HEAD"):
            return None
        asked = request.GET.get("format")
        form = asked if asked is not None else _accepted(request)
        if form == PAGE:
            return None
        if form in FORMATS:
            return page.view(request, **kwargs, form=form)
        return _unknown_format(asked) if asked is not None else _not_acceptable()


def _page(request: HttpRequest) -> FormattedPage | None:
    match = request.resolver_match
    return PAGES.get(match.view_name) if match else None


def _accepted(request: HttpRequest) -> str | None:
    accept = request.headers.get("Accept", ANYTHING)
    if accept == ANYTHING or OF_BROWSERS.fullmatch(accept):  # nearly all; reading it costs more
        return PAGE
    chosen = request.get_preferred_type(list(TYPES))
    return TYPES[chosen] if chosen else None


def _unknown_format(asked: str) -> HttpResponse:
    known = ", ".join([PAGE, *FORMATS])
    words = _("There is no format “%(asked)s” of this page. There are: %(known)s.")
    return HttpResponse(
        words % {"asked": asked[:40], "known": known} + "\n", status=400, content_type=PLAIN
    )


def _not_acceptable() -> HttpResponse:
    words = _("This page is there as: %(types)s. Name one of them in Accept, or none.")
    return HttpResponse(words % {"types": ", ".join(TYPES)} + "\n", status=406, content_type=PLAIN)


def _links(request: HttpRequest, page: FormattedPage, response: HttpResponseBase) -> str:
    """Signposting (FAIR profile): from the page to what describes it, and back."""
    address, match = absolute(request.path), request.resolver_match
    if not response.get("Content-Type", "text/html").startswith("text/html"):
        return f'<{address}>; rel="describes"; type="text/html"'
    name = page.name.format(**match.kwargs) if match and page.name else ""
    links = [f'<{absolute(f"/{name}")}>; rel="cite-as"'] if name else []
    links += [
        f'<{address}?format={one.key}>; rel="describedby"; type="{one.media_type}"'
        for one in (*FILES, JSON_LD)
    ]
    return ", ".join(links)
