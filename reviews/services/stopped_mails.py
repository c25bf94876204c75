"""An author who was asked at an address wants no mails on what becomes of the work, or wants them
again. The link for that is good for nothing else: mails are forwarded, and programs open links.
"""

from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare

from reviews import tokens
from reviews.models import ConsentRequest


@transaction.atomic
def stop_mails(request_id: int, *, now: datetime) -> None:
    """For who came by the link in a mail: nothing more about the work goes to that address."""
    request = _lock(request_id)
    if request.mails_stopped_at is None:
        _save(request, stopped_at=now)


@transaction.atomic
def send_mails_again(request_id: int) -> None:
    """For who came by the same link, once they have stopped them."""
    request = _lock(request_id)
    if request.mails_stopped_at is not None:
        _save(request, stopped_at=None)


def find_by_stop_link(request_id: int, token: str) -> ConsentRequest | None:
    """The request whose link to stop mails this is, while it has an address."""
    request = ConsentRequest.objects.exclude(email="").filter(pk=request_id).first()
    if request is None:
        return None
    fits = tokens.link_tokens(tokens.STOP_CONSENT_MAILS, request.nonce)
    return request if any(constant_time_compare(token, one) for one in fits) else None


def stop_token_of(request: ConsentRequest) -> str:
    """The secret part of that link's address; for the mail alone."""
    return tokens.link_token(tokens.STOP_CONSENT_MAILS, request.nonce)


def _lock(request_id: int) -> ConsentRequest:
    return ConsentRequest.objects.select_for_update(of=("self",)).get(pk=request_id)


def _save(request: ConsentRequest, *, stopped_at: datetime | None) -> None:
    request.mails_stopped_at = stopped_at
    request.save(update_fields=["mails_stopped_at"])
