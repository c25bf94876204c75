"""How long things about people are kept: each rule is a number of the journal's policy and what is
forgotten once it has passed. The schedule carries them out each day, and `/privacy/` lists them.
"""

import logging
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.functions import Greatest

from accounts.guests import GUEST_DOMAIN
from drafts.form_kinds import find_kind
from drafts.models import Draft
from events import outbox
from reviews.models import (
    AuthorWishes,
    ForumClaim,
    Invitation,
    InvitationMail,
    KnownInterest,
    MailedLink,
    NamedReviewer,
    Policy,
    Round,
    Submission,
)
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
Forget = Callable[[Policy, datetime], int]


def forget_what_is_old(*, now: datetime) -> dict[str, int]:
    """Carry every rule out; returns how many rows each has changed. Running it twice is once."""
    policy = current_policy()
    return {name: forget(policy, now) for name, forget in RULES.items()}


def _consent_addresses(_policy: Policy, now: datetime) -> int:
    return consent.erase_addresses(now=now)


def _invitation_addresses(policy: Policy, now: datetime) -> int:
    """Of invitations that were not accepted, once their round is over; of mailed links; and what
    authors wished of the review, once nobody is to be invited any more."""
    before = now - policy.invitation_address_months * MONTH
    open_rounds = Round.objects.under_way().values("pk")
    ended = Invitation.objects.filter(state__in=ENDED, answered_at__lt=before)
    named = ended.exclude(round__in=open_rounds).exclude(email__endswith=f"@{GUEST_DOMAIN}")
    ids = list(named.values_list("pk", flat=True))
    KnownInterest.objects.filter(invitation__in=ids).delete()
    stand_in = {pk: f"erased-{secrets.token_hex(12)}@{GUEST_DOMAIN}" for pk in ids}
    for pk, address in stand_in.items():
        InvitationMail.objects.filter(invitation=pk).update(email=address)
        Invitation.objects.filter(pk=pk).update(email=address, name="", message="", reason="")
    return len(ids) + _mailed_links(before) + _wishes(before)


def _wishes(before: datetime) -> int:
    """Of submissions whose last decision or end is old; those that wait for triage keep theirs."""
    under_way = Round.objects.under_way().values("submission")
    moments = ("submitted_at", "decided_at", "withdrawn_at", "lapsed_at", "reopened_at")
    ended = Submission.objects.exclude(state=Submission.State.SUBMITTED)
    old = ended.annotate(last=Greatest(*moments)).filter(last__lt=before)
    ids = list(old.exclude(pk__in=under_way).values_list("pk", flat=True))
    wished = AuthorWishes.objects.filter(submission__in=ids)
    return _deleted(NamedReviewer.objects.filter(submission__in=ids)) + _deleted(wished)


def _mailed_links(before: datetime) -> int:
    closed = MailedLink.objects.filter(closed_at__lt=before)
    named = closed.exclude(email__endswith=f"@{GUEST_DOMAIN}")
    return named.update(email=f"erased@{GUEST_DOMAIN}")


def _ended_drafts(policy: Policy, now: datetime) -> int:
    """Of forms that take no text any more: what can still be sent is kept. And tokens for a profile
    at a forum that are too old to be checked, with what the last check found."""
    before = now - policy.ended_draft_months * MONTH
    claims = _deleted(ForumClaim.objects.filter(expires_at__lt=before))
    old = Draft.objects.filter(saved_at__lt=before)
    ended = [draft.pk for draft in old.only("key").iterator() if _is_ended(draft.key)]
    return claims + _deleted(Draft.objects.filter(pk__in=ended))


def _is_ended(key: str) -> bool:
    kind, number = find_kind(key)
    return bool(number and kind.why_not_sendable(number))


def _sent_mails(policy: Policy, now: datetime) -> int:
    return outbox.forget_done(now, keep=policy.sent_mail_days * DAY)


def _failed_mails(policy: Policy, now: datetime) -> int:
    return outbox.forget_failed(now, keep=policy.failed_mail_days * DAY)


def _sign_ins(policy: Policy, now: datetime) -> int:
    """Sessions that have ended, and where and with what somebody signed in long ago."""
    _deleted(Session.objects.filter(expire_date__lt=now))
    return _deleted(UserSession.objects.filter(last_seen_at__lt=now - policy.sign_in_days * DAY))


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
