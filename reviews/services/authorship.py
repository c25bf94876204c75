"""Who is an author of a submitted work, as an editor or the person's own account shows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from accounts.models import User
from mails.promising import Recipient, promise_mail
from preprints.models import Author, Preprint
from reviews import author_rules, moves, rules
from reviews.author_errors import NobodyConfirmed, WhyMissing
from reviews.limits import WORKS_CLAIMED
from reviews.models import Authorship, Submission
from reviews.services.editor_interests import check_may_act
from reviews.services.known_authors import (
    Ground,
    accept_authors_word,
    drop_authors_word,
    end_authorship,
    record_authorship,
    reviewers_known_to,
)
from reviews.services.known_reviewers import reviewers_of
from reviews.services.left_matches import leave_to_editors
from reviews.services.submissions import authors_of, known_author_ids, lock_submission


@transaction.atomic
def confirm_author(
    submission_id: int, *, author_id: int, person: User, editor: User, now: datetime
) -> Author:
    """Confirm that a person is one of the authors; the same twice is once.

    author_id: which one of the list of the submitted version, or of the newest.
    Raises NotAnEditor, NotAnEditorOfTheWork, EditorIsAuthor, InterestsNotDeclared, AuthorIsKnown,
    AlreadyAnAuthor or ReviewerIsAuthor.
    """
    submission = lock_submission(submission_id)
    _check_editor(submission, editor)
    author = _author_of(submission, author_id)
    if author.user_id == person.pk:
        return author
    author_rules.check_can_be_author(
        person_id=person.pk,
        author_user_id=author.user_id,
        author_ids=known_author_ids(submission.preprint_id),
        editor_ids=editors_of(submission),
        reviewer_ids=reviewers_known_to(editor, submission.preprint_id),
    )
    authorship = record_authorship(author, person, ground=Ground.EDITOR, by=editor, now=now)
    accept_authors_word(submission, person, now=now)
    _promise_mail("author_confirmed", submission, authorship)
    return author


@transaction.atomic
def take_back_author(
    submission_id: int, *, author_id: int, editor: User, reason: str, now: datetime
) -> Authorship:
    """Say that a person is no author of the work after all. What they wrote as one stays; their
    consent to the review does not.

    Raises NotAnEditor, NotAnEditorOfTheWork, EditorIsAuthor, InterestsNotDeclared, WhyMissing or
    NobodyConfirmed.
    """
    submission = lock_submission(submission_id)
    _check_editor(submission, editor)
    if not reason.strip():
        raise WhyMissing
    author = _author_of(submission, author_id)
    if author.user is None:
        raise NobodyConfirmed
    person = author.user
    authorship = end_authorship(author, reason=reason, by=editor, now=now)
    drop_authors_word(submission, person, by=editor, reason=reason, now=now)
    _promise_mail("author_taken_back", submission, authorship)
    return authorship


def claim_by_orcid(person: User, *, now: datetime) -> list[Authorship]:
    """Confirm them as the author of each work whose list has the ORCID iD of their account.

    It is the iD that they signed in with, not one that was typed. Works that they edit or review
    are left to the editors, who are notified. Claiming again changes nothing.
    """
    accounts = SocialAccount.objects.filter(user=person, provider="orcid")
    orcids = list(accounts.values_list("uid", flat=True))
    if not orcids:
        return []
    listed = Author.objects.filter(orcid__in=orcids, user=None)
    listed = listed.exclude(version__preprint__versions__authors__user=person)
    work_ids = listed.values_list("version__preprint", flat=True).order_by("version__preprint")
    found = [_claim_work(pk, person, orcids, now) for pk in work_ids.distinct()[:WORKS_CLAIMED]]
    return [one for one in found if one is not None]


@transaction.atomic
def _claim_work(
    preprint_id: int, person: User, orcids: Sequence[str], now: datetime
) -> Authorship | None:
    submissions = lock_claimed_work(preprint_id)
    for one in submissions:
        moves.CLAIM_BY_ORCID.check(one.state)
    rows = Author.objects.filter(version__preprint=preprint_id).select_related("version")
    named = rows.filter(orcid__in=orcids).order_by("-version__number", "position")
    author = named.filter(user=None).first()
    if author is None or rows.filter(user=person).exists():
        return None
    return confirm_claim(author, person, submissions, ground=Ground.ORCID, now=now)


def lock_claimed_work(preprint_id: int) -> list[Submission]:
    """The submissions of the work, which is locked with them."""
    preprint = Preprint.objects.select_for_update(of=("self",)).get(pk=preprint_id)
    known = preprint.submissions.select_for_update(of=("self",))
    return list(known.select_related("preprint", "version").order_by("pk"))


def confirm_claim(
    author: Author, person: User, submissions: Sequence[Submission], *, ground: str, now: datetime
) -> Authorship | None:
    """Once something has shown that a person is this author, whom nobody is yet. None where they
    edit or review the work, which is left to its editors, or where an editor has said that they are
    no author after all, which stays so. submissions: all of the locked work."""
    under_way = [one for one in submissions if one.state in ("submitted", "accepted")]
    preprint_id = author.version.preprint_id
    known = Authorship.objects.filter(author__version__preprint=preprint_id, user=person)
    if known.filter(ended_at__isnull=False).exists():
        return None
    if _edits(submissions, person) or person.pk in reviewers_of(preprint_id):
        leave_to_editors(under_way, person, now=now)
        return None
    authorship = record_authorship(author, person, ground=ground, by=None, now=now)
    for submission in under_way:
        accept_authors_word(submission, person, now=now)
    if under_way:
        _promise_mail("author_confirmed", under_way[-1], authorship)
    return authorship


def is_involved(preprint: Preprint, person: User) -> bool:
    """Whether they edit or review the work: then its editors alone make them an author."""
    return _edits(preprint.submissions.all(), person) or person.pk in reviewers_of(preprint.pk)


def _edits(submissions: Iterable[Submission], person: User) -> bool:
    return any(person.pk in (one.editor_id, one.second_editor_id) for one in submissions)


def _promise_mail(kind: str, submission: Submission, authorship: Authorship) -> None:
    promise_mail(
        kind,
        "reviews.notify_author",
        to=Recipient("user", authorship.user_id),
        submission_id=submission.pk,
        template=kind,
        authorship_id=authorship.pk,
    )


def may_confirm_authors(submission: Submission, editor: User) -> bool:
    """Whether a page offers it."""
    return rules.is_allowed(author_rules.check_can_confirm_author, **_facts(submission, editor))


def _check_editor(submission: Submission, editor: User) -> None:
    author_rules.check_can_confirm_author(**_facts(submission, editor))
    check_may_act(submission, editor)


def _facts(submission: Submission, editor: User) -> dict[str, Any]:
    return {
        "state": submission.state,
        "editor_id": editor.pk,
        "is_editor": editor.is_editor,
        "editor_ids": editors_of(submission),
        "author_ids": authors_of(submission),
    }


def editors_of(submission: Submission) -> set[int]:
    """The two editors of a work that is under review, or was; before, nobody is chosen."""
    if submission.state in (Submission.State.SUBMITTED, Submission.State.DECLINED):
        return set()
    return {pk for pk in (submission.editor_id, submission.second_editor_id) if pk}


def _author_of(submission: Submission, author_id: int) -> Author:
    of_work = Author.objects.filter(version__preprint=submission.preprint_id)
    return of_work.select_related("version", "user").get(pk=author_id)
