"""Mails that only editors may read: who may when one is sent, and who gets it instead.

A name that readers do not see leaves the database for the two editors of the work alone. Where
neither is an editor any more, the managing editors learn that the work has none, and nothing else.
"""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Role, User
from accounts.services import has_lost_rights
from events.models import Event
from events.services import NamedSubject, record_event
from reviews.models import Appeal, Submission
from reviews.services.submissions import authors_of

# Who shares the work out: the first of these that somebody has.
SHARING = (Role.Name.MANAGING_EDITOR, Role.Name.EDITOR)
HANDLING, SECOND = "editor_id", "second_editor_id"
# Whom a mail is for: the first of these who is an editor. What only one of the two can do is for
# that one alone.
EDITORS_OF_THE_WORK: dict[str, tuple[str, ...]] = {
    "volunteer": (HANDLING, SECOND),
    "reviewer_left": (HANDLING, SECOND),
    "review_submitted": (HANDLING, SECOND),
    "round_released": (HANDLING, SECOND),
    "review_confirmed": (HANDLING, SECOND),
    "review_disowned": (HANDLING, SECOND),
    "signature_approved": (HANDLING, SECOND),
    "correction_asked": (HANDLING,),
    "response_posted": (HANDLING, SECOND),
    "revision_declared": (HANDLING, SECOND),
    "invitation_accepted": (HANDLING, SECOND),
    "invitation_declined": (HANDLING, SECOND),
    "assessment_returned": (HANDLING,),
    "assessment_approved": (HANDLING,),
    "assessment_proposed": (SECOND,),
    "draft_answered": (SECOND,),
    "withdrawal_asked": (SECOND,),
    "assessment_kept": (HANDLING,),
    "signature_waits": (SECOND,),
    "day_proposed": (HANDLING, SECOND),
    "review_extended": (HANDLING, SECOND),
    "appeal_decided_editors": (HANDLING, SECOND),
    "newer_version_editors": (HANDLING, SECOND),
    "assessment_reopened_editors": (HANDLING, SECOND),
    "decision_due": (HANDLING,),
    "approval_due": (SECOND,),
    "named_second_editor": (SECOND,),
}
# Of these, mails that go to whom the decision concerns, too.
TO_OTHERS_TOO = ("appeal_decided_editors",)
EDITORS_MISSING = "editors_missing"
# In place of whom a mail about an appeal was for, only who may take the appeal gets it.
OF_APPEALS = ("appeal_filed", "appeal_due", "appeal_handed_back")
# Of one person alone: who cannot read it any more, in whose place nobody does.
PERSONAL = ("appeal_taken_over", "editor_left", "named_second_editor")
ANY_EDITOR = (
    "submission_received",
    "decision_proposed",
    "consent_declined",
    "author_match_left",
    "editor_changed",
    "editor_left",
    "appeal_filed",
    "appeal_due",
    "appeal_handed_back",
    "appeal_taken_over",
    "lapse_warned_editors",
    "work_lapsed_editors",
    "later_round_warned_editors",
    "later_round_lapsed_editors",
    "triage_due",
    "work_neglected",
    EDITORS_MISSING,
)
# Of these, mails about works that no editor decides on who is an author of it.
FOR_THOSE_WHO_DECIDE = (
    *("submission_received", "decision_proposed", "triage_due", "work_neglected"),
    *("consent_declined", "author_match_left", EDITORS_MISSING),
    *("lapse_warned_editors", "work_lapsed_editors"),
    *("later_round_warned_editors", "later_round_lapsed_editors"),
)
# What these say is public: whoever they were for may read it.
PUBLIC = (
    "submission_withdrawn",
    "review_ended",
    "work_left",
    "work_returned",
    "review_withdrawn",
    "review_signed",
    "passage_redacted",
    "response_withdrawn",
    "assessment_withdrawn",
)
# Their handlers ask who may read them: reviewers get them, too.
ASKED_WHEN_SENT = ("thread_entry",)
_MAILED = "submission.editors_missing_mailed"


@dataclass(frozen=True, slots=True)
class EditorMail:
    template: str
    user_id: int


