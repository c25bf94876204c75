"""The admin of the journal: who may enter it, and which models have pages there."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import URLPattern, URLResolver, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from events.admin_pages import JournalAdmin

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class JournalAdminSite(AdminSite):
    """Open to staff who have used a second factor in this session, and to nobody else.

    The journal's sign-in is the only one; it asks for the second factor of who has one. Who has
    none is led to set one up, and then to use it.
    """

    site_header = site_title = settings.JOURNAL_NAME

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Packages register sessions, addresses and keys of people: those have no page here."""
        if admin_class is not None and issubclass(admin_class, JournalAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and has_used_second_factor(request)

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Where a page of the admin sends whoever may not see it yet."""
        back = next_page(request)
        user = request.user
        if not user.is_authenticated:
            return to(resolve_url("account_login"), back)
        if not super().has_permission(request):
            raise PermissionDenied
        if has_used_second_factor(request):
            request.session.pop("page_behind_second_factor", None)
            return redirect(back)
        own = own_factors(user)
        if own.isdisjoint(SECOND_FACTORS):
            messages.warning(
                request,
                _("The admin needs a second factor. Set one up; the page then leads back."),
            )
            request.session["page_behind_second_factor"] = back
            return redirect("mfa_index")
        by_code = Authenticator.Type.TOTP in own
        name = "mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn"
        return to(reverse(name), back)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        # Without `view_on_site`: it redirects from any row's id to that row's page, whoever asks.
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]


def has_used_second_factor(request: HttpRequest) -> bool:
    """Whether the person used a second factor in this session, and still has it."""
    user: Any = request.user
    used = any(record["method"] == "mfa" for record in get_authentication_records(request, user))
    return used and not own_factors(user).isdisjoint(SECOND_FACTORS)


def own_factors(user: Any) -> set[str]:
    return set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))


def next_page(request: HttpRequest) -> str:
    asked = request.GET.get(REDIRECT_FIELD_NAME, "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if asked and is_ours else reverse("admin:index")


def to(page: str, back: str) -> HttpResponse:
    return redirect(f"{page}?{urlencode({REDIRECT_FIELD_NAME: back})}")
