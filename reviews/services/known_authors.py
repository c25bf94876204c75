"""Steps of other services: a person is an author of a work, or is not one after all."""

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from events.services import record_event
from preprints.models import Author, Preprint
from preprints.rules import is_open_licence
from reviews import moves
from reviews.author_rules import consent_after_answer
from reviews.models import Authorship, Byline, Review, Submission
from reviews.services.consent_steps import set_consent

Ground = Authorship.Ground
Consent = Submission.Consent


def record_authorship(
    author: Author, person: User, *, ground: str, by: User | None, now: datetime
) -> Authorship:
    """Call it with the work locked. The person is this author at each version that names them.

    by: the editor who has checked it; None where the person's own account shows it.
    """
    _same_author(author).filter(user=None).update(user=person)
    author.user = person
    authorship = Authorship.objects.create(
        author=author, user=person, ground=ground, confirmed_by=by, confirmed_at=now
    )
    record_event(
        "author.confirmed",
        about=author.version,
        actor_id=by.pk if by else person.pk,
        now=now,
        data={"position": author.position, "ground": ground},
    )
    return authorship


def end_authorship(author: Author, *, reason: str, by: User, now: datetime) -> Authorship:
    """Call it with the work locked; author: with a person."""
    person = author.user
    assert person is not None  # noqa: S101 - narrows the type
    authorship = _authorship_of(author, person, now)
    preprint_id = author.version.preprint_id
    Author.objects.filter(version__preprint=preprint_id, user=person).update(user=None)
    authorship.ended_at, authorship.ended_by, authorship.end_reason = now, by, reason
    authorship.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record_event(
        "author.taken_back",
        about=author.version,
        actor_id=by.pk,
        now=now,
        data={"position": author.position},
    )
    return authorship


def reviewers_known_to(editor: User, preprint_id: int) -> set[int]:
    """Those whose names everybody reads, or this editor, whose round it is or was. To refuse
    another one would tell the editor who has reviewed the work."""
    own = Q(round__submission__editor=editor) | Q(round__submission__second_editor=editor)
    signed = Q(status=Review.Status.PUBLISHED, byline_kind=Byline.SIGNED)
    reviews = Review.objects.filter(own | signed, version__preprint=preprint_id)
    return set(reviews.exclude(status=Review.Status.DISOWNED).values_list("reviewer_id", flat=True))


def accept_authors_word(submission: Submission, person: User, *, now: datetime) -> None:
    """Once its submitter is found to be an author, their word is the authors' consent, and lets
    the text of a post be shown beside the reviews."""
    if person.pk != submission.submitter_id or not submission.is_author:
        return
    if submission.consent in (Consent.CLAIMED, Consent.MAILED_YES):
        set_consent(submission, Consent.AGREED, by=person, now=now)
    submission.preprint.shows_full_text = True
    submission.preprint.save(update_fields=["shows_full_text"])


def drop_authors_word(
    submission: Submission, person: User, *, by: User, reason: str, now: datetime
) -> None:
    """Call it once the person is no author any more. What rested on their word ends with it: the
    consent of an open submission, and that the text of a post is shown."""
    last = submission.consent_changes.last()
    is_open = submission.state in moves.CHANGE_CONSENT.before
    if is_open and last is not None and last.changed_by_id == person.pk:
        answers = list(submission.consent_requests.values_list("answer", flat=True))
        current = submission.consent
        left = consent_after_answer(current=current, before=current, answers=answers)
        set_consent(submission, left, by=by, now=now, reason=reason)
    if person.pk == submission.submitter_id and submission.is_author:
        _show_text_by_licence(submission.preprint)


def _show_text_by_licence(preprint: Preprint) -> None:
    """Unless another submitter who is a confirmed author let it be shown."""
    confirmed = Author.objects.filter(version__preprint=preprint, user__isnull=False)
    agreeing = preprint.submissions.filter(is_author=True, submitter__in=confirmed.values("user"))
    version = preprint.current_version
    if version is None or agreeing.exists():
        return
    preprint.shows_full_text = is_open_licence(version.licence)
    preprint.save(update_fields=["shows_full_text"])


def _authorship_of(author: Author, person: User, now: datetime) -> Authorship:
    """Why the person is one of the authors. Those of before had no row of their own."""
    preprint_id = author.version.preprint_id
    known = Authorship.objects.filter(
        author__version__preprint=preprint_id, user=person, ended_at=None
    )
    return known.first() or Authorship.objects.create(
        author=author, user=person, ground=Ground.EDITOR, confirmed_at=now
    )


def _same_author(author: Author) -> "QuerySet[Author]":
    """The author at every version whose list has the name once."""
    named = Author.objects.filter(version__preprint=author.version.preprint_id, name=author.name)
    by_version: dict[int, list[int]] = {}
    for pk, version_id in named.values_list("pk", "version_id"):
        by_version.setdefault(version_id, []).append(pk)
    alone = [pks[0] for pks in by_version.values() if len(pks) == 1]
    return Author.objects.filter(pk__in={*alone, author.pk})
