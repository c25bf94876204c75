"""The authors of a submitted work, as its editors see them."""

from dataclasses import dataclass

from accounts.models import User
from preprints.models import Author
from reviews import moves
from reviews.limits import AUTHORS_OFFERED
from reviews.models import Authorship, ConsentChange, Submission
from reviews.selectors.own_submission import AskedAuthor, asked_authors
from reviews.services.authorship import editors_of, may_confirm_authors
from reviews.services.left_matches import LeftMatch, left_matches


@dataclass(frozen=True, slots=True)
class ConfirmedAuthor:
    """One author with the account found to be theirs; authorship: None for those of before."""

    author: Author
    authorship: Authorship | None


@dataclass(frozen=True, slots=True)
class AuthorsPage:
    submission: Submission
    confirmed: list[ConfirmedAuthor]
    ended: list[Authorship]
    others: list[Author]  # of the newest version, not confirmed yet
    left: list[LeftMatch]
    may_confirm: bool
    asked: list[AskedAuthor]
    changes: list[ConsentChange]
    may_change_consent: bool


def authors_page(submission: Submission, editor: User) -> AuthorsPage:
    """Nine queries."""
    preprint, may_confirm = submission.preprint, may_confirm_authors(submission, editor)
    known = Author.objects.filter(version__preprint=preprint, user__isnull=False)
    rows = known.select_related("version", "user__profile").order_by("position", "-version__number")
    found = Authorship.objects.filter(author__version__preprint=preprint)
    people = found.select_related("author", "user__profile", "confirmed_by__profile")
    authorships = list(people.select_related("ended_by__profile", "author__version"))
    newest = preprint.current_version or submission.version
    others = newest.authors.filter(user=None).order_by("position")[:AUTHORS_OFFERED]
    return AuthorsPage(
        submission=submission,
        confirmed=_confirmed(list(rows), authorships),
        ended=[one for one in authorships if one.ended_at is not None],
        others=list(others),
        left=_left_for(submission, editor),
        may_confirm=may_confirm,
        asked=asked_authors(submission, editor, sees_all=may_confirm),
        changes=list(submission.consent_changes.select_related("changed_by__profile")),
        may_change_consent=submission.state in moves.CHANGE_CONSENT.before and may_confirm,
    )


def _left_for(submission: Submission, editor: User) -> list[LeftMatch]:
    """Who reviews the work is for its two editors alone."""
    knows = editor.pk in editors_of(submission)
    return [match for match in left_matches(submission) if knows or match.is_editor]


def _confirmed(rows: list[Author], authorships: list[Authorship]) -> list[ConfirmedAuthor]:
    """Each person once, as they stand at the newest version that names them."""
    why = {one.user_id: one for one in authorships if one.ended_at is None}
    by_person: dict[int | None, Author] = {}
    for row in rows:
        by_person.setdefault(row.user_id, row)
    return [ConfirmedAuthor(row, why.get(pk or 0)) for pk, row in by_person.items()]
