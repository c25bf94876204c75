"""Answering with a feed, or with 304 to who has it already."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from curation.selectors.people import public_people
from interop.feeds import atom, entries, json_feed, rss
from interop.feeds.model import Feed
from interop.feeds.searching import search_feed
from preprints.models import Preprint, Subject
from web.cache_times import FEED_SECONDS
from web.demo import DEMO_HEADER, DEMO_NOTE

WRITERS = {"atom": atom, "rss": rss, "json": json_feed}
FEEDS: dict[str, Callable[[], Feed]] = {
    "preprints": entries.preprints_feed,
    "reviews": entries.reviews_feed,
    "issues": entries.issues_feed,
    "log": entries.log_feed,
}


@require_safe
def journal_feed(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    return _answer(request, FEEDS[name](), form)


@require_safe
def subject_feed(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    subject = get_object_or_404(Subject, slug=slug)
    return _answer(request, entries.preprints_feed(subject), form)


@require_safe
def preprint_feed(request: HttpRequest, preprint_id: str, form: str) -> HttpResponseBase:
    """The reviews of one preprint: for who follows it."""
    preprint = get_object_or_404(Preprint, pk=preprint_id)
    if preprint.merged_into_id is not None:  # its page leads there as well
        return _open_to_all(redirect("feeds:preprint", preprint.merged_into_id, form))
    return _answer(request, entries.reviews_feed(preprint), form)


@require_safe
def person_feed(request: HttpRequest, handle: str, form: str) -> HttpResponseBase:
    person = get_object_or_404(public_people(), handle=handle)
    return _answer(request, entries.person_feed(person), form)


@require_safe
def found_feed(request: HttpRequest, form: str) -> HttpResponseBase:
    """What a search finds; the address has the parameters of its page."""
    feed = search_feed(request.GET)
    if feed is None:
        raise Http404
    return _answer(request, feed, form)


def _answer(request: HttpRequest, feed: Feed, form: str) -> HttpResponseBase:
    is_demo = settings.IS_DEMO
    if is_demo:
        warning = _("Demo: reviews and assessments are invented.")
        feed = replace(feed, subtitle=f"{warning} {feed.subtitle}")
    writer = WRITERS[form]
    body = writer.write(feed)
    etag = f'"{blake2b(body, digest_size=16).hexdigest()}"'
    response = HttpResponse(body, content_type=_content_type(request, form))
    response["Cache-Control"] = f"public, max-age={FEED_SECONDS}"
    response["ETag"] = etag
    modified = int(feed.updated.timestamp())
    response.headers["Last-Modified"] = http_date(modified)
    answer = get_conditional_response(request, etag, modified, response) or response
    patch_vary_headers(answer, ["Accept"])
    if is_demo:
        answer[DEMO_HEADER] = DEMO_NOTE
    return _open_to_all(answer)


def _content_type(request: HttpRequest, form: str) -> str:
    """Browsers show XML with its stylesheet, but a feed that is called one as bare text."""
    is_browser = "text/html" in request.headers.get("Accept", "")
    if is_browser and form != "json":
        return "application/xml; charset=utf-8"
    return str(WRITERS[form].CONTENT_TYPE)


def _open_to_all(answer: HttpResponseBase) -> HttpResponseBase:
    """Scripts of any site may read it; of a redirect they must, to follow it."""
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
