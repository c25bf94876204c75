"""Answering with a feed, or with 304 to who has it already."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interop.feeds import atom, entries, json_feed, rss
from interop.feeds.model import Feed
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


def _answer(request: HttpRequest, feed: Feed, form: str) -> HttpResponseBase:
    is_demo = settings.IS_DEMO
    if is_demo:
        warning = _("Demo: reviews and assessments are invented.")
        feed = replace(feed, subtitle=f"{warning} {feed.subtitle}")
    writer = WRITERS[form]
    body = writer.write(feed)
    etag = f'"{blake2b(body, digest_size=16).hexdigest()}"'
    response = HttpResponse(body, content_type=writer.CONTENT_TYPE)
    response["Cache-Control"] = f"public, max-age={FEED_SECONDS}"
    response["ETag"] = etag
    modified = int(feed.updated.timestamp())
    response.headers["Last-Modified"] = http_date(modified)
    answer = get_conditional_response(request, etag, modified, response) or response
    if is_demo:
        answer[DEMO_HEADER] = DEMO_NOTE
    return _open_to_all(answer)


def _open_to_all(answer: HttpResponseBase) -> HttpResponseBase:
    """Scripts of any site may read it; of a redirect they must, to follow it."""
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
