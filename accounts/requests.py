from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` or `editor_required` is given; a type, never made."""

    user: User
    htmx: HtmxDetails
