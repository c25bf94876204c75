"""The pages where managing editors give and take roles."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.requests import SignedInRequest
from reviews.editor_forms import FindPersonForm, RolesForm
from reviews.errors import ReviewError
from reviews.selectors import editors as selectors
from reviews.selectors.held_places import held_places
from reviews.services import editors as services
from web.access import managing_editor_required


@require_GET
@managing_editor_required
def editors(request: SignedInRequest) -> HttpResponse:
    """Everybody with a role; whoever is to get one is found by their address."""
    form = FindPersonForm(request.GET if "person" in request.GET else None)
    if form.is_valid():
        return redirect("reviews:change_editor", form.cleaned_data["person"].profile.handle)
    context = {"editors": selectors.editors(), "form": form}
    return render(request, "reviews/editors.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@managing_editor_required
def change_editor(request: SignedInRequest, handle: str) -> HttpResponse:
    people = User.objects.filter(is_active=True, is_guest=False).select_related("profile")
    person = get_object_or_404(people, profile__handle=handle)
    form = RolesForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        try:
            services.change_editor(
                person.pk, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except ReviewError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("Saved. The person is notified of what changed."))
            return redirect("reviews:editors")
    context = {"person": person, "form": form, **_known_of(person, reader=request.user)}
    return render(
        request, "reviews/change_editor.html", context, status=422 if form.errors else 200
    )


def _known_of(person: User, *, reader: User) -> dict[str, Any]:
    return {
        "held": held_places(person, reader=reader),
        "changes": selectors.rights_changes(person),
    }
