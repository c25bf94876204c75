"""Who says to have written a forum post, and what a check of their token finds."""

from datetime import timedelta

from ingest.sources.forummagnum.writers import PostWriter
from preprints.models import Preprint
from reviews.models import ForumClaim
from reviews.services import forum_claims
from reviews.tokens import new_nonce
from tests.at_once.acts import Act, Call
from tests.factories.accounts import UserFactory
from tests.factories.preprints import forum_post
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW

DAY = timedelta(days=1)


def make_claim(work: Preprint, **fields: object) -> ForumClaim:
    person, place = fields.pop("user", None) or UserFactory(), work.locations.get()
    return ForumClaim.objects.create(
        user=person, location=place, nonce=new_nonce(), expires_at=NOW + DAY, **fields
    )


def new_token() -> Call:
    work, person = forum_post(f"{Preprint.objects.count():017}"), UserFactory()
    return lambda: forum_claims.start_forum_claim(work.pk, by=person, now=NOW)


def placed_token() -> Call:
    work = forum_post(f"{Preprint.objects.count():017}")
    person = make_claim(work).user
    return lambda: forum_claims.check_forum_claim(work.pk, by=person, now=NOW)


def found_token() -> Call:
    work = forum_post(f"{Preprint.objects.count():017}")
    submission = SubmissionFactory(
        preprint=work, version=work.current_version, consent="claimed", is_author=True
    )
    claim = make_claim(work, user=submission.submitter, asked_at=NOW)
    writers = [PostWriter("Ada Example", 1, "", forum_claims.token_of(claim))]
    return lambda: forum_claims.claim_by_forum(claim.pk, writers=writers, now=NOW)


def forum_away() -> Call:
    claim = make_claim(forum_post(f"{Preprint.objects.count():017}"), asked_at=NOW)
    return lambda: forum_claims.fail_check(claim.pk, message="It is away.", now=NOW)


def last_outcome() -> object:
    return ForumClaim.objects.values_list("outcome", "message").order_by("-pk").first()


ACTS = [
    Act(forum_claims.start_forum_claim, new_token),
    Act(forum_claims.check_forum_claim, placed_token),
    Act(forum_claims.claim_by_forum, found_token),
    Act(
        forum_claims.fail_check,
        forum_away,
        only_changes_fields=True,
        state=last_outcome,
    ),
]
