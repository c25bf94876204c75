"""The page on which somebody shows to have written a forum post."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from preprints.models import Location, Preprint
from reviews import claim_rules
from reviews.models import ForumClaim
from reviews.services.authorship import is_involved
from reviews.services.forum_claims import checks_on, claim_of, forum_place, token_of
from reviews.services.submissions import known_author_ids, newest_version


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """place: None where no forum shows the work. claim: None where the person has no good token,
    and token "" then. is_old: a token of theirs is too old to be checked. is_involved: they edit or
    review the work, so that a token confirms nobody. may_check: they have checks left today."""

    preprint: Preprint
    title_html: str
    place: Location | None
    claim: ForumClaim | None
    token: str
    is_old: bool
    is_confirmed: bool
    is_being_checked: bool
    is_involved: bool
    may_check: bool


def claim_page(preprint: Preprint, person: User, *, now: datetime) -> ClaimPage:
    claim = claim_of(preprint.pk, person)
    is_old = claim is not None and claim.expires_at <= now
    good = None if is_old else claim
    return ClaimPage(
        preprint=preprint,
        title_html=newest_version(preprint).title_html,
        place=forum_place(preprint.pk),
        claim=good,
        token=token_of(good) if good else "",
        is_old=is_old,
        is_confirmed=person.pk in known_author_ids(preprint.pk),
        is_being_checked=good is not None
        and claim_rules.is_being_checked(
            asked_at=good.asked_at, answered_at=good.answered_at, now=now
        ),
        is_involved=is_involved(preprint, person),
        may_check=claim_rules.has_checks_left(checks_on(person, now.date())),
    )
