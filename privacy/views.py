"""The pages on which people take their data with them, or leave."""

import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from privacy import selectors
from privacy.erasing import erase_account
from privacy.errors import PrivacyError
from privacy.exporting import export_file
from privacy.forms import DownloadForm, EraseForm
from privacy.limits import FRESH_SIGN_IN
from web.form_pages import form_on
from web.public import public_page


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy/privacy.html", {"rows": selectors.retention_rows()})


@require_http_methods(["GET", "HEAD"])
@login_required
def own_data(request: SignedInRequest) -> HttpResponse:
    form = DownloadForm(user=request.user, is_fresh=is_fresh(request))
    return render(request, "privacy/own_data.html", {"form": form})


@login_required
@form_on("privacy:own_data")
def export(request: SignedInRequest) -> HttpResponse:
    form = DownloadForm(request.POST, user=request.user, is_fresh=is_fresh(request))
    if not form.is_valid():
        return render(request, "privacy/own_data.html", {"form": form}, status=422)
    made = export_file(request.user, now=timezone.now())
    answer = HttpResponse(made, content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="account.zip"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def erase(request: SignedInRequest) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = EraseForm(posted, user=request.user, is_fresh=is_fresh(request))
    if form.is_valid():
        try:
            erase_account(request.user.pk, now=timezone.now())
        except PrivacyError as error:
            form.add_error(None, str(error.message))
        else:
            logout(request)
            messages.success(request, _("Your account is erased. You are signed out."))
            return redirect("reading:home")
    context = {
        "form": form,
        "stays": selectors.what_stays(request.user),
        "what_hinders": selectors.what_hinders(request.user),
    }
    return render(request, "privacy/erase.html", context, status=422 if form.errors else 200)


def is_fresh(request: SignedInRequest) -> bool:
    """Whether they have signed in within the last minutes."""
    methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    newest = max((float(one.get("at", 0)) for one in methods), default=0.0)
    return time.time() - newest < FRESH_SIGN_IN
