from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User

AnyUser: TypeAlias = User | AnonymousUser  # whoever opens a page, signed in or not


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` or `editor_required` is given; a type, never made."""

    user: User
    htmx: HtmxDetails
