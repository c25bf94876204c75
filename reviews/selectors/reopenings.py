"""What has opened the assessment of a selected work again, for its editors."""

from reviews.models import Reopening, Submission


def reopenings_of(submission: Submission) -> list[Reopening]:
    """The newest first, each with what came of it; one query."""
    known = Reopening.objects.of_submission(submission).select_related(
        *("version__preprint", "review__version", "round", "assessment__version"),
        *("opened_by__profile", "decided_by__profile"),
    )
    return list(known.order_by("-opened_at", "-pk"))
