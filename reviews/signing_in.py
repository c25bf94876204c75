"""Whoever signs in at a browser has not thereby been sent the links that were opened there."""

from typing import Any

from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.signals import social_account_added
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.guests import verified_addresses
from accounts.models import User
from reviews import opened_links
from reviews.models import ConsentRequest, Invitation, MailedLink
from reviews.services import authorship


@receiver(user_logged_in)
def close_links_of_others(request: HttpRequest | None, user: User, **_signal: Any) -> None:
    """Guests' reviews stay open for the account that has confirmed the address of their link.

    An invitation that nobody has accepted stays, too: its reader may be signing in to do so.
    """
    if request is None:
        return
    for kind, links in _links_of_one(request.session).items():
        own = verified_addresses(user) if links else set()
        for link_id, email in links:
            if email.lower() not in own:
                opened_links.close_at_sign_in(request.session, kind, link_id)


@receiver(user_logged_in)
def claim_works(user: User, **_signal: Any) -> None:
    """Of who signs in with an ORCID iD, or has connected one: the works that list it."""
    authorship.claim_by_orcid(user, now=timezone.now())


@receiver(social_account_added)
def claim_works_of_connected(sociallogin: SocialLogin, **_signal: Any) -> None:
    authorship.claim_by_orcid(sociallogin.user, now=timezone.now())


def _links_of_one(session: SessionBase) -> dict[str, list[tuple[int, str]]]:
    """The links opened at this browser that open a guest's review, or ask an author whether they
    agree: each with its address."""
    invitations = opened_links.opened_ids(session, opened_links.INVITATION)
    mailed = opened_links.opened_ids(session, opened_links.MAILED_LINK)
    asked = opened_links.opened_ids(session, opened_links.CONSENT)
    addressed: dict[str, list[tuple[int, str]]] = {}
    if asked:
        requests = ConsentRequest.objects.filter(pk__in=asked).exclude(email="")
        addressed[opened_links.CONSENT] = list(requests.values_list("pk", "email"))
    if invitations:
        rows = Invitation.objects.filter(pk__in=invitations, review__reviewer__is_guest=True)
        addressed[opened_links.INVITATION] = list(rows.values_list("pk", "email"))
    if mailed:
        links = MailedLink.objects.filter(pk__in=mailed, review__reviewer__is_guest=True)
        addressed[opened_links.MAILED_LINK] = list(links.values_list("pk", "email"))
    return addressed
