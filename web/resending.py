"""A form that was sent while signed out, sent once more after signing in.

Signing in makes a new CSRF token, so the form on the page that is still open holds an old one. It
carries a pass instead: a signature over its address and its values, good for one browser only,
which a cookie of its own recognises. Another site can neither read the cookie nor set it. The form
names the person it was made for, so the next one to sign in there cannot send it as their own.
"""

import json
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from web.form_owner import is_made_for_signed_in

PASS_FIELD = "resend_pass"  # noqa: S105 - the name of a field
COOKIE = "resend"
GOOD_FOR = 24 * 3600  # seconds
_signer = TimestampSigner(salt="web.resending")


def resend_pass(request: HttpRequest) -> str:
    """For the form that holds the values of this request once more."""
    return _signer.sign(_digest(request, browser_of(request)))


def browser_of(request: HttpRequest) -> str:
    """The browser's random name; a new one where it has none yet."""
    known = getattr(request, "resend_browser", "") or request.COOKIES.get(COOKIE, "")
    request.resend_browser = known or secrets.token_urlsafe(24)  # type: ignore[attr-defined]
    return str(request.resend_browser)  # type: ignore[attr-defined]


def remember_browser(request: HttpRequest, answer: HttpResponse) -> None:
    answer.set_cookie(
        COOKIE,
        browser_of(request),
        max_age=GOOD_FOR,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Strict",
    )


def is_from_our_pages(request: HttpRequest) -> bool:
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    parts = urlsplit(sender)
    origin = f"{parts.scheme}://{parts.netloc}"
    ours = f"{request.scheme}://{request.get_host()}"
    return origin == ours or origin in settings.CSRF_TRUSTED_ORIGINS


def has_pass(request: HttpRequest) -> bool:
    """Whether this browser was shown exactly this form, lately."""
    browser, given = request.COOKIES.get(COOKIE, ""), request.POST.get(PASS_FIELD, "")
    if not browser or not given:
        return False
    try:
        return _signer.unsign(given, max_age=GOOD_FOR) == _digest(request, browser)
    except BadSignature:
        return False


class AcceptResentForms:
    """Before the CSRF check, which a form with a valid pass does not need."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_post = request.method == "POST" and COOKIE in request.COOKIES
        if (
            is_post
            and is_from_our_pages(request)
            and has_pass(request)
            and is_made_for_signed_in(request)
        ):
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        return self.get_response(request)


def _digest(request: HttpRequest, browser: str) -> str:
    left_out = {"csrfmiddlewaretoken", PASS_FIELD}
    values = {
        name: [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
        for name, texts in request.POST.lists()
        if name not in left_out
    }
    signed = json.dumps([browser, request.get_full_path(), values], sort_keys=True)
    return salted_hmac("web.resending", signed, algorithm="sha256").hexdigest()
