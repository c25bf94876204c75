"""A submission as who submitted the work, or is confirmed as its author, sees it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from preprints.models import Version
from preprints.rules import FREE
from reviews import author_rules, rules
from reviews.models import Appeal, ConsentRequest, Submission
from reviews.selectors.author_waiting import Reader, Waiting, author_waiting
from reviews.selectors.earlier_submissions import EarlierSubmission, earlier_submissions
from reviews.selectors.own_work import OwnWorkPage, own_work_page
from reviews.services.appealing import may_appeal_decline
from reviews.services.consent import sayers
from reviews.services.ending import may_publish_reasons, may_withdraw
from reviews.services.submissions import known_author_ids
from reviews.services.wishes import may_wish, speaks_for_authors
from reviews.services.wishes_steps import read_wishes
from reviews.wishes import Wishes


@dataclass(frozen=True, slots=True)
class AskedAuthor:
    """An author who was asked. address: "" for whoever did not give it, and once it is erased."""

    address: str
    answer: str
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnAct:
    """Something this person may do now, on another page."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class OwnSubmissionPage:
    """is_author: confirmed, so that they speak for the authors. may_…: what the rules allow now.
    waiting, acts: what is waited for, and where the next acts are."""

    submission: Submission
    version: Version
    is_author: bool
    waiting: Waiting
    acts: list[OwnAct]
    asked: list[AskedAuthor]
    may_ask: bool
    may_agree: bool
    may_decline: bool
    may_withdraw: bool
    may_publish_reasons: bool
    earlier: list[EarlierSubmission]
    wishes: Wishes  # of the authors, for one of them
    is_wishing: bool  # whether they are shown: to who speaks for the authors
    may_wish: bool
    appeals: list[Appeal]  # that authors are told of (`shown_to_authors`)
    may_appeal: bool  # against the decline

    @property
    def appeal(self) -> Appeal | None:
        """The newest against the decline that stands now, open or decided."""
        return Appeal.objects.against_decline(self.submission).order_by("pk").last()

    @property
    def has_wishes(self) -> bool:
        return self.wishes != Wishes()


def own_submission_page(
    submission: Submission, person: User, *, now: datetime
) -> OwnSubmissionPage:
    is_wishing = speaks_for_authors(submission, person)
    is_author = person.pk in known_author_ids(submission.preprint_id)
    is_accepted = submission.state == Submission.State.ACCEPTED
    work = (
        own_work_page(submission.preprint_id, person, now=now)
        if is_author and is_accepted
        else None
    )
    return OwnSubmissionPage(
        submission=submission,
        version=submission.version,
        is_author=is_author,
        waiting=work.waiting
        if work
        else author_waiting(submission, Reader(is_author=is_author), now=now),
        acts=[*_acts_on_work(work), *_acts_on_ended(submission)],
        asked=asked_authors(submission, person),
        may_ask=rules.is_allowed(
            author_rules.check_can_ask_author,
            state=submission.state,
            person_id=person.pk,
            is_editor=False,
            asker_ids=sayers(submission),
        ),
        may_agree=_may_say(submission, Submission.Consent.AGREED, is_author=is_author),
        may_decline=_may_say(submission, Submission.Consent.DECLINED, is_author=is_author),
        may_withdraw=may_withdraw(submission, person),
        may_publish_reasons=may_publish_reasons(submission, person),
        earlier=earlier_submissions(submission, person if not is_author else None),
        wishes=read_wishes(submission) if is_wishing else Wishes(),
        is_wishing=is_wishing,
        may_wish=is_wishing and may_wish(submission, person),
        appeals=list(Appeal.objects.shown_to_authors().filter(work=submission)),
        may_appeal=may_appeal_decline(submission, person),
    )


def _acts_on_work(work: OwnWorkPage | None) -> list[OwnAct]:
    if work is None:
        return []
    page = reverse("reviews:own_work", args=[work.preprint.pk])
    number = {"number": work.version.number}
    acts = []
    if work.held:
        acts.append(OwnAct(_("Read the reviews and the assessment"), f"{page}#held"))
    if work.may_respond:
        respond = reverse("reviews:respond", args=[work.preprint.pk])
        acts.append(OwnAct(_("Respond to the reviews"), respond))
    if work.may_revise:
        declare = reverse("reviews:declare_revision", args=[work.preprint.pk, work.version.number])
        acts.append(OwnAct(_("Declare version %(number)s the revision") % number, declare))
    if work.may_finalize and not work.is_final:
        acts.append(OwnAct(_("Declare version %(number)s final") % number, f"{page}#next"))
    if any(own.appeal is None for own in work.appeals):
        acts.append(OwnAct(_("Appeal against the assessment"), f"{page}#assessments"))
    return acts


def _acts_on_ended(submission: Submission) -> list[OwnAct]:
    """What is neither open nor taken up by a later submission can be submitted anew."""
    is_ended = submission.state not in (Submission.State.SUBMITTED, Submission.State.ACCEPTED)
    if not is_ended or submission.preprint.status not in FREE:
        return []
    url = reverse("reviews:submit_preprint", args=[submission.preprint_id])
    return [OwnAct(_("Submit it for review anew"), url)]


def _may_say(submission: Submission, consent: str, *, is_author: bool) -> bool:
    return submission.consent != consent and rules.is_allowed(
        author_rules.check_can_change_consent,
        state=submission.state,
        is_author=is_author,
        is_editor=False,
        consent=consent,
        reason="",
    )


def asked_authors(
    submission: Submission, person: User, *, sees_all: bool = False
) -> list[AskedAuthor]:
    """sees_all: an editor who may confirm the authors."""
    requests = ConsentRequest.objects.filter(submission=submission)
    return [
        AskedAuthor(
            address=request.email if sees_all or request.given_by_id == person.pk else "",
            answer=str(ConsentRequest.Answer(request.answer).label),
            asked_at=request.asked_at,
            answered_at=request.answered_at,
        )
        for request in requests
    ]
