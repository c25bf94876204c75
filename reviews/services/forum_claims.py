"""Who has written a forum post, as a token on their profile there shows.

A person gets a token for themselves and one post, and places it on the profile of the post's
author. The forum is asked in the background, outside any transaction (`reviews/claim_checks.py`).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from events.outbox import promise
from ingest.forum_profiles import FORUM_SOURCES
from ingest.sources.forummagnum.writers import PostWriter
from preprints.models import Author, Location, Version
from reviews import claim_rules, moves, tokens
from reviews.limits import TOKEN_DAYS
from reviews.models import Authorship, ForumClaim
from reviews.services.authorship import confirm_claim, lock_claimed_work
from reviews.services.known_authors import Ground
from reviews.services.submissions import known_author_ids

Outcome = ForumClaim.Outcome
TOKEN_DIGITS = 24


def token_of(claim: ForumClaim) -> str:
    """What is to be placed; good for this person and this post alone."""
    digits = tokens.link_token(tokens.FORUM_CLAIM, claim.nonce)[:TOKEN_DIGITS]
    return f"verso-{digits}"


def forum_place(preprint_id: int) -> Location | None:
    """Where a forum shows the work, of which a version was seen there."""
    seen = Version.objects.filter(preprint=preprint_id).values("location")
    places = Location.objects.filter(preprint=preprint_id, source__in=FORUM_SOURCES, pk__in=seen)
    return places.filter(gone_since=None).first()


def claim_of(preprint_id: int, person: User) -> ForumClaim | None:
    place = forum_place(preprint_id)
    claims = ForumClaim.objects.filter(user=person, location=place)
    return claims.select_related("location").first() if place else None


def checks_on(person: User, day: date) -> int:
    """How many of all their tokens."""
    claims = ForumClaim.objects.filter(user=person, checks_on=day)
    return claims.aggregate(sum=Sum("checks"))["sum"] or 0


@transaction.atomic
def start_forum_claim(preprint_id: int, *, by: User, now: datetime) -> ForumClaim:
    """Make a token; one that is still good stays the same. Raises IsConfirmed or NoForumPost."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    place = forum_place(preprint_id)
    claim_rules.check_can_claim(
        person_id=by.pk,
        author_ids=known_author_ids(preprint_id),
        is_forum_post=place is not None,
    )
    claim = claim_of(preprint_id, by) or ForumClaim(location=place, user=by)
    if claim.pk is None or claim.expires_at <= now:
        claim.nonce, claim.expires_at = tokens.new_nonce(), now + timedelta(days=TOKEN_DAYS)
        claim.outcome, claim.message, claim.looked_at, claim.author = Outcome.NONE, "", [], None
        claim.save()
    return claim


@transaction.atomic
def check_forum_claim(preprint_id: int, *, by: User, now: datetime) -> ForumClaim:
    """Have the forum asked; while it is being asked, once.

    Raises IsConfirmed, NoForumPost, NoToken, TokenExpired or TooManyChecks.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    claim = claim_of(preprint_id, by)
    claim_rules.check_can_claim(
        person_id=by.pk,
        author_ids=known_author_ids(preprint_id),
        is_forum_post=forum_place(preprint_id) is not None,
    )
    if claim and claim_rules.is_being_checked(
        asked_at=claim.asked_at, answered_at=claim.answered_at, now=now
    ):
        return claim
    claim_rules.check_can_check(
        expires_at=claim.expires_at if claim else None,
        checks_today=checks_on(by, now.date()),
        now=now,
    )
    assert claim is not None  # noqa: S101 - narrows the type
    claim.checks = claim.checks + 1 if claim.checks_on == now.date() else 1
    claim.checks_on, claim.asked_at = now.date(), now
    claim.save(update_fields=["checks", "checks_on", "asked_at"])
    promise("reviews.check_forum_profile", claim_id=claim.pk)
    return claim


@transaction.atomic
def claim_by_forum(
    claim_id: int, *, writers: Sequence[PostWriter], now: datetime
) -> Authorship | None:
    """Confirm whose token stands on the profile of an author of the post.

    writers: as the forum names them, with their bios. Whoever edits or reviews the work is left to
    its editors, who are notified. Answering again changes nothing.
    """
    claims = ForumClaim.objects.filter(pk=claim_id)
    preprint_id = claims.values_list("location__preprint", flat=True).first()
    if preprint_id is None:
        return None
    submissions = lock_claimed_work(preprint_id)
    claim = claims.select_for_update(of=("self",)).first()
    for one in submissions:
        moves.CLAIM_BY_FORUM.check(one.state)
    if claim is None or not _is_waiting(claim) or claim.user_id in known_author_ids(preprint_id):
        return None
    claim.looked_at = [{"name": writer.name, "url": writer.url} for writer in writers]
    token = token_of(claim)
    found = [writer for writer in writers if token in writer.bio]
    author = _listed_author(preprint_id, found[0]) if found else None
    _note(claim, _outcome(is_found=bool(found), author=author), author=author, now=now)
    if author is None or author.user_id is not None:
        return None
    person = User.objects.get(pk=claim.user_id)
    authorship = confirm_claim(author, person, submissions, ground=Ground.FORUM, now=now)
    if authorship is not None:
        claim.delete()
    return authorship


@transaction.atomic
def fail_check(claim_id: int, *, message: str, now: datetime) -> None:
    """The forum could not be asked; the token stays good."""
    claim = ForumClaim.objects.select_for_update().filter(pk=claim_id).first()
    if claim is not None and _is_waiting(claim):
        claim.message = message[:300]
        _note(claim, Outcome.AWAY, author=None, now=now)


def _is_waiting(claim: ForumClaim) -> bool:
    """Whether an answer is still asked for."""
    asked_at, answered_at = claim.asked_at, claim.answered_at
    return asked_at is not None and (answered_at is None or answered_at < asked_at)


def _outcome(*, is_found: bool, author: Author | None) -> Outcome:
    """LEFT is kept only where nobody is confirmed: else the row goes."""
    if not is_found:
        return Outcome.NOT_FOUND
    if author is None:
        return Outcome.OTHER_NAME
    return Outcome.TAKEN if author.user_id is not None else Outcome.LEFT


def _note(claim: ForumClaim, outcome: Outcome, *, author: Author | None, now: datetime) -> None:
    claim.outcome, claim.author, claim.answered_at = outcome, author, now
    if outcome != Outcome.AWAY:
        claim.message = ""
    claim.save(update_fields=["outcome", "author", "answered_at", "message", "looked_at"])


def _listed_author(preprint_id: int, writer: PostWriter) -> Author | None:
    """The author at the place that the forum gives this writer, at the newest version seen there;
    one whom nobody is, first. None under another name: anybody can take a co-author's there."""
    rows = Author.objects.filter(
        version__preprint=preprint_id, name=writer.name, position=writer.position
    )
    at_forum = rows.filter(version__location__source__in=FORUM_SOURCES).select_related("version")
    ordered = at_forum.order_by("-version__number")
    return ordered.filter(user=None).first() or ordered.first()
