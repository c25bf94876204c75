"""The page where managing editors change the journal's policy."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from reviews.errors import ReviewError
from reviews.policies import current_policy
from reviews.policy_forms import PolicyForm
from reviews.selectors.policies import policy_changes
from reviews.services import policies
from web.access import managing_editor_required


@require_http_methods(["GET", "HEAD", "POST"])
@managing_editor_required
def change_policy(request: SignedInRequest) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = PolicyForm(posted, instance=copy(current_policy()))
    if form.is_valid():
        try:
            policies.change_policy(form.changes(), editor=request.user, now=timezone.now())
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The policies are saved. They count for what begins now."))
            return redirect("reviews:change_policy")
    context = {"form": form, "changes": policy_changes(current_policy())}
    return render(request, "reviews/policies.html", context, status=422 if form.errors else 200)
