"""A work that is to be assessed anew: what decided so may have found a revision waiting, and then
the round is opened by the decision on that."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from reviews.models import Appeal, Assessment, Round, Submission


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
        newest_assessment=Subquery(posted.order_by("-round__number").values("state")[:1])
    )
    is_withdrawn = Q(newest_assessment=Assessment.State.WITHDRAWN)
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
