"""What mails are about, in the states that make them true or untrue; each made when called."""

from datetime import timedelta
from types import SimpleNamespace

from preprints.models import Preprint
from reviews.interests import Interests
from reviews.models import Appeal, ConfirmedAssessment, EditorInterests, Reopening
from reviews.services import appealing
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import DUE, NOW
from tests.reviews import appeals

WITHDRAWN = {"withdrawn_at": NOW, "withdrawn_as": "journal", "withdrawal_reason": "Mixed up."}
ENDED = {"round__state": "withdrawn"}
LATER = NOW + timedelta(days=1)
LEFT = {"status": "withdrawn", "status_before_withdrawal": "under-review", "status_at": NOW}


def made(factory, *traits, **fields):
    return lambda: factory(**dict.fromkeys(traits, True), **fields)


# What the database wants of a submission in these states.
ENDS = {
    "withdrawn": {"withdrawn_at": NOW},
    "lapsed": {"lapsed_at": NOW, "lapse_reason": "no-reviewer"},
    "declined": {"decline_code": "other", "decline_text": "No.", "decided_at": NOW},
}


def submission(state="submitted", **fields):
    fields = ENDS.get(state, {}) | fields
    if state == "accepted":
        return made(SubmissionFactory, "accepted", **fields)
    return made(SubmissionFactory, state=state, **fields)


def a_round(state="open", **fields):
    if state == "with-authors":
        return made(RoundFactory, "with_authors", **fields)
    return made(RoundFactory, state=state, **fields)


def review(*traits, **fields):
    return made(ReviewFactory, *traits, **fields)


def assessment(*traits, **fields):
    return made(AssessmentFactory, *traits, **fields)


def approved(**fields):
    def make():
        row = AssessmentFactory(**fields)
        by = row.round.submission.second_editor
        type(row).objects.filter(pk=row.pk).update(
            state="approved", approved_by=by, approved_at=NOW
        )
        return row

    return make


def of_left_work(make):
    """The same, once its source has withdrawn the work."""

    def leave():
        row = make()
        of = next(one for one in (getattr(row, "submission", None), row) if one is not None)
        Preprint.objects.filter(pk=of.preprint_id).update(**LEFT)
        return row

    return leave


def second_editor(**fields):
    def make():
        work = SubmissionFactory(accepted=True)
        EditorInterests.objects.create(submission=work, editor=work.second_editor, **fields)
        return work

    return make


def without_editor(*, is_back=False):
    def make():
        work = SubmissionFactory(accepted=True)
        if not is_back:
            work.editor.roles.all().delete()
        return work

    return make


def matched(*, is_free=False):
    """The handling editor's ORCID iD is that of an author; is_free: they handle it no more."""

    def make():
        work = SubmissionFactory(accepted=True)
        orcid = f"0000-0000-0000-{work.pk:04}"
        work.version.authors.update(orcid=orcid)
        person = UserFactory() if is_free else work.editor
        person.socialaccount_set.create(provider="orcid", uid=orcid)
        return work

    return make


def draft_shown(*, state="proposed"):
    def make():
        own = ReviewFactory(accepted=True, round__state="released", round__released_at=NOW)
        AssessmentFactory(round=own.round, answer_by=NOW.date(), state=state)
        return own

    return make


def invitation(state="pending", **fields):
    return made(InvitationFactory, **{"state": state, "proposed_due_on": DUE, **fields})


def accepted_invitation(state):
    def make():
        asked = InvitationFactory(state=state)
        return ReviewFactory(round=asked.round, invitation=asked)

    return make


def confirmed(*traits):
    def make():
        held = AssessmentFactory(round__state="assessed", **dict.fromkeys(traits, True))
        return ConfirmedAssessment.objects.create(
            assessment=held,
            version=VersionFactory(preprint=held.version.preprint, number=2),
            editor=held.round.submission.editor,
            reason="It holds.",
            confirmed_at=NOW,
        )

    return make


def reopening(*, is_decided=False):
    def make():
        held = AssessmentFactory(round__state="assessed", published=True)
        decided = {
            "decision": "stands",
            "decision_reason": "It holds.",
            "decided_by": UserFactory(editor=True),
            "decided_at": NOW,
        }
        return Reopening.objects.create(
            assessment=held,
            version=held.version,
            cause="new-version",
            opened_at=NOW,
            due_at=NOW,
            **(decided if is_decided else {}),
        )

    return make


def appeal(state="waiting"):
    def make():
        filed = appeals.appeal_decline(appeals.declined())
        editor = UserFactory(editor=True)
        if state != "waiting":
            appealing.take_appeal(filed.pk, editor=editor, now=NOW)
        if state == "upheld":
            appealing.uphold_appeal(
                filed.pk, editor=editor, reason="So.", now=NOW, interests=Interests.none()
            )
        return Appeal.objects.get(pk=filed.pk)

    return make


def waiting(*, is_waiting):
    return lambda: SimpleNamespace(is_waiting=is_waiting)
