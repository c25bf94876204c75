"""Asking a forum whether a token stands on the profile of a post's author, in the background."""

from django.utils import timezone

from events.outbox import NotNeeded, handler
from ingest.errors import IngestError
from ingest.forum_profiles import ask_for_writers
from reviews.models import ForumClaim
from reviews.services import forum_claims


@handler("reviews.check_forum_profile", fetches=True)
def check_forum_profile(claim_id: int) -> None:
    """Where somebody else asks the forum just now, the row waits in the queue (`HostTaken`)."""
    claim = ForumClaim.objects.select_related("location").filter(pk=claim_id).first()
    if claim is None:
        raise NotNeeded("The person is confirmed by now, or their account is erased.")
    place = claim.location
    try:
        writers = ask_for_writers(place.source, place.external_id)
    except IngestError as error:
        forum_claims.fail_check(claim_id, message=str(error.message), now=timezone.now())
    else:
        forum_claims.claim_by_forum(claim_id, writers=writers, now=timezone.now())
