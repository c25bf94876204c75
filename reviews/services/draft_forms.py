"""Which forms have a draft, and who may write in each of them now.

An app names its forms when it starts (`register`), so that a draft can be kept for forms that
belong to apps above this one.
"""

import re
from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from drafts.errors import FormClosed, NotYourForm
from reviews import errors, rules
from reviews.models import Assessment, Review, Round, Submission
from reviews.services.submissions import known_author_ids

KEY = re.compile(r"([a-z]{1,20}):(\d{1,18})")

# Locks what the form is about, so that a save comes before the form is sent or after it, never
# between; raises NotYourForm, or FormClosed where the form takes no text any more.
Check = Callable[[User, int], None]
Labels = Mapping[str, str | Promise]
_checks: dict[str, Check] = {}
_labels: dict[str, Labels] = {}


def register(kind: str, check: Check, labels: Labels) -> None:
    """labels: the fields that hold text, with the words their form has for them."""
    _checks[kind], _labels[kind] = check, labels


def check_may_write(owner: User, key: str) -> None:
    """Raises NotYourForm where the key names no form of this person."""
    found = KEY.fullmatch(key)
    if found is None or found[1] not in _checks:
        raise NotYourForm
    _checks[found[1]](owner, int(found[2]))


def labels_of(key: str) -> Labels:
    return _labels.get(key.partition(":")[0], {})


def check_review(owner: User, review_id: int) -> None:
    own = Review.objects.select_for_update(of=("self",)).filter(reviewer=owner, pk=review_id)
    review = own.first()
    if review is None:
        raise NotYourForm
    if review.status != Review.Status.DRAFT:
        raise FormClosed(errors.ReviewAlreadySubmitted.message)


def check_assessment(owner: User, round_id: int) -> None:
    own = Round.objects.select_for_update(of=("self",)).filter(submission__editor=owner)
    summed_up = own.filter(pk=round_id).first()
    if summed_up is None:
        raise NotYourForm
    if summed_up.state != Round.State.OPEN:
        raise FormClosed


def check_response(owner: User, round_id: int) -> None:
    assessed = Round.objects.select_for_update(of=("self",)).select_related("submission")
    answered = assessed.filter(pk=round_id, state=Round.State.ASSESSED).first()
    if answered is None or owner.pk not in known_author_ids(answered.submission.preprint_id):
        raise NotYourForm
    if answered.responses.filter(author=owner).exists():
        raise FormClosed(errors.AlreadyResponded.message)


def check_decline(owner: User, submission_id: int) -> None:
    submission = Submission.objects.visible_to(owner).filter(pk=submission_id).first()
    if submission is None or not owner.is_editor:
        raise NotYourForm
    if submission.state != Submission.State.SUBMITTED:
        raise FormClosed(errors.NotAwaitingTriage.message)


def check_invitation(owner: User, round_id: int) -> None:
    own = Round.objects.filter(submission__editor=owner, pk=round_id).first()
    if own is None:
        raise NotYourForm
    if own.state != Round.State.OPEN:
        raise FormClosed(errors.RoundClosed.message)


def check_return(owner: User, assessment_id: int) -> None:
    asked = Assessment.objects.filter(round__submission__second_editor=owner, pk=assessment_id)
    assessment = asked.first()
    if assessment is None:
        raise NotYourForm
    if assessment.state != Assessment.State.PROPOSED:
        raise FormClosed(rules.NOT_OPEN[assessment.state].message)


INTERESTS = {"competing_interests": _("Competing interests")}

register(
    "review",
    check_review,
    {
        "summary": _("Summary"),
        "strengths": _("Strengths"),
        "weaknesses": _("Weaknesses"),
        "evidence": _("Do the arguments and data support the claims?"),
        "recommendations": _("Recommendations to the authors"),
        "pseudonym": _("Your pseudonym"),
        **INTERESTS,
        "ai_use": _("Which AI tools, and for what"),
    },
)
register("assessment", check_assessment, {"text": _("Assessment"), **INTERESTS})
register("response", check_response, {"text": _("Your response"), **INTERESTS})
register("decline", check_decline, {"text": _("In your words, to the submitter")})
register(
    "invite",
    check_invitation,
    {"name": _("Name"), "email": _("E-mail address"), "message": _("A personal line")},
)
register("return", check_return, {"comment": _("What should change?")})
