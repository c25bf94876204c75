"""The page where managing editors change the reasons to decline."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from reviews.errors import ReviewError
from reviews.policies import current_policy
from reviews.reason_forms import DeclineReasonsForm
from reviews.services import reasons
from web.access import managing_editor_required


@require_http_methods(["GET", "HEAD", "POST"])
@managing_editor_required
def change_decline_reasons(request: SignedInRequest) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = DeclineReasonsForm(posted, reasons=current_policy().reasons)
    if form.is_valid():
        changed = {"added": form.cleaned_data["added"], "editor": request.user}
        try:
            reasons.change_decline_reasons(form.changes(), **changed, now=timezone.now())
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(
                request, _("The reasons are saved. What was declined keeps the words it had.")
            )
            return redirect("reviews:change_decline_reasons")
    status = 422 if form.errors else 200
    return render(request, "reviews/decline_reasons.html", {"form": form}, status=status)
