"""A work as its confirmed author sees it: what is waited for, from whom, and what they may do."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from preprints.models import Author, Preprint, Version
from reviews.models import Appeal, Assessment, Revision, Round, Submission
from reviews.selectors.author_waiting import Reader, Waiting, author_waiting
from reviews.selectors.held import HeldRound, held_round
from reviews.selectors.later_version import LaterVersion, later_version
from reviews.services.revising import may_declare_final, may_declare_revision
from reviews.services.submissions import known_author_ids


@dataclass(frozen=True, slots=True)
class OwnAssessment:
    """A published assessment of the work, and the appeal against it, where there is one."""

    assessment: Assessment
    appeal: Appeal | None


@dataclass(frozen=True, slots=True)
class OwnWorkPage:
    """rounds, revisions: all of the work, the newest first. may_…: what the rules allow now. held:
    what only the authors and editors read so far. appeals: against what one can appeal, or did."""

    preprint: Preprint
    version: Version
    submission: Submission
    waiting: Waiting
    rounds: list[Round]
    revisions: list[Revision]
    may_respond: bool
    may_revise: bool
    may_finalize: bool
    later: LaterVersion | None
    confirmed_as: list[str]  # the names of the authors whom this person was found to be
    held: HeldRound | None
    appeals: list[OwnAssessment]

    @property
    def open_appeals(self) -> list[Appeal]:
        """Those against assessments that wait to be decided."""
        return [own.appeal for own in self.appeals if own.appeal and not own.appeal.is_decided]

    @property
    def is_final(self) -> bool:
        return self.submission.final_version_id == self.version.pk


def own_work_page(preprint_id: int, author: User, *, now: datetime) -> OwnWorkPage | None:
    """None where the person is no confirmed author, or the work was never sent for review."""
    submission = (
        Submission.objects.filter(preprint=preprint_id, state=Submission.State.ACCEPTED)
        .select_related("preprint__current_version", "final_version")
        .first()
    )
    if submission is None or author.pk not in known_author_ids(preprint_id):
        return None
    version = submission.preprint.current_version
    if version is None:
        return None
    rounds = list(submission.rounds.select_related("version", "assessment").order_by("-number"))
    may_respond = _may_respond(rounds, author)
    may_revise = may_declare_revision(submission, version, author)
    return OwnWorkPage(
        preprint=submission.preprint,
        version=version,
        submission=submission,
        waiting=author_waiting(
            submission,
            Reader(
                is_author=True,
                may_respond=may_respond,
                may_revise_since=version.seen_at if may_revise else None,
            ),
            now=now,
        ),
        rounds=rounds,
        revisions=_revisions(submission),
        may_respond=may_respond,
        may_revise=may_revise,
        may_finalize=may_declare_final(submission, version, author),
        later=later_version(submission, rounds),
        confirmed_as=_confirmed_as(preprint_id, author),
        held=held_round(rounds[0], author) if rounds else None,
        appeals=_appeals(preprint_id),
    )


def _revisions(submission: Submission) -> list[Revision]:
    """The newest first."""
    known = Revision.objects.filter(round__submission=submission)
    return list(known.select_related("version", "decided_by__profile").order_by("-declared_at"))


def _appeals(preprint_id: int) -> list[OwnAssessment]:
    """The newest first."""
    published = Assessment.objects.published().filter(version__preprint=preprint_id)
    assessments = published.select_related("version", "appeal").order_by("-published_at", "-pk")
    return [OwnAssessment(one, getattr(one, "appeal", None)) for one in assessments]


def _confirmed_as(preprint_id: int, author: User) -> list[str]:
    names = Author.objects.filter(version__preprint=preprint_id, user=author)
    return sorted(set(names.values_list("name", flat=True)))


def _may_respond(rounds: list[Round], author: User) -> bool:
    """To the newest assessed round, once, where anything of it is public."""
    assessed = next((one for one in rounds if one.state == Round.State.ASSESSED), None)
    if assessed is None or not _is_public(assessed):
        return False
    return not assessed.responses.filter(author=author).exists()


def _is_public(assessed: Round) -> bool:
    assessment = getattr(assessed, "assessment", None)
    is_assessed = assessment is not None and assessment.is_published
    return is_assessed or assessed.reviews.published().exists()
