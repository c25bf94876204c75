"""Whom a form was made for: a page left open must not act for the next person at the browser."""

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

FORM_OWNER_FIELD = "form_owner"
DRAFT_OWNER_FIELD = "draft_owner"  # in forms that are saved while they are written


def owner_fingerprint(person_id: int | str) -> str:
    """Stands in a form in place of the person it was made for; tells nobody who that is."""
    return _fingerprint(person_id, settings.SECRET_KEY)


def is_owner_fingerprint(fingerprint: str, person_id: int | str) -> bool:
    """Whether it was made for this person, with the secret key or one that was changed since."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(fingerprint, _fingerprint(person_id, key)) for key in keys)


def _fingerprint(person_id: int | str, key: str) -> str:
    return salted_hmac("web.form_owner", str(person_id), secret=key).hexdigest()[:16]


def is_made_for_signed_in(request: HttpRequest) -> bool:
    """Whether the posted form names the person who is signed in; False where it names nobody."""
    named = request.POST.get(FORM_OWNER_FIELD) or request.POST.get(DRAFT_OWNER_FIELD, "")
    person_id = str(request.session.get(SESSION_KEY) or "")
    return bool(person_id and named) and is_owner_fingerprint(named, person_id)
