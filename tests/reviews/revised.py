"""A work that was reviewed and has a newer version."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from preprints.models import Preprint, Version
from reviews.models import Assessment, Invitation, Review, Revision, Round
from reviews.services import revising
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.factories.times import DUE, NOW


@dataclass(frozen=True)
class RevisedWork:
    """author: confirmed, of the older version. round: the assessed one, of that version."""

    author: User
    round: Round
    review: Review
    assessment: Assessment
    newer: Version

    @property
    def preprint(self) -> Preprint:
        return Preprint.objects.get(pk=self.newer.preprint_id)


def revised_work(**submission: Any) -> RevisedWork:
    author = submission.pop("author", None) or UserFactory()
    people = {f"submission__{name}": value for name, value in submission.items()}
    answered = RoundFactory(state="assessed", closed_at=NOW, **people)
    review = ReviewFactory(round=answered, published=True)
    assessment = AssessmentFactory(round=answered, published=True)
    answered.version.authors.update(user=author)
    preprint = answered.submission.preprint
    preprint.status = "reviewed"
    preprint.save()
    newer = VersionFactory(preprint=preprint, number=2)
    return RevisedWork(author, answered, review, assessment, newer)


def declared_revision(revised: RevisedWork | None = None) -> Revision:
    revised = revised or revised_work()
    return revising.declare_revision(
        revised.newer.pk, author=revised.author, note="Section two is new.", answers={}, now=NOW
    )


def decide(revision: Revision, decision: str = "full") -> list[Invitation]:
    return revising.decide_revision(
        revision.pk,
        editor=revision.round.submission.editor,
        decision=decision,
        reason="It answers the reviews.",
        due_on=DUE,
        now=NOW,
    )
