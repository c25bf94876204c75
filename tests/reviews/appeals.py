"""Appeals in tests: what they are against, and filing and deciding them."""

from reviews.services import appealing, replying, submissions
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import ReviewFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.desks import desk_of

WHY = "It overlooks *section two*."


def declined(editor=None):
    one = SubmissionFactory(preprint=PreprintFactory(status="submitted"))
    editor = editor or UserFactory(editor=True)
    return submissions.decline_submission(
        one.pk, editor=editor, code="other", text="Too short.", now=NOW
    )


def refused(**fields):
    review = ReviewFactory(submitted=True, **fields)
    editor = review.round.submission.editor
    return replying.refuse_review(review.pk, editor=editor, reason="It is rude.", now=NOW)


def appeal_decline(submission, by=None):
    by = by or submission.submitter
    return appealing.appeal_decline(submission.pk, by=by, text=WHY, now=NOW)


def appeal_refusal(review):
    return appealing.appeal_refusal(review.pk, by=review.reviewer, text=WHY, now=NOW)


def appeal_assessment(revised):
    by = revised.author
    return appealing.appeal_assessment(revised.assessment.pk, by=by, text=WHY, now=NOW)


def decide(appeal, editor, act=appealing.uphold_appeal):
    appealing.take_appeal(appeal.pk, editor=editor, now=NOW)
    return act(appeal.pk, editor=editor, reason="It does.", now=NOW)


def desk_rows(editor):
    groups = {group.name: group.rows for group in desk_of(editor).groups}
    return groups.get("appeals", [])
