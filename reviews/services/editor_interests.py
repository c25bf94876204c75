"""A step of other services: an editor of a work declares competing interests.

Whom somebody else has put in a place is asked: a row without a day says so, and while there is one
no act of theirs in the work is carried out.
"""

from datetime import datetime

from accounts.models import User
from reviews import rules
from reviews.interest_errors import InterestsNotDeclared, TiedEditor, UndeclaredInterest
from reviews.interests import Interests, ordered
from reviews.models import Assessment, EditorInterests, Submission
from reviews.selectors.interests import found_interests


def is_asked_to_declare(submission: Submission, person: User) -> bool:
    """Whether somebody else has put this person in their place, and they have declared nothing of
    this work yet. Pages ask by this, and acts are refused by it; who has no row is asked nothing.
    """
    asked = EditorInterests.objects.filter(submission=submission, editor=person, declared_at=None)
    return asked.exists()


def has_declared(submission: Submission, person: User) -> bool:
    declared = EditorInterests.objects.declared()
    return declared.filter(submission=submission, editor=person).exists()


def check_acts_for(
    submission: Submission, editor: User, interests: Interests | None = None
) -> None:
    """For what the handling editor alone does. interests: where the act asks for them itself.
    Raises NotTheHandlingEditor or InterestsNotDeclared."""
    rules.check_handles(person_id=editor.pk, editor_id=submission.editor_id)
    if interests is None:
        check_has_declared(submission, editor)


def check_may_act(submission: Submission, editor: User) -> None:
    """For whatever an editor does in a work; who is none of its two editors is asked nothing here.
    Raises InterestsNotDeclared."""
    if editor.pk in (submission.editor_id, submission.second_editor_id):
        check_has_declared(submission, editor)


def check_has_declared(submission: Submission, editor: User) -> None:
    if is_asked_to_declare(submission, editor):
        raise InterestsNotDeclared(submission.pk)


def ask_to_declare(submission: Submission, named: User, *, in_spite: str, now: datetime) -> None:
    """Whom another editor puts in a place is to declare. Call it with the submission locked.

    in_spite: why them, although the catalogue ties them to the authors; kept where it does.
    Raises TiedEditor where that is missing.
    """
    if has_declared(submission, named):
        return
    found = found_interests(submission.version, named, now=now)
    if found and not in_spite.strip():
        raise TiedEditor(found)
    EditorInterests.objects.update_or_create(
        submission=submission,
        editor=named,
        defaults={
            "found": "\n".join(found),
            "named_in_spite": in_spite.strip() if found else "",
        },
    )


def name_second_editor(
    submission: Submission, named: User | None, *, in_spite: str, now: datetime
) -> None:
    """As `ask_to_declare`, before the work is accepted: who was named before is asked no more.
    named: None leaves it to whoever agrees."""
    asked = EditorInterests.objects.filter(submission=submission, declared_at=None)
    asked.exclude(editor=named).delete()
    if named is not None:
        ask_to_declare(submission, named, in_spite=in_spite, now=now)


def keep_interests(
    submission: Submission, editor: User, interests: Interests | None, *, now: datetime
) -> None:
    """Call it with the submission locked, or a round of it. interests: None where the form did not
    ask for them.

    Raises UndeclaredInterest where the catalogue shows a tie and none is declared, or
    InterestsNotDeclared where they were asked and have declared nothing.
    """
    if interests is None:
        check_has_declared(submission, editor)
        return
    found = check_ties(submission, editor, interests, now=now)
    # What they wrote is posted with what they declared last.
    Assessment.objects.filter(
        round__submission=submission, written_by=editor, published_at=None
    ).update(**interests.row_fields)
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


def check_ties(
    submission: Submission, editor: User, interests: Interests, *, now: datetime
) -> list[str]:
    """What the catalogue shows, in words. Raises UndeclaredInterest where none of it is
    declared."""
    found = found_interests(submission.version, editor, now=now)
    if found and not interests.are_declared:
        raise UndeclaredInterest(found)
    return list(found)
