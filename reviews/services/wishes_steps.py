"""Steps of other services: what authors wish is read and kept."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.models import User
from events.services import record_event
from preprints.models import Author
from reviews.models import AuthorWishes, NamedReviewer, Review, Submission
from reviews.wishes import NamedPerson, Wishes

Stance = NamedReviewer.Stance


def read_wishes(submission: Submission) -> Wishes:
    people: dict[str, list[NamedPerson]] = {Stance.SUGGESTED: [], Stance.OPPOSED: []}
    for row in submission.named_reviewers.all():
        people[row.stance].append(
            NamedPerson(name=row.name, reason=row.reason, email=row.email, orcid=row.orcid)
        )
    kept = AuthorWishes.objects.filter(submission=submission).first()
    return Wishes(
        suggested=tuple(people[Stance.SUGGESTED]),
        opposed=tuple(people[Stance.OPPOSED]),
        aspects=kept.aspects if kept else "",
        sensitive_why=kept.sensitive_why if kept else "",
    )


def aspects_of(round_id: int) -> str:
    """What the authors want reviewed above all, for who reviews in this round.

    What somebody typed who never was confirmed as an author is for the editors alone.
    """
    by_author = Author.objects.filter(
        user=OuterRef("typed_by"), version__preprint=OuterRef("submission__preprint")
    )
    kept = AuthorWishes.objects.filter(Exists(by_author), submission__rounds=round_id).first()
    return kept.aspects if kept else ""


def keep_wishes(submission: Submission, wishes: Wishes, *, by: User, now: datetime) -> bool:
    """Whether they are others than before. Call it with the submission locked."""
    if read_wishes(submission) == wishes:
        return False
    AuthorWishes.objects.update_or_create(
        submission=submission,
        defaults={
            "typed_by": by,
            "aspects": wishes.aspects,
            "sensitive_why": wishes.sensitive_why,
        },
    )
    submission.named_reviewers.all().delete()
    NamedReviewer.objects.bulk_create(_rows(submission, wishes))
    record_event(
        "wishes.saved",
        about=submission.preprint,
        actor_id=by.pk,
        now=now,
        data={"submission": submission.pk},
    )
    return True


def _rows(submission: Submission, wishes: Wishes) -> Iterator[NamedReviewer]:
    for stance, people in (
        (Stance.SUGGESTED, wishes.suggested),
        (Stance.OPPOSED, wishes.opposed),
    ):
        for one in people:
            yield NamedReviewer(
                submission=submission,
                stance=stance,
                name=one.name,
                email=one.email,
                orcid=one.orcid,
                reason=one.reason,
            )


def is_review_in(submission: Submission) -> bool:
    reviews = Review.objects.filter(round__submission=submission, submitted_at__isnull=False)
    return reviews.exists()
