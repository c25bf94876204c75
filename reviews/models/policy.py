"""What the managing editors decide once for all works: how long, how many, and who suffices."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reviews.decline_reasons import DeclineReason, first_reasons
from reviews.limits import MOST_POLICY_DAYS


def _number(default: int, words: Any, *, least: int = 1, most: int = MOST_POLICY_DAYS) -> Any:
    return models.PositiveSmallIntegerField(
        words,
        default=default,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
    )


class Policy(models.Model):
    """The one row. `reviews.policies.current_policy` reads it, `change_policy` changes it.

    What has begun keeps the days it was given (`Submission.triage_due_at`, `Review.due_on`, …).
    docs/reference/limits.md lists the numbers of a new journal.
    """

    triage_days = _number(
        7, _("Days until the editors decide on a submission, or on what follows a revision")
    )
    reopening_days = _number(
        7, _("Days until an editor decides on an assessment that is looked at again")
    )
    appeal_days = _number(28, _("Days until an appeal is decided"))
    late_appeal_days = _number(
        14, _("Days, once more, for an editor who takes an appeal whose day has passed")
    )
    consent_days = _number(21, _("Days until authors who were asked count as not answering"))
    one_editor_triages = models.BooleanField(
        _("One editor suffices to accept or decline a submission"), default=False
    )
    review_days = _number(21, _("Days to write a review, where the editor names no other day"))
    answer_days = _number(10, _("Days in which an answer to an invitation is hoped for"))
    extension_days = _number(14, _("Days by which a reviewer may extend the time, once"), least=0)
    reviews_before_assessment = _number(2, _("Reviews wanted before the assessment"), most=10)
    draft_assessment_days = _number(
        3, _("Working days in which the reviewers see the draft of the assessment"), least=0
    )
    reading_days = _number(
        5, _("Working days in which a submitted review is read, or a correction answered")
    )
    assessing_days = _number(7, _("Working days in which an assessment is written, or rewritten"))
    approval_days = _number(
        5, _("Working days in which the second editor approves an assessment or a signature")
    )
    sending_days = _number(
        3, _("Working days in which an approved assessment is sent to the authors or posted")
    )
    declaring_days = _number(
        5, _("Working days in which an editor who is new to a work declares competing interests")
    )
    left_work_days = _number(
        10, _("Working days in which the editors end the review of a work that was withdrawn")
    )
    response_days = _number(14, _("Days in which the authors may respond"))
    correction_days = _number(
        7, _("Days in which the editors answer the authors’ corrections"), least=0
    )
    remind_before_days = _number(3, _("Working days before the day: the first reminder"), least=0)
    remind_after_days = _number(7, _("Working days after the day: the last reminder"))
    neglect_days = _number(
        30, _("Days after the day until the managing editors hear that an editor does nothing")
    )
    lapse_without_reviewer_days = _number(90, _("Days without any reviewer until a work lapses"))
    lapse_without_answer_days = _number(
        180, _("Days without the review or answer waited for until a work lapses")
    )
    lapse_warning_days = _number(14, _("Days of warning before a work lapses"))
    consent_address_months = _number(
        12, _("Months that the addresses of authors asked for consent are kept"), most=60
    )
    invitation_address_months = _number(
        12,
        _("Months that addresses on ended invitations, and whom authors named, are kept"),
        most=60,
    )
    ended_draft_months = _number(12, _("Months that a draft is kept whose form is closed"), most=60)
    sent_mail_days = _number(30, _("Days that e-mails are listed once they were sent or stopped"))
    failed_mail_days = _number(90, _("Days that e-mails are listed that could not be delivered"))
    sign_in_days = _number(
        30, _("Days that the internet address and browser of a sign-in are kept")
    )

    # `DeclineReason` of each, in the order of the list. The database refuses to drop a code.
    decline_reasons = models.JSONField(default=first_reasons)

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_policy", condition=Q(pk=1)),
            models.CheckConstraint(
                name="warned_within_the_wait",
                condition=Q(lapse_warning_days__lt=models.F("lapse_without_reviewer_days"))
                & Q(lapse_warning_days__lt=models.F("lapse_without_answer_days")),
            ),
            models.CheckConstraint(
                name="one_decline_reason_is_offered",
                condition=Q(decline_reasons__contains=[{"is_offered": True}]),
            ),
        ]

    def __str__(self) -> str:
        return "policy"

    @property
    def reasons(self) -> tuple[DeclineReason, ...]:
        return tuple(DeclineReason(**reason) for reason in self.decline_reasons)
