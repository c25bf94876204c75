"""Which mails somebody gets: the page in their account, and the link in each mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mails import services
from mails.choices import choices_of
from mails.forms import ChoicesForm
from mails.kind import To
from mails.kinds import kinds_for
from mails.turning_off import read_token
from web.secret_pages import secret_address


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """A page of one's account: at once, once a day, or not at all."""
    user_id = request.user.pk or 0  # nobody is anonymous here
    is_editor = getattr(request.user, "is_editor", False)
    parts = [To.AUTHOR, To.REVIEWER, To.READER, To.ACCOUNT]
    kinds = kinds_for([To.EDITOR, *parts] if is_editor else parts)
    form = ChoicesForm(request.POST or None, parts=kinds, chosen=choices_of(user_id))
    if form.is_valid():
        services.choose_mails(user_id, form.cleaned_data)
        messages.success(request, _("Your choices are saved."))
        return redirect("mails:choices")
    return render(request, "mails/choices.html", {"form": form}, status=422 if form.errors else 200)


@csrf_exempt  # mail programs send the form, from no page of ours (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
@secret_address
def turn_off(request: HttpRequest, token: str) -> HttpResponse:
    """Without signing in. Looking changes nothing: programs open links of mails beforehand."""
    found = read_token(token)
    if found is None:
        raise Http404
    user_id, kind = found
    turned_off = services.turned_off_by(user_id, kind.name)
    if request.method == "POST":
        services.turn_off(user_id, kind.name)
    is_off = services.is_off(user_id, kind.name)
    context = {
        "turned_off": turned_off,
        "is_off": is_off,
        "is_digest": kind.name == services.DIGEST_KIND,
    }
    return render(request, "mails/turn_off.html", context)
