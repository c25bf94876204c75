"""What editors do beside deciding: mails of a work, handing over, policies, roles."""

from collections.abc import Callable
from typing import Any

from reviews import errors, handover_errors
from reviews.interests import Interests
from reviews.models import Policy
from reviews.reason_errors import SameReasonTwice
from reviews.services import declaring, editors, handing_over, mail_acts, policies, reasons
from tests.at_once.acts import Act, Call
from tests.factories.accounts import UserFactory
from tests.factories.mails import make_mail
from tests.factories.preprints import SubjectFactory
from tests.factories.reviews import RoundFactory
from tests.factories.times import NOW


def hand_over() -> Call:
    submission, to = RoundFactory().submission, UserFactory(editor=True)
    by = submission.editor
    return lambda: handing_over.hand_over(submission.pk, place="editor", to=to, by=by, now=NOW)


def declared() -> Call:
    submission = RoundFactory().submission
    return lambda: declaring.declare_interests(
        submission.pk, editor=submission.editor, interests=Interests.none(), now=NOW
    )


def changed_policy() -> Call:
    editor, days = UserFactory(managing_editor=True), Policy.objects.get().review_days + 1
    return lambda: policies.change_policy({"review_days": days}, editor=editor, now=NOW)


def added_reason() -> Call:
    editor = UserFactory(managing_editor=True)
    words = f"Reason {len(Policy.objects.get().reasons)}"
    return lambda: reasons.change_decline_reasons({}, added=words, editor=editor, now=NOW)


def changed_editor() -> Call:
    by, person, subject = UserFactory(managing_editor=True), UserFactory(), SubjectFactory()
    return lambda: editors.change_editor(
        person.pk, roles=["editor"], subjects=[subject], by=by, reason="Asked.", now=NOW
    )


def mail_of_own_work(service: Callable[..., Any], state: str) -> Call:
    opened = RoundFactory()
    mail = make_mail("submission_decided", state=state, submission=opened.submission)
    return lambda: service(mail.pk, editor=opened.submission.editor, now=NOW)


ACTS = [
    Act(
        mail_acts.stop_mail,
        lambda: mail_of_own_work(mail_acts.stop_mail, "waiting"),
        (errors.MailHasEnded,),
    ),
    Act(
        mail_acts.send_mail_again,
        lambda: mail_of_own_work(mail_acts.send_mail_again, "failed"),
        (errors.MailIsOnItsWay,),
    ),
    Act(handing_over.hand_over, hand_over, (handover_errors.NotYoursToHandOver,)),
    Act(declaring.declare_interests, declared),
    Act(policies.change_policy, changed_policy),
    Act(reasons.change_decline_reasons, added_reason, (SameReasonTwice,)),
    Act(editors.change_editor, changed_editor),
]
