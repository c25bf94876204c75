"""A work that is to be assessed anew: what decided so may have found a revision waiting, and then
the round is opened by the decision on that."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from preprints.models import Preprint
from preprints.services import set_status, status_it_stands_for
from reviews.models import Appeal, Assessment, Round, Submission

# What the status of a work says that rests on an assessment.
ASSESSED = (Preprint.Status.REVIEWED, Preprint.Status.REVISED, Preprint.Status.FINAL)


def set_status_without_assessment(submission: Submission, *, now: datetime) -> None:
    """Under review again, where no assessment of it is left: a final version, too, which is final
    again with the next assessment (`services.posting`). While a work is withdrawn at its source,
    that is what it comes back to. The caller has locked the submission."""
    preprint = submission.preprint
    is_assessed = Assessment.objects.published().filter(version__preprint=preprint).exists()
    if not is_assessed and status_it_stands_for(preprint) in ASSESSED:
        set_status(preprint, Preprint.Status.UNDER_REVIEW, now=now)


def is_assessment_owed(submission: Submission) -> bool:
    """A round that is under way is not asked for."""
    return works_owed_an_assessment().filter(pk=submission.pk).exists()


def works_owed_an_assessment() -> QuerySet[Submission]:
    """Accepted; their newest assessment was withdrawn, or an appeal against it was upheld, and no
    assessment has been posted since."""
    posted = Assessment.objects.filter(
        round__submission=OuterRef("pk"), round__state=Round.State.ASSESSED
    )
    works = Submission.objects.filter(state=Submission.State.ACCEPTED).annotate(
        last_posted_state=Subquery(posted.order_by("-round__number").values("state")[:1])
    )
    is_withdrawn = Q(last_posted_state=Assessment.State.WITHDRAWN)
    return works.filter(is_withdrawn | Exists(_upheld().filter(work=OuterRef("pk"))))


def is_superseded(assessed: Round) -> bool:
    """Whether a later round was assessed, even if that is withdrawn by now: what becomes of this
    one's assessment opens nothing again."""
    later = Assessment.objects.shown().filter(
        round__submission=assessed.submission_id, round__number__gt=assessed.number
    )
    return later.exists()


def _upheld() -> QuerySet[Appeal]:
    """Against assessments; of a work that was assessed later, before or since, none."""
    assessed_later = Round.objects.filter(
        submission=OuterRef("work"),
        state=Round.State.ASSESSED,
        number__gt=OuterRef("assessment__round__number"),
    )
    upheld = Appeal.objects.filter(assessment__isnull=False, state=Appeal.State.UPHELD)
    return upheld.exclude(Exists(assessed_later))
