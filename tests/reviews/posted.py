"""A round on its last steps: approved, read by its authors where any is known, and posted."""

from datetime import datetime

from accounts.models import User
from reviews.models import Assessment
from reviews.services import assessing, posting
from reviews.services.submissions import known_author_ids
from tests.factories.times import NOW


def approve_and_post(assessment: Assessment, *, now: datetime = NOW) -> Assessment:
    assessing.approve_assessment(
        assessment.pk,
        second_editor=assessment.round.submission.second_editor,
        seen=assessment.fingerprint,
        early_reason="The reviewers agreed by mail.",
        now=now,
    )
    return post(assessment, now=now)


def post(assessment: Assessment, *, now: datetime = NOW) -> Assessment:
    """An author who is known posts it at once."""
    submission = assessment.round.submission
    authors = known_author_ids(submission.preprint_id)
    if not authors:
        return posting.publish_assessment(assessment.pk, editor=submission.editor, now=now)
    posting.send_to_authors(assessment.pk, editor=submission.editor, now=now)
    author = User.objects.get(pk=min(authors))
    return posting.post_round(assessment.round_id, author=author, now=now)
