"""The page on which people say which organisation of ROR's their affiliation is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import services
from accounts.requests import SignedInRequest
from ingest import organisations
from ingest.errors import NoSuchOrganisation


@login_required
def affiliation(request: SignedInRequest) -> HttpResponse:
    profile, status = services.ensure_profile(request.user, name=""), 200
    if request.method == "POST" and "look_up" in request.POST:
        organisations.ask_about(profile)
        return redirect("ingest:affiliation")
    if request.method == "POST":
        try:
            organisations.choose_organisation(request.user, ror=request.POST.get("ror", ""))
        except NoSuchOrganisation as error:
            messages.error(request, str(error.message))
            status = 409
        else:
            messages.success(request, _("Your profile names this organisation now."))
            return redirect("accounts:profile")
    lookup = organisations.lookup_of(request.user)
    context = {"profile": profile, "lookup": lookup}
    return render(request, "ingest/affiliation.html", context, status=status)
