"""A work as its confirmed author sees it: what is waited for, from whom, and what they may do."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from preprints.models import Author, Preprint, Version
from reviews.models import Appeal, Assessment, Revision, Round, Submission
from reviews.selectors.held import HeldRound, held_round
from reviews.selectors.later_version import LaterVersion, later_version
from reviews.services.revising import may_declare_final, may_declare_revision
from reviews.services.submissions import known_author_ids


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is waited for, in a sentence that says from whom; since: None where nothing is. until:
    when it ends, where that is known."""

    words: str
    since: datetime | None
    until: datetime | None = None


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
    def is_final(self) -> bool:
        return self.submission.final_version_id == self.version.pk


def own_work_page(preprint_id: int, author: User) -> OwnWorkPage | None:
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
    revisions = list(
        Revision.objects.filter(round__submission=submission)
        .select_related("version", "decided_by__profile")
        .order_by("-declared_at")
    )
    may_respond = _may_respond(rounds, author)
    may_revise = may_declare_revision(submission, version, author)
    return OwnWorkPage(
        preprint=submission.preprint,
        version=version,
        submission=submission,
        waiting=_waiting(rounds, revisions, may_respond=may_respond, may_revise=may_revise),
        rounds=rounds,
        revisions=revisions,
        may_respond=may_respond,
        may_revise=may_revise,
        may_finalize=may_declare_final(submission, version, author),
        later=later_version(submission, rounds),
        confirmed_as=_confirmed_as(preprint_id, author),
        held=held_round(rounds[0], author) if rounds else None,
        appeals=_appeals(preprint_id),
    )


def _appeals(preprint_id: int) -> list[OwnAssessment]:
    """The newest first."""
    published = Assessment.objects.published().filter(version__preprint=preprint_id)
    assessments = published.select_related("version", "appeal").order_by("-published_at", "-pk")
    return [OwnAssessment(one, getattr(one, "appeal", None)) for one in assessments]


def _confirmed_as(preprint_id: int, author: User) -> list[str]:
    names = Author.objects.filter(version__preprint=preprint_id, user=author)
    return sorted(set(names.values_list("name", flat=True)))


def _may_respond(rounds: list[Round], author: User) -> bool:
    """To the newest assessed round, once."""
    assessed = next((one for one in rounds if one.state == Round.State.ASSESSED), None)
    return assessed is not None and not assessed.responses.filter(author=author).exists()


def _waiting(
    rounds: list[Round], revisions: list[Revision], *, may_respond: bool, may_revise: bool
) -> Waiting:
    for revision in revisions:
        if not revision.decision:
            words = _("The handling editor decides what follows your revision, version %(number)s.")
            return Waiting(words % {"number": revision.version.number}, revision.declared_at)
    newest = rounds[0]
    number = {"number": newest.version.number}
    if newest.state == Round.State.WITH_AUTHORS:
        words = _("You read the reviews and the assessment first. They are posted by themselves.")
        return Waiting(words, newest.sent_at, until=newest.respond_until)
    if newest.state != Round.State.ASSESSED:
        if newest.kind == Round.Kind.EDITORS:
            return Waiting(
                _("The two editors assess version %(number)s.") % number, newest.opened_at
            )
        words = _("Reviews of version %(number)s, then the editors’ assessment, are waited for.")
        return Waiting(words % number, newest.opened_at)
    if may_respond:
        return Waiting(_("The reviews are waiting for your response."), newest.closed_at)
    if may_revise:
        words = _("You have posted a newer version. Declare it if it answers the reviews.")
        return Waiting(words, newest.closed_at)
    return Waiting(_("Nothing is waited for."), None)
