"""Mails to authors who are known by an address alone: what becomes of the work.

The address is that of a `ConsentRequest`, and is written to about its own submission. Nobody is
mailed who says that they are no author, declines or has had the mails stopped, or whose account
gets the same.
"""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils.translation import gettext as _

from events.outbox import NotNeeded
from mails.people import ADDRESSEES, Addressee
from reviews.mail_promises import promise_mail_to
from reviews.models import ConsentRequest, Submission
from reviews.services.consent import months_kept
from reviews.services.stopped_mails import stop_token_of
from web import addresses

DECISION = "asked_author_decision"
REVIEWS = "asked_author_reviews"
POSTED = "asked_author_posted"
LEFT, RETURNED, ENDED = "asked_author_left", "asked_author_returned", "asked_author_ended"
KINDS = (DECISION, REVIEWS, POSTED, LEFT, RETURNED, ENDED)


def promise_to_asked_authors(
    template: str, submission: Submission, /, *, but: Collection[int], **about: int
) -> None:
    """but: the people who are mailed the same at their accounts."""
    own = EmailAddress.objects.filter(user__in=but, verified=True)
    theirs = {address.lower() for address in own.values_list("email", flat=True)}
    for request in ConsentRequest.objects.with_mails().filter(submission=submission):
        if request.email not in theirs:
            promise_mail_to(template, {"consent": request.pk}, **about)


def _asked_author(request_id: int) -> Addressee:
    """Found when the mail is sent: the link to stop these mails stands in it alone."""
    request = ConsentRequest.objects.with_mails().filter(pk=request_id).first()
    if request is None:
        raise NotNeeded(_("The address is erased, or its owner wants no such mail."))
    stop = reverse("reviews:stop_consent_mails", args=[request.pk, stop_token_of(request)])
    return Addressee(request.email, off_url=addresses.absolute(stop))


def months_kept_of(request_id: int) -> int:
    """How long that address is kept, which each of these mails says."""
    return months_kept(ConsentRequest.objects.get(pk=request_id))


ADDRESSEES["consent"] = _asked_author
