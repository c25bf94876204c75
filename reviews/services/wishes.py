"""What the authors of a submitted work tell its editors, until the first review is in."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from reviews import rules, wishes_rules
from reviews.models import Submission
from reviews.services.submissions import authors_of, lock_submission
from reviews.services.wishes_steps import is_review_in, keep_wishes
from reviews.wishes import Wishes


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


def _facts(submission: Submission, person: User) -> dict[str, Any]:
    return {
        "state": submission.state,
        "person_id": person.pk,
        "author_ids": authors_of(submission),
        "is_review_in": is_review_in(submission),
    }
