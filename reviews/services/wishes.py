"""What the authors of a submitted work tell its editors, until the first review is in."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from reviews import rules, wishes_rules
from reviews.models import AuthorWishes, Submission
from reviews.services.submissions import known_author_ids, lock_submission
from reviews.services.wishes_steps import is_review_in, keep_wishes
from reviews.wishes import Wishes

NOBODY_KNOWN = 0  # typed before it was kept who types


@transaction.atomic
def save_wishes(submission_id: int, *, by: User, wishes: Wishes, now: datetime) -> bool:
    """Suggest and oppose reviewers, name aspects, flag the work as sensitive; these replace what
    was wished before. Returns whether anything changed.

    Raises WishesClosed, WishesOfAuthors or TooLateForWishes.
    """
    submission = lock_submission(submission_id)
    wishes_rules.check_can_wish(**_facts(submission, by))
    return keep_wishes(submission, wishes, by=by, now=now)


def may_wish(submission: Submission, person: User) -> bool:
    """Whether a page offers it."""
    return rules.is_allowed(wishes_rules.check_can_wish, **_facts(submission, person))


def speaks_for_authors(submission: Submission, person: User) -> bool:
    """Whether they read what the authors wish, too. See the rule."""
    kept = AuthorWishes.objects.filter(submission=submission).values("typed_by").first()
    return wishes_rules.speaks_for_authors(
        person_id=person.pk,
        confirmed_ids=known_author_ids(submission.preprint_id),
        claiming_id=submission.submitter_id if submission.is_author else None,
        typed_by_id=(kept["typed_by"] or NOBODY_KNOWN) if kept else None,
        is_decided=submission.state != Submission.State.SUBMITTED,
    )


def _facts(submission: Submission, person: User) -> dict[str, Any]:
    return {
        "state": submission.state,
        "is_speaking": speaks_for_authors(submission, person),
        "is_review_in": is_review_in(submission),
    }
