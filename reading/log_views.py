"""The log's checkpoints and keys, for whoever wants to check what was published."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from events.checkpoints import checkpoint_text, signing_key_text
from events.models import Checkpoint
from reading.selectors.log import log_keys as all_log_keys
from web.cache_times import ISSUE_FILE_SECONDS, PAGE_SECONDS
from web.paging import page_of
from web.public import public_page


@public_page
def log(request: HttpRequest) -> HttpResponse:
    checkpoints = page_of(Checkpoint.objects.all(), moment="at", query=request.GET)
    context = {"page": checkpoints, "public_key": signing_key_text()}
    return render(request, "reading/log.html", context)


@require_safe
@cache_control(public=True, max_age=ISSUE_FILE_SECONDS)
def checkpoint(request: HttpRequest, links: int) -> HttpResponse:
    """It never changes, so it may be kept for long."""
    found = get_object_or_404(Checkpoint, pk=links)
    return HttpResponse(checkpoint_text(found), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=PAGE_SECONDS)
def log_keys(request: HttpRequest) -> HttpResponse:
    """The key that signs now, then those that signed before."""
    return JsonResponse({"keys": all_log_keys()})
