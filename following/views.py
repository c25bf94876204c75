"""Following a thing from its page, and the page of what somebody follows."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from following import services
from following.errors import FollowError
from following.forms import SearchNameForm
from following.models import Follow
from following.selectors import follow_button, following_page, way_of_news
from following.things import Thing, ThingKind, ThingView, asked_thing, read_thing, view_of
from web.form_pages import form_on


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """The act, and the page that asks: whoever is not signed in is led here, and back to here."""
    thing, view = _asked_thing(request)
    if request.method != "POST" or not request.user.is_authenticated:
        return render(request, "following/follow.html", _context(request, thing, view))
    form = SearchNameForm(request.POST)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    try:
        services.follow(request.user.pk, view.now, name=name, now=timezone.now())
    except FollowError as error:
        context = _context(request, thing, view) | {"error": error.message}
        return render(request, "following/follow.html", context, status=409)
    messages.success(request, _("You follow it: %(title)s") % {"title": name or view.title})
    return redirect("following:list" if request.POST.get("back") == "list" else view.url)


def _asked_thing(request: HttpRequest) -> tuple[Thing, ThingView]:
    asked = request.POST if request.method == "POST" else request.GET
    thing = asked_thing(asked.get("thing", ""))
    if thing is None or (view := view_of(thing)).is_gone:
        raise Http404
    return thing, view


def _context(request: HttpRequest, thing: Thing, view: ThingView) -> dict[str, object]:
    address = f"{reverse('following:follow')}?{urlencode({'thing': view.word})}"
    return {
        "button": follow_button(request.user, view.now, word=view.word),
        "view": view,
        "kind": thing.kind,
        "way": way_of_news(request.user),
        "next": urlencode({"next": address}),
    }


@login_required
@require_http_methods(["GET", "HEAD"])
def following(request: SignedInRequest) -> HttpResponse:
    """`?undo=` a thing that was unfollowed just now, with `name` where it is a search."""
    page = following_page(request.user.pk, request.GET, now=timezone.now())
    undone = asked_thing(request.GET.get("undo", ""))
    view = view_of(undone) if undone else None
    context = {
        "page": page,
        "undone": None if view is None or view.is_gone else view,
        "undone_name": request.GET.get("name", ""),
        "way": way_of_news(request.user),
    }
    return render(request, "following/following.html", context)


@login_required
@form_on("following:list")
def unfollow(request: SignedInRequest, follow_id: int) -> HttpResponse:
    """From the page of the thing back to it; from the list back to the list, where it is undone."""
    followed = get_object_or_404(Follow, pk=follow_id, user=request.user)
    thing, name = read_thing(followed.thing), followed.name
    services.unfollow(followed)
    view = view_of(thing) if thing else None
    if request.POST.get("back") == "page" and view is not None and not view.is_gone:
        messages.success(request, _("You no longer follow it: %(title)s") % {"title": view.title})
        return redirect(view.url)
    if view is None or view.is_gone:
        return redirect("following:list")
    undo = {"undo": view.word, **({"name": name} if name else {})}
    return redirect(f"{reverse('following:list')}?{urlencode(undo)}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def name_search(request: SignedInRequest, follow_id: int) -> HttpResponse:
    searches = Follow.objects.filter(user=request.user, thing__startswith=f"{ThingKind.SEARCH}:")
    followed = get_object_or_404(searches, pk=follow_id)
    form = SearchNameForm(
        request.POST if request.method == "POST" else None, initial={"name": followed.name}
    )
    if form.is_valid():
        services.name_search(followed, form.cleaned_data["name"])
        messages.success(request, _("The search has its new name."))
        return redirect("following:list")
    thing = read_thing(followed.thing)
    context = {"form": form, "view": view_of(thing) if thing else None}
    return render(
        request, "following/name_search.html", context, status=422 if form.errors else 200
    )
