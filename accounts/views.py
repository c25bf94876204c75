from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import services
from accounts.errors import AccountError
from accounts.forms import ProfileForm
from accounts.requests import SignedInRequest


@login_required
def profile(request: SignedInRequest) -> HttpResponse:
    """What a person shows of themselves, and their pseudonym."""
    own = services.ensure_profile(request.user, name="")
    form = ProfileForm(request.POST or None, instance=own, user=request.user)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            services.save_profile(
                form.instance,
                pseudonym=form.cleaned_data["pseudonym"],
                subjects=form.cleaned_data["subjects"],
            )
        except AccountError as error:
            form.add_error(None, str(error.message))
            status = 409
        else:
            messages.success(request, _("Your profile is saved."))
            return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form, "profile": own}, status=status)
