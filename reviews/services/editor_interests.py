"""A step of other services: an editor of a work declares competing interests."""

from datetime import datetime

from accounts.models import User
from reviews.interest_errors import UndeclaredInterest
from reviews.interests import Interests, ordered
from reviews.models import EditorInterests, Submission
from reviews.selectors.interests import found_interests


def is_asked_to_declare(submission: Submission, person: User) -> bool:
    """Whether a second editor whom somebody else named has declared nothing of this work yet."""
    declared = EditorInterests.objects.filter(submission=submission, editor=person)
    return person.pk == submission.second_editor_id and not declared.exists()


def keep_interests(
    submission: Submission, editor: User, interests: Interests | None, *, now: datetime
) -> None:
    """Call it with the submission locked, or a round of it. interests: None where nobody was asked.

    Raises UndeclaredInterest where the catalogue shows a tie and none is declared.
    """
    if interests is None:
        return
    found = found_interests(submission.version, editor, now=now)
    if found and not interests.are_declared:
        raise UndeclaredInterest(found)
    EditorInterests.objects.update_or_create(
        submission=submission,
        editor=editor,
        defaults={
            "kinds": list(ordered(interests.kinds)),
            "words": interests.words,
            "found": "\n".join(found),
            "is_for_readers": True,
            "declared_at": now,
        },
    )