def may_still_read(
    template: str, user_id: int, submission: Submission, *, appeal: Appeal | None = None
) -> bool:
    """Whether this mail may go to this account now. appeal: what it is about, if about one."""
    if template not in EDITORS_OF_THE_WORK and template not in ANY_EDITOR:
        return True
    if template in OF_APPEALS and appeal is not None and not _may_take(appeal, user_id):
        return False
    if template in FOR_THOSE_WHO_DECIDE and user_id in authors_of(submission):
        return False
    if template in EDITORS_OF_THE_WORK and user_id not in _ids_for(template, submission):
        return template in TO_OTHERS_TOO and _is_editor_now(user_id)
    return _is_editor_now(user_id)


def instead_of(
    template: str, user_id: int, submission: Submission, *, appeal: Appeal | None = None
) -> list[EditorMail]:
    """The mails to send in place of one that its recipient may not read. appeal: what it is about,
    if about one."""
    if template in PERSONAL:
        return []
    for pk in _ids_for(template, submission):
        if pk != user_id and _is_editor_now(pk):
            return [EditorMail(template, pk)]
    other = template if template in ANY_EDITOR else EDITORS_MISSING
    if other in OF_APPEALS and appeal is not None:
        return [EditorMail(other, pk) for pk in editors_free_to_decide(appeal)]
    editors = editors_who_share_work(but=authors_of(submission))
    return [EditorMail(other, pk) for pk in editors]


def record_missing_editors(submission: Submission, user_id: int, *, now: datetime) -> None:
    """That this account has been mailed that the work lacks an editor."""
    record_event(
        _MAILED,
        about=NamedSubject(f"person {user_id}", submission.preprint_id),
        now=now,
        data={"submission": submission.pk},
    )


def knows_of_missing_editors(submission: Submission, user_id: int) -> bool:
    """Whether this account was mailed that the editors are missing, and no editor of the work
    lost the role since then."""
    mailed = Event.objects.about_preprint(submission.preprint_id).filter(
        kind=_MAILED, subject=f"person {user_id}", data={"submission": submission.pk}
    )
    last = mailed.order_by("-at").first()
    if last is None:
        return False
    former_ids = [former.pk for former in former_editors(submission)]
    return not has_lost_rights(former_ids, since=last.at)


def editors_who_share_work(*, but: set[int] | None = None) -> list[int]:
    """Managing editors share the work out; where there is none, every editor does."""
    for role in SHARING:
        people = User.objects.filter(roles__name=role, is_active=True).exclude(pk__in=but or ())
        if ids := list(people.order_by("pk").values_list("pk", flat=True)):
            return ids
    return []


def _may_take(appeal: Appeal, user_id: int) -> bool:
    """Or has taken it, and may hand it back."""
    known = Appeal.objects.filter(pk=appeal.pk)
    return known.shown_to_editor(User.objects.get(pk=user_id)).exists()


def editors_free_to_decide(appeal: Appeal, *, but: set[int] | None = None) -> list[int]:
    """Who share the work, among those who may take this appeal. but: who is left out."""
    editors = User.objects.filter(roles__name__in=SHARING, is_active=True).distinct()
    free = Appeal.objects.filter(pk=appeal.pk)
    involved = {one.pk for one in editors if not free.for_editor(one).exists()}
    return editors_who_share_work(but=involved | (but or set()))


def former_editors(submission: Submission) -> list[User]:
    """Those of the work's two editors who are none any more."""
    two = [submission.editor, submission.second_editor]
    return [user for user in two if user is not None and not _is_editor_now(user.pk)]


def in_place_of(template: str, user_id: int, submission: Submission) -> str:
    """The name of the former handling editor whose mail the second editor gets; "" for others."""
    is_second = user_id == submission.second_editor_id
    if not is_second or HANDLING not in EDITORS_OF_THE_WORK.get(template, ()):
        return ""
    handling = submission.editor
    if handling is None or _is_editor_now(handling.pk):
        return ""
    return handling.profile.name


def _ids_for(template: str, submission: Submission) -> list[int]:
    ids = [getattr(submission, field) for field in EDITORS_OF_THE_WORK.get(template, ())]
    return [pk for pk in ids if pk is not None]


def _is_editor_now(user_id: int) -> bool:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return user is not None and user.is_editor
