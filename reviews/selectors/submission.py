"""One submission as its editors see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import has_two_editors
from ingest.selectors.checks import WorkCheck, work_checks
from preprints.models import Location, Version
from preprints.version_names import source_reference, version_url
from reviews import moves, rules
from reviews.models import (
    Appeal,
    Assessment,
    EditorInterests,
    Invitation,
    NamedReviewer,
    Review,
    Revision,
    Round,
    Submission,
    TriageProposal,
)
from reviews.selectors.appeals import appeals_of
from reviews.selectors.asked_authors import AskedAuthors, asked_authors
from reviews.selectors.corrections import CorrectionView, correction_views
from reviews.selectors.draft_answers import DraftAnswers, answers_to_draft
from reviews.selectors.earlier_submissions import EarlierSubmission, earlier_submissions
from reviews.selectors.interests import FoundOfVolunteer, found_of_volunteers
from reviews.selectors.later_version import LaterVersion, later_version
from reviews.selectors.outbox import MailRow, failed_mails
from reviews.selectors.preview import RevisionText, revision_text
from reviews.selectors.reviews_of_round import (
    invitations_of,
    reviews_being_written,
    reviews_of,
    unpublished_reviews_of,
)
from reviews.services.assessing_anew import version_to_assess_anew
from reviews.services.editors import is_within_limits
from reviews.services.handing_over import places_of
from reviews.services.left_works import is_left_under_way, may_end_review
from reviews.services.named_editors import may_handle
from reviews.services.opposed import is_opposed
from reviews.services.round_lapses import may_reopen_round
from reviews.services.submissions import authors_of, known_author_ids
from reviews.services.triage import next_step, proposal_seen, waiting_proposal
from reviews.services.wishes_steps import read_wishes
from reviews.wishes import Wishes

ACCEPTED = Submission.State.ACCEPTED


@dataclass(frozen=True, slots=True)
class SubmissionPage:
    """Everything on the page; `is_handling` and `is_second` say what this editor may do.

    is_involved: one of the two editors of the work, who alone know a hidden reviewer.
    """

    submission: Submission
    location: Location | None
    source_reference: str
    version_url: str  # of the version at its source
    round: Round | None
    reviews: list[Review]
    earlier_reviews: list[Review]  # of the rounds before, submitted and not published
    invitations: list[Invitation]
    writing: list[Review]  # for the two editors: who has agreed and not submitted yet
    volunteers: list[FoundOfVolunteer]  # of these, whom the catalogue ties to the authors
    assessment: Assessment | None
    draft_answers: DraftAnswers | None  # of the round's reviewers; for its two editors
    corrections: list[CorrectionView]  # that the authors of the round ask for
    is_handling: bool
    is_second: bool
    is_involved: bool
    may_reopen_round: bool  # a later one that lapsed
    is_left: bool  # withdrawn at its source while its review is under way
    may_end_review: bool  # then
    to_assess_anew: Version | None  # where a new assessment is owed
    may_hand_over: bool  # the place of one of the two editors
    may_triage: bool
    may_handle: bool  # whoever looks, if it is accepted
    is_within_limits: bool  # whoever looks: of the subjects that they are limited to
    triage_step: str  # what this editor does who accepts or declines, in words of `triage_rules`
    proposal: TriageProposal | None  # that waits for a second editor
    is_without_second_editor: bool  # the journal has one editor
    earlier_submissions: list[EarlierSubmission]
    may_assess: bool
    still_writing: int  # reviewers of the round who have not submitted; for its two editors
    checks: list[WorkCheck]  # of the work at its sources
    earlier_rounds: list[Round]
    to_withdraw: list[Assessment]  # of these, which the second editor is asked to agree to
    revision: Revision | None  # the newest
    revision_text: RevisionText | None
    failed_mails: list[MailRow]  # what could not be delivered; for its two editors
    has_authors: bool  # confirmed ones, who read it all before it is posted
    changes_url: str  # what the revision changed since the version that was reviewed
    later: LaterVersion | None
    asked: AskedAuthors  # for the two editors
    wishes: Wishes | None  # of the authors; None for an editor who is not to read them
    named: list[NamedReviewer]  # whom the authors suggest
    chosen: NamedReviewer | None  # of these, whom the editor is about to invite
    opposed_ids: frozenset[int]  # reviews whose writers the authors oppose
    appeals: list[Appeal]  # against decisions on it; what they say is for others
    editors_interests: list[EditorInterests]  # of who handles it, seconds it or proposed to
    asks_to_declare: bool  # whoever looks, before they do anything
    has_declared: bool  # the same person

    @property
    def version(self) -> Version:
        """The one that the newest round is about; without rounds the one that was submitted."""
        return self.round.version if self.round else self.submission.version

    @property
    def may_confirm(self) -> bool:
        return self.is_handling and self.later is not None and self.later.may_confirm

    @property
    def may_reopen(self) -> bool:
        """As `services.lapsing.reopen_submission` decides, but for authors among the editors."""
        return self.is_within_limits and self.submission.state == Submission.State.LAPSED

    @property
    def lapses_at(self) -> datetime | None:
        """When it lapses, as its authors were warned; None once somebody has answered."""
        submission, begun = self.submission, [*self.writing, *self.reviews]
        warned_at, lapses_at = submission.lapse_warned_at, submission.lapses_at
        is_open = submission.state in (Submission.State.SUBMITTED, Submission.State.ACCEPTED)
        if lapses_at is None or warned_at is None or not is_open or self.assessment is not None:
            return None
        return None if any(review.agreed_at > warned_at for review in begun) else lapses_at

    @property
    def proposal_seen(self) -> str:
        return proposal_seen(self.proposal) if self.proposal else ""

    @property
    def has_wishes(self) -> bool:
        return self.wishes not in (None, Wishes())

    @property
    def takes_reviews(self) -> bool:
        """A round of the editors alone has neither reviewers nor reviews."""
        return self.round is not None and self.round.kind == Round.Kind.FULL

    @property
    def may_invite(self) -> bool:
        return self.is_handling and self.takes_answers and self.takes_reviews

    @property
    def may_release(self) -> bool:
        """Whether the handling editor can go on without the reviews that are not in."""
        return self.is_handling and self.takes_answers and self.has_accepted_review

    @property
    def takes_answers(self) -> bool:
        """Whether its round waits for reviewers: while the work is away, nobody is waited for."""
        is_open = self.round is not None and self.round.state == Round.State.OPEN
        return is_open and not self.submission.is_away

    @property
    def is_released(self) -> bool:
        return self.round is not None and self.round.state in Round.RELEASED

    @property
    def may_second(self) -> bool:
        """Whether an assessment waits for this editor to approve or return it."""
        is_proposed = bool(self.assessment and self.assessment.state == Assessment.State.PROPOSED)
        return self.is_second and is_proposed and not self.submission.is_away

    @property
    def shows_seconding(self) -> bool:
        """Whether the forms for that are shown: who is asked to declare has one form for it."""
        return self.may_second and not self.asks_to_declare

    @property
    def may_approve_early(self) -> bool:
        """Whether the second editor has to say why they do not wait for the reviewers."""
        return self.is_second and bool(self.draft_answers and self.draft_answers.is_waited_for)

    @property
    def may_decide(self) -> bool:
        return self.is_handling and self.revision is not None and not self.revision.decision

    @property
    def unread(self) -> int:
        """How many reviews were submitted and are not accepted."""
        return sum(review.status == Review.Status.SUBMITTED for review in self.reviews)

    @property
    def unconfirmed(self) -> int:
        """How many accepted reviews nobody has confirmed from the mailbox of the invitation."""
        return sum(is_accepted(review) and not review.is_confirmed for review in self.reviews)

    @property
    def has_accepted_review(self) -> bool:
        return any(is_accepted(review) for review in self.reviews)


def submission_page(submission: Submission, editor: User, suggested: str = "") -> SubmissionPage:
    """suggested: which of the reviewers that the authors suggest the editor is about to invite."""
    rounds = list(submission.rounds.select_related("version").order_by("-number"))
    current = rounds[0] if rounds else None
    revision = _revision_of(submission) if current else None
    is_involved = editor.pk in (submission.editor_id, submission.second_editor_id)
    is_handling = editor.pk == submission.editor_id and submission.state == ACCEPTED
    reviews = reviews_of(current, editor) if current else []
    # Who was asked and who is writing is for the two editors of this work only.
    invitations = invitations_of(current) if current and is_involved else []
    assessment = _assessment_of(current) if current and is_involved else None
    location = _location_of(submission, shown := current.version if current else submission.version)
    return SubmissionPage(
        submission=submission,
        location=location,
        source_reference=_source_reference(location, shown),
        version_url=version_url(location, shown.source_version) if location else "",
        round=current,
        reviews=reviews,
        earlier_reviews=unpublished_reviews_of(rounds[1:], editor),
        invitations=invitations,
        **_writers(current if is_involved else None),
        assessment=assessment,
        **_said_of_assessment(assessment),
        is_handling=is_handling,
        is_second=editor.pk == submission.second_editor_id,
        is_involved=is_involved,
        still_writing=current.reviews.being_written().count() if current and assessment else 0,
        checks=work_checks(submission.preprint_id, timezone.now()),
        **_triage_of(submission, editor, current),
        earlier_submissions=earlier_submissions(submission),
        may_assess=is_handling and _may_assess(current, reviews, assessment),
        **_earlier(rounds[1:], is_involved=is_involved),
        failed_mails=failed_mails(submission, editor) if is_involved else [],
        revision=revision,
        revision_text=revision_text(revision) if revision else None,
        changes_url=_changes_url(revision) if revision else "",
        later=later_version(submission, rounds),
        **_of_authors(submission, editor, current, suggested),
    )


def _source_reference(location: Location | None, shown: Version) -> str:
    return source_reference(
        location, shown.source_version, posted_at=shown.posted_at, seen_at=shown.seen_at
    )


def _said_of_assessment(assessment: Assessment | None) -> dict[str, Any]:
    """By the reviewers while it is a draft, by the authors before it is posted."""
    return {
        "draft_answers": answers_to_draft(assessment, today=timezone.localdate()),
        "corrections": _corrections_of(assessment),
    }


def _triage_of(submission: Submission, editor: User, current: Round | None) -> dict[str, Any]:
    interests, may_triage = _interests_of_editors(submission), _may_triage(submission, editor)
    asked = [one.editor_id for one in interests if one.declared_at is None]
    places = (submission.editor_id, submission.second_editor_id)
    return {
        "may_hand_over": bool(places_of(submission, editor)),
        "is_left": is_left_under_way(submission),
        "may_end_review": may_end_review(submission, editor),
        "to_assess_anew": version_to_assess_anew(submission, editor),
        "may_reopen_round": current is not None and may_reopen_round(current, editor),
        "may_triage": may_triage,
        "may_handle": may_triage and may_handle(submission, editor),
        "is_within_limits": is_within_limits(submission, editor),
        "triage_step": next_step(submission, editor),
        "proposal": waiting_proposal(submission),
        "is_without_second_editor": not has_two_editors(),
        "editors_interests": interests,
        "asks_to_declare": editor.pk in asked and editor.pk in places,
        "has_declared": any(one.editor_id == editor.pk and one.declared_at for one in interests),
    }


def _of_authors(
    submission: Submission, editor: User, current: Round | None, suggested: str
) -> dict[str, Any]:
    """Their wishes are for its two editors; before, for every editor who is no author of it."""
    is_undecided = submission.state == Submission.State.SUBMITTED
    is_involved = editor.pk in (submission.editor_id, submission.second_editor_id)
    known = {
        "has_authors": bool(known_author_ids(submission.preprint_id)),
        "asked": asked_authors(submission, current) if is_involved else AskedAuthors(),
        "appeals": appeals_of(submission, is_involved=is_involved),
    }
    if not is_involved and not (is_undecided and editor.pk not in authors_of(submission)):
        return {**known, "wishes": None, "named": [], "chosen": None, "opposed_ids": frozenset()}
    named, wishes = list(submission.named_reviewers.suggested()), read_wishes(submission)
    writing = reviews_being_written(current) if current and wishes.opposed else []
    return {
        **known,
        "wishes": wishes,
        "opposed_ids": frozenset(
            review.pk for review in writing if is_opposed(submission, review.reviewer)
        ),
        "named": named,
        "chosen": next((one for one in named if str(one.pk) == suggested), None),
    }


def _interests_of_editors(submission: Submission) -> list[EditorInterests]:
    declared = EditorInterests.objects.filter(submission=submission)
    return list(declared.select_related("editor__profile"))


def _may_triage(submission: Submission, editor: User) -> bool:
    return (
        rules.is_allowed(
            rules.check_can_triage,
            move=moves.ACCEPT,
            state=submission.state,
            is_editor=editor.is_editor,
        )
        and rules.is_allowed(
            rules.check_is_no_author, person_id=editor.pk, author_ids=authors_of(submission)
        )
        and is_within_limits(submission, editor)
    )


def _may_assess(
    current: Round | None, reviews: list[Review], assessment: Assessment | None
) -> bool:
    if current is None or current.submission.is_away:
        return False
    return rules.is_allowed(
        rules.check_can_assess,
        round_state=current.state,
        round_kind=current.kind,
        accepted_reviews=sum(map(is_accepted, reviews)),
        assessment_state=assessment.state if assessment else "",
    )


def is_accepted(review: Review) -> bool:
    return review.status in (Review.Status.ACCEPTED, Review.Status.PUBLISHED)


def _revision_of(submission: Submission) -> Revision | None:
    return (
        Revision.objects.filter(round__submission=submission)
        .select_related("version", "round__version", "decided_by__profile")
        .order_by("-declared_at")
        .first()
    )


def _changes_url(revision: Revision) -> str:
    numbers = revision.round.version.number, revision.version.number
    return reverse("reading:compare", args=[revision.version.preprint_id, *numbers])


def _writers(current: Round | None) -> dict[str, Any]:
    """current: None for whoever is not to know of them."""
    writing = reviews_being_written(current) if current else []
    return {
        "writing": writing,
        "volunteers": found_of_volunteers(writing, now=timezone.now()),
    }


def _assessment_of(current: Round) -> Assessment | None:
    return (
        Assessment.objects.filter(round=current)
        .select_related("significance", "strength", "written_by__profile", "version", "round")
        .first()
    )


def _earlier(rounds: list[Round], *, is_involved: bool) -> dict[str, Any]:
    asked = Assessment.objects.published().filter(
        round__in=rounds, withdrawal_asked_at__isnull=False
    )
    shown = asked.select_related("version").order_by("-round__number")
    return {
        "earlier_rounds": rounds,
        "to_withdraw": list(shown) if rounds and is_involved else [],
    }


def _corrections_of(assessment: Assessment | None) -> list[CorrectionView]:
    """assessment: with its round; None where this editor reads none."""
    if assessment is None:
        return []
    return correction_views(assessment.round.corrections.select_related("review__version"))


def _location_of(submission: Submission, version: Version) -> Location | None:
    """Where this version is; the work's main location where that is not known."""
    return version.location or submission.preprint.locations.filter(is_canonical=True).first()
