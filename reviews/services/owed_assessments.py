"""A work that is to be assessed anew: what decided so may have found a revision waiting, and then
the round is opened by the decision on that."""

from django.db.models import Exists, OuterRef

from reviews.models import Appeal, Assessment, Round, Submission


def is_assessment_owed(submission: Submission) -> bool:
    """Its newest assessment was withdrawn, or an appeal against one was upheld, and no assessment
    has been posted since. A round that is under way is not asked for."""
    return _is_newest_withdrawn(submission) or _is_appeal_unanswered(submission)


def _is_newest_withdrawn(submission: Submission) -> bool:
    posted = Assessment.objects.filter(round__submission=submission)
    posted = posted.filter(round__state=Round.State.ASSESSED).order_by("-round__number")
    newest = posted.values_list("state", flat=True).first()
    return newest == Assessment.State.WITHDRAWN


def _is_appeal_unanswered(submission: Submission) -> bool:
    assessed_since = Round.objects.filter(
        submission=OuterRef("work"),
        state=Round.State.ASSESSED,
        number__gt=OuterRef("assessment__round__number"),
        closed_at__gte=OuterRef("decided_at"),
    )
    upheld = Appeal.objects.filter(
        work=submission, assessment__isnull=False, state=Appeal.State.UPHELD
    )
    return upheld.exclude(Exists(assessed_since)).exists()
