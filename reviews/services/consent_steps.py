"""Steps of other services: an author is asked, the consent of a submission changes."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, OuterRef, Q, Subquery

from accounts.models import User
from events.services import record_event
from mails.promising import Recipient, promise_mail
from preprints.models import Author
from reviews import author_rules, tokens
from reviews.models import ConsentChange, ConsentRequest, Submission

Consent = Submission.Consent
DAY = timedelta(days=1)


def set_consent(
    submission: Submission, consent: str, *, by: User | None, now: datetime, reason: str = ""
) -> bool:
    """Call it with the submission locked. Whether anything changed: what is public now."""
    if consent == submission.consent:
        return False
    submission.consent = consent
    submission.save(update_fields=["consent"])
    ConsentChange.objects.create(
        submission=submission, consent=consent, changed_by=by, reason=reason, changed_at=now
    )
    record_event(
        "submission.consent_changed",
        about=submission.preprint,
        actor_id=by.pk if by else None,
        now=now,
        data={"submission": submission.pk, "consent": consent},
    )
    return True


def check_can_be_asked(addresses: Collection[str], *, by: User, now: datetime) -> None:
    """addresses: in lower case. Raises OwnAddress or TooManyAuthorsAsked."""
    if not addresses:
        return
    known = EmailAddress.objects.filter(user=by).values_list("email", flat=True)
    today = ConsentRequest.objects.filter(asked_at__gt=now - DAY)
    given = today.filter(email__in=addresses).values_list("email", flat=True)
    author_rules.check_addresses(
        addresses,
        own={one.lower() for one in (*known, by.email) if one},
        asked_today=today.filter(given_by=by).count(),
        of_address=max(Counter(given).values(), default=0),
    )


def is_authors_answer(submission: Submission) -> bool:
    """Whether what is known of the consent is what an author said, by a mailed link or here."""
    last = ConsentChange.objects.filter(submission=OuterRef("pk")).order_by("-changed_at", "-pk")
    changed_by_author = Author.objects.filter(
        version__preprint=OuterRef("preprint"), user=OuterRef("last_changed_by")
    )
    if submission.consent in author_rules.MAILED.values():
        return True
    answered = Submission.objects.filter(
        pk=submission.pk, consent__in=[Consent.AGREED, Consent.DECLINED]
    ).annotate(last_changed_by=Subquery(last.values("changed_by")[:1]))
    said = Q(consent_requests__answer=F("consent")) | Exists(changed_by_author)
    return answered.filter(said).exists()


def mail_request(submission: Submission, email: str, *, by: User, now: datetime) -> ConsentRequest:
    """Ask at one address; the link is made when the mail is sent, and stands in it alone."""
    nonce = tokens.new_nonce()
    request = ConsentRequest.objects.create(
        submission=submission,
        email=email,
        given_by=by,
        nonce=nonce,
        token_hash=tokens.hash_token(tokens.link_token(tokens.CONSENT, nonce)),
        asked_at=now,
    )
    record_event(
        "consent.asked",
        about=submission.preprint,
        actor_id=by.pk,
        now=now,
        data={"submission": submission.pk, "request": request.pk},
    )
    promise_mail(
        "consent_asked",
        "reviews.send_consent_mail",
        to=Recipient("consent", request.pk),
        submission_id=submission.pk,
        request_id=request.pk,
    )
    if submission.consent in (Consent.NOT_ASKED, Consent.NO_ANSWER):
        set_consent(submission, Consent.ASKED, by=by, now=now)
    return request
