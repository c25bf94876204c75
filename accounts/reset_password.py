"""The page where a new password is chosen, after the link in the mail has been opened.

The package keeps the link's secret in the session, for the page whose address has none. A session
is a row of the database, signed but not encrypted: the secret is sealed there, and removed once it
is used or no longer good.
"""

from typing import Any

from allauth.account.views import INTERNAL_RESET_SESSION_KEY, PasswordResetFromKeyView
from cryptography.fernet import InvalidToken
from django.http import HttpRequest, HttpResponse

from web.sealing import seal, unseal


class SealedResetView(PasswordResetFromKeyView):
    def dispatch(self, request: HttpRequest, uidb36: str, key: str, **kwargs: Any) -> HttpResponse:
        session = request.session
        sealed = session.pop(INTERNAL_RESET_SESSION_KEY, "")
        if sealed and key == self.reset_url_key:
            session[INTERNAL_RESET_SESSION_KEY] = opened(sealed)
        self.is_used = False
        response: HttpResponse = super().dispatch(request, uidb36, key, **kwargs)
        secret = session.pop(INTERNAL_RESET_SESSION_KEY, "")
        if secret and self.reset_user_is_known() and not self.is_used:
            session[INTERNAL_RESET_SESSION_KEY] = seal(secret)
        return response

    def reset_user_is_known(self) -> bool:
        """False where the link is no longer good; before the redirect nobody has asked yet."""
        return getattr(self, "reset_user", self) is not None

    def form_valid(self, form: Any) -> HttpResponse:
        self.is_used = True
        response: HttpResponse = super().form_valid(form)
        return response


def opened(sealed: str) -> str:
    """The secret, or "" for what was not sealed here (a session from before)."""
    try:
        return unseal(sealed)
    except (InvalidToken, UnicodeError):
        return ""


choose_password = SealedResetView.as_view()
