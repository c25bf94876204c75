"""What waits for an editor."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.requests import SignedInRequest
from accounts.services import has_two_editors
from reviews.desk_filters import DeskFilters
from reviews.selectors.desk import Desk, editor_desk
from web.access import editor_required


@require_GET
@editor_required
def desk(request: SignedInRequest) -> HttpResponse:
    filters = DeskFilters(request.GET, reader=request.user)
    view = filters.view(now=timezone.now())
    shown = editor_desk(view, kind=filters.chosen_kind)
    context = {
        "desk": shown,
        "filters": filters,
        "is_own": view.owner == request.user,
        "has_one_editor": not filters.is_used and is_beginning(shown) and not has_two_editors(),
    }
    return render(request, "reviews/desk.html", context)


def is_beginning(shown: Desk) -> bool:
    """Whether nothing is under review there: a journal that has accepted a work has two editors."""
    names = {group.name for group in (*shown.groups, *shown.waiting)}
    return names <= {"triage", "proposals", "waits-for-second"}
