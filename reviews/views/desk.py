"""What waits for an editor."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.requests import SignedInRequest
from reviews.selectors import desk as desk_page
from web.access import editor_required


@require_GET
@editor_required
def desk(request: SignedInRequest) -> HttpResponse:
    owed = desk_page.editor_desk(request.user, now=timezone.now())
    return render(request, "reviews/desk.html", {"desk": owed})
