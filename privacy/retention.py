"""How long things about people are kept: each rule is a number of the journal's policy and what is
forgotten once it has passed. The schedule carries them out each day, and `/privacy/` lists them.

Nothing is kept longer than the policy said on the day from which on it counts: people were told so.
A number that is lowered counts at once.
"""

import logging
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.functions import Greatest

from accounts.guests import GUEST_DOMAIN
from drafts.closing import note_closed_forms
from drafts.models import Draft
from events import outbox
from events.outbox import Over
from reviews.models import (
    AuthorWishes,
    ForumClaim,
    Invitation,
    InvitationMail,
    KnownInterest,
    MailedLink,
    NamedReviewer,
    Round,
    Submission,
)
from reviews.past_policies import PastPolicy
from reviews.policies import current_policy
from reviews.services import consent

logger = logging.getLogger(__name__)

MONTH = timedelta(days=30)
DAY = timedelta(days=1)
ENDED = (
    Invitation.State.DECLINED,
    Invitation.State.REVOKED,
    Invitation.State.CLOSED,
    Invitation.State.DISOWNED,
)
Forget = Callable[[Over, datetime], int]


def forget_what_is_old(*, now: datetime) -> dict[str, int]:
    """Carry every rule out; returns how many rows each has changed. Running it twice is once."""
    past = PastPolicy.of(current_policy(), list(RULES))
    done = {}
    for name, forget in RULES.items():
        unit = MONTH if name.endswith("_months") else DAY
        done[name] = forget(partial(past.over, name, unit=unit, now=now), now)
    return done


def _consent_addresses(_over: Over, now: datetime) -> int:
    return consent.erase_addresses(now=now)


def _invitation_addresses(over: Over, _now: datetime) -> int:
    """Of invitations that were not accepted, once their round is over; of mailed links; and what
    authors wished of the review, once nobody is to be invited any more."""
    open_rounds = Round.objects.under_way().values("pk")
    ended = Invitation.objects.filter(state__in=ENDED).filter(over("answered_at"))
    named = ended.exclude(round__in=open_rounds).exclude(email__endswith=f"@{GUEST_DOMAIN}")
    ids = list(named.values_list("pk", flat=True))
    KnownInterest.objects.filter(invitation__in=ids).delete()
    stand_in = {pk: f"erased-{secrets.token_hex(12)}@{GUEST_DOMAIN}" for pk in ids}
    for pk, address in stand_in.items():
        InvitationMail.objects.filter(invitation=pk).update(email=address)
        Invitation.objects.filter(pk=pk).update(email=address, name="", message="", reason="")
    return len(ids) + _mailed_links(over) + _wishes(over)


def _wishes(over: Over) -> int:
    """Of submissions whose last decision or end is old; those that wait for triage keep theirs."""
    under_way = Round.objects.under_way().values("submission")
    moments = ("submitted_at", "decided_at", "withdrawn_at", "lapsed_at", "reopened_at")
    ended = Submission.objects.exclude(state=Submission.State.SUBMITTED)
    old = ended.annotate(last=Greatest(*moments)).filter(over("last"))
    ids = list(old.exclude(pk__in=under_way).values_list("pk", flat=True))
    wished = AuthorWishes.objects.filter(submission__in=ids)
    return _deleted(NamedReviewer.objects.filter(submission__in=ids)) + _deleted(wished)


def _mailed_links(over: Over) -> int:
    closed = MailedLink.objects.filter(over("closed_at"))
    named = closed.exclude(email__endswith=f"@{GUEST_DOMAIN}")
    return named.update(email=f"erased@{GUEST_DOMAIN}")


def _ended_drafts(over: Over, now: datetime) -> int:
    """Of forms that take no text any more or cannot be sent, from when that was found or they were
    saved last, whichever is later. And tokens for a profile at a forum that are too old to be
    checked, with what the last check found."""
    claims = _deleted(ForumClaim.objects.filter(over("expires_at")))
    note_closed_forms(now=now)
    closed = Draft.objects.exclude(closed_at=None)
    old = closed.annotate(since=Greatest("closed_at", "saved_at")).filter(over("since"))
    return claims + _deleted(Draft.objects.filter(pk__in=list(old.values_list("pk", flat=True))))


def _sent_mails(over: Over, _now: datetime) -> int:
    return outbox.forget_done(over)


def _failed_mails(over: Over, _now: datetime) -> int:
    return outbox.forget_failed(over)


def _sign_ins(over: Over, now: datetime) -> int:
    """Sessions that have ended, and where and with what somebody signed in long ago."""
    _deleted(Session.objects.filter(expire_date__lt=now))
    return _deleted(UserSession.objects.filter(over("last_seen_at")))


def _deleted(rows: "QuerySet[Any]") -> int:
    return rows.delete()[0]


# By the number of the policy that says how long.
RULES: Mapping[str, Forget] = {
    "consent_address_months": _consent_addresses,
    "invitation_address_months": _invitation_addresses,
    "ended_draft_months": _ended_drafts,
    "sent_mail_days": _sent_mails,
    "failed_mail_days": _failed_mails,
    "sign_in_days": _sign_ins,
}
