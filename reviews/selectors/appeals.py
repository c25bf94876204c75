"""The appeals against decisions on a submission: as its page tells its editors of them, and what
one is against."""

from dataclasses import dataclass

from reviews.models import Appeal, Submission


def appeals_of(submission: Submission, *, is_involved: bool) -> list[Appeal]:
    """How each stands; what whoever appeals writes is for the editor who decides. A refused review
    is known to the two editors of the work alone."""
    appeals = Appeal.objects.filter(work=submission)
    if not is_involved:
        appeals = appeals.filter(review=None)
    return list(appeals.order_by("-filed_at", "-pk"))


@dataclass(frozen=True, slots=True)
class DeclineReasons:
    """words: the reason that was chosen. text: what the editors wrote."""

    words: str
    text: str


def declined_for(appeal: Appeal) -> DeclineReasons | None:
    """The reasons that it is against, also once the work was declined anew; None where it is
    against something else, or they were kept nowhere when an appeal took the decline back.

    What was redacted since is redacted here, where it was public.
    """
    work = appeal.work
    if appeal.declined_id is None:
        return None
    if appeal.decision_at in (work.decided_at, None):
        return DeclineReasons(work.decline_words, work.decline_text)
    same = Appeal.objects.filter(declined=appeal.declined_id, decision_at=appeal.decision_at)
    kept = same.exclude(published_decline={}).first()  # of two, the one that took it back
    if kept is None:
        return None
    if kept.unpublished_reasons:
        return DeclineReasons(*kept.unpublished_reasons[1:])
    if "text" not in kept.published_decline:
        return None
    return DeclineReasons(kept.published_decline["words"], kept.published_decline["text"])
