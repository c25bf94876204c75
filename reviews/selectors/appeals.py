"""The appeals against decisions on a submission, as its page tells its editors of them."""

from reviews.models import Appeal, Submission


def appeals_of(submission: Submission, *, is_involved: bool) -> list[Appeal]:
    """How each stands; what whoever appeals writes is for the editor who decides. A refused review
    is known to the two editors of the work alone."""
    appeals = Appeal.objects.filter(work=submission)
    if not is_involved:
        appeals = appeals.filter(review=None)
    return list(appeals.order_by("-filed_at", "-pk"))
