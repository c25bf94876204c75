"""The review process as one would play it: a work, its people, and every act on them."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection

from accounts.errors import AccountError
from accounts.models import User
from drafts.errors import DraftError
from events.models import Event, Outbox
from preprints.models import Preprint
from reviews.errors import ReviewError
from reviews.models import Assessment, Invitation, MailedLink, Review, Revision, Round, Submission
from reviews.services import (
    assessing,
    confirming,
    guest_accounts,
    invitation_mails,
    invitations,
    reviewing,
    revising,
    submissions,
)
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import ReviewFactory, term
from tests.factories.times import DUE, NOW

Key = tuple[str, int]  # a kind of thing, and the number of its row
ALL_STATES = """
    SELECT 'submission', id, state, NULL FROM reviews_submission
    UNION ALL SELECT 'round', id, state, id FROM reviews_round
    UNION ALL SELECT 'invitation', id, state, round_id FROM reviews_invitation
    UNION ALL SELECT 'review', id, status, round_id FROM reviews_review
    UNION ALL SELECT 'assessment', id, state, round_id FROM reviews_assessment
    UNION ALL SELECT 'revision', id, CASE WHEN decision = '' THEN 'waiting' ELSE 'decided' END,
        round_id FROM reviews_revision
    UNION ALL SELECT 'response', id, 'posted', round_id FROM reviews_response
"""
ROWS: dict[str, Any] = {
    "submission": Submission.objects.select_related("submitter"),
    "round": Round.objects.select_related("submission__editor", "submission__second_editor"),
    "invitation": Invitation.objects.select_related("round__submission__editor"),
    "review": Review.objects.select_related(
        "reviewer", "round__submission__editor", "round__submission__second_editor"
    ),
    "revision": Revision.objects.select_related("round__submission__editor"),
    "assessment": Assessment.objects.select_related(
        "round__submission__editor", "round__submission__second_editor"
    ),
}
DAY = timedelta(days=1)  # between two acts: mails are counted by the day
REFUSED = (ReviewError, AccountError, DraftError)


class States(dict[Key, str]):
    """The state of everything in the process, and of other works; `rounds`: the round of each."""

    def __init__(self) -> None:
        self.rounds: dict[Key, int | None] = {}
        with connection.cursor() as cursor:
            cursor.execute(ALL_STATES)
            for thing, pk, state, round_id in cursor.fetchall():
                self[thing, pk] = state
                self.rounds[thing, pk] = round_id

    def of_round(self, key: Key) -> str:
        return self.get(("round", self.rounds.get(key) or 0), "")

    def of_its_assessment(self, key: Key) -> str:
        """ "" where the round has none yet."""
        found = [k for k, round_id in self.rounds.items() if round_id == self.rounds[key]]
        return next((self[k] for k in found if k[0] == "assessment"), "")


class Process:
    """One work that can be taken through the whole process, beside another in the middle of it.

    A person signs with the name of an author, so that the second editor must allow it.
    """

    def __init__(self, number: int) -> None:
        self.work = PreprintFactory()
        self.editors = [UserFactory(editor=True, verified=True) for _ in range(3)]
        self.author = UserFactory(name="Ada Example", verified=True)
        self.addresses = (f"noor{number}@example.org", f"ada{number}@example.org")
        self.reviewers = [
            UserFactory(email=self.addresses[0], name="Noor Reader", verified=True),
            UserFactory(email=self.addresses[1], name="Ada Example", verified=True),
        ]
        self.people = [*self.editors, self.author, *self.reviewers]
        self.others: dict[Key, str] = {}
        self.now, self.number = NOW, 0
        self.last_event = self.last_mail = 0
        self.tried: Counter[str] = Counter()
        self.done: Counter[tuple[str, str]] = Counter()  # acts, and the states they led to

    def own(self, states: States) -> list[Key]:
        return [key for key in states if key not in self.others]

    def written(self) -> tuple[Counter[str], Counter[str]]:
        """The kinds of events recorded, and the mails promised, since this was asked last."""
        events = list(Event.objects.filter(pk__gt=self.last_event).values_list("pk", "kind"))
        mails = list(Outbox.objects.filter(pk__gt=self.last_mail).values_list("pk", "task"))
        self.last_event = max((pk for pk, _kind in events), default=self.last_event)
        self.last_mail = max((pk for pk, _task in mails), default=self.last_mail)
        return Counter(kind for _pk, kind in events), Counter(task for _pk, task in mails)

    def text(self) -> str:
        """Another one each time: what is sent again unchanged counts as the same form."""
        self.number += 1
        return f"Text {self.number}."


Act = Callable[[Process, Any, User | None, int], Any]
# By the function of `reviews.services`: the kind of thing it is called on, and how.
ACTS: dict[str, tuple[str, Act]] = {}


def act(on: str) -> Callable[[Act], Act]:
    def register(function: Act) -> Act:
        ACTS[function.__name__] = on, function
        return function

    return register


@act("work")
def submit_preprint(process: Process, _work: Any, actor: User | None, draw: int) -> None:
    submissions.submit_preprint(
        process.work.pk,
        submitter=actor,
        is_author=actor == process.author,
        reason=process.text(),
        competing_interests="None.",
        now=process.now,
    )


@act("submission")
def accept_submission(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    second = next(editor for editor in process.editors if editor != actor)
    is_author = submission.submitter == process.author
    author = process.work.current_version.authors.get() if is_author else None
    submissions.accept_submission(
        submission.pk,
        editor=actor,
        second_editor=second,
        claimed_author_id=author.pk if author else None,
        now=process.now,
    )


@act("submission")
def decline_submission(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    submissions.decline_submission(
        submission.pk, editor=actor, code="not-ready", text=process.text(), now=process.now
    )


@act("round")
def invite_reviewer(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    # Two with an account, one of them named like an author; two without one, of one name.
    address, name = (
        (process.addresses[0], "Noor Reader"),
        (process.addresses[1], "Ada Example"),
        ("guest@example.org", "Grace Guest"),
        ("guest@example.net", "Grace Guest"),
    )[draw % 4]
    invitations.invite_reviewer(
        opened.pk,
        editor=actor,
        email=address,
        name=name,
        message=process.text(),
        due_on=DUE,
        now=process.now,
    )


@act("invitation")
def send_invitation_again(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    is_corrected = draw % 3 == 0
    invitation_mails.send_invitation_again(
        invitation.pk,
        editor=actor,
        email=f"new{process.number}@example.org" if is_corrected else invitation.email,
        now=process.now,
    )


@act("invitation")
def accept_invitation(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    invitations.accept_invitation(invitation.pk, user=actor, name=invitation.name, now=process.now)


@act("invitation")
def decline_invitation(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    invitations.decline_invitation(
        invitation.pk, user=actor, reason=process.text(), now=process.now
    )


@act("invitation")
def revoke_invitation(process: Process, invitation: Any, actor: User | None, draw: int) -> None:
    invitations.revoke_invitation(invitation.pk, editor=actor, now=process.now)


@act("round")
def begin_review(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    reviewing.begin_review(
        opened.pk, reviewer=actor, due_on=DUE, email_verified=True, now=process.now
    )


@act("review")
def submit_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    content = reviewing.ReviewContent(
        summary=process.text(),
        strengths="",
        weaknesses="",
        evidence="",
        recommendations="",
        significance=term("significance", "important"),
        strength=term("strength", "solid"),
        confidence=4,
        byline_kind=("signed", "anonymous")[draw % 2],
        competing_interests="",
        ai_use="",
    )
    reviewing.submit_review(review.pk, reviewer=actor, content=content, now=process.now)


@act("review")
def publish_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    reviewing.publish_review(review.pk, editor=actor, now=process.now)


@act("review")
def ask_for_confirmation(process: Process, review: Any, actor: User | None, draw: int) -> None:
    confirming.ask_for_confirmation(review.pk, editor=actor, now=process.now)


def newest_link(review: Review, purpose: MailedLink.Purpose) -> int:
    """Of the review, or one that leads to nothing: -1 is no row, which is no link to open."""
    link = review.mailed_links.filter(purpose=purpose).order_by("-pk").first()
    if link is None:
        raise NoLink
    return link.pk


class NoLink(ReviewError):  # noqa: N818
    """Nobody was mailed such a link, so nobody can open one."""


@act("review")
def confirm_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    confirming.confirm_review(
        newest_link(review, MailedLink.Purpose.CONFIRM_REVIEW), now=process.now
    )


@act("review")
def disown_review(process: Process, review: Any, actor: User | None, draw: int) -> None:
    confirming.disown_review(
        newest_link(review, MailedLink.Purpose.CONFIRM_REVIEW), now=process.now
    )


@act("review")
def approve_byline(process: Process, review: Any, actor: User | None, draw: int) -> None:
    confirming.approve_byline(review.pk, second_editor=actor, now=process.now)


@act("review")
def allow_name(process: Process, review: Any, actor: User | None, draw: int) -> None:
    confirming.allow_name(review.pk, editor=actor, now=process.now)


@act("review")
def offer_account(process: Process, review: Any, actor: User | None, draw: int) -> None:
    guest_accounts.offer_account(review.pk, now=process.now)


@act("review")
def keep_account(process: Process, review: Any, actor: User | None, draw: int) -> None:
    guest_accounts.keep_account(
        newest_link(review, MailedLink.Purpose.KEEP_ACCOUNT),
        name=f"Grace Guest {process.text()}",
        password="a long enough one",
        now=process.now,
    )


@act("review")
def attach_to_account(process: Process, review: Any, actor: User | None, draw: int) -> None:
    guest_accounts.attach_to_account(
        newest_link(review, MailedLink.Purpose.KEEP_ACCOUNT), user=actor, now=process.now
    )


@act("round")
def propose_assessment(process: Process, opened: Any, actor: User | None, draw: int) -> None:
    assessing.propose_assessment(
        opened.pk,
        editor=actor,
        significance=term("significance", "important"),
        strength=term("strength", "solid"),
        text=process.text(),
        competing_interests="None.",
        now=process.now,
    )


@act("assessment")
def approve_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    assessing.approve_assessment(
        assessment.pk, second_editor=actor, now=process.now, seen=assessment.fingerprint
    )


@act("assessment")
def return_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    assessing.return_assessment(
        assessment.pk,
        second_editor=actor,
        comment=process.text(),
        now=process.now,
        seen=assessment.fingerprint,
    )


@act("assessment")
def publish_assessment(process: Process, assessment: Any, actor: User | None, draw: int) -> None:
    assessing.publish_assessment(assessment.pk, editor=actor, now=process.now)


@act("round")
def post_response(process: Process, answered: Any, actor: User | None, draw: int) -> None:
    assessing.post_response(
        answered.pk,
        author=actor,
        text=process.text(),
        competing_interests="None.",
        now=process.now,
    )


def newest_version(process: Process) -> int:
    return Preprint.objects.values_list("current_version_id", flat=True).get(pk=process.work.pk)


@act("round")
def declare_revision(process: Process, answered: Any, actor: User | None, draw: int) -> None:
    revising.declare_revision(
        newest_version(process),
        author=actor,
        note=process.text(),
        answers={1: process.text()},
        now=process.now,
    )


@act("revision")
def decide_revision(process: Process, revision: Any, actor: User | None, draw: int) -> None:
    revising.decide_revision(
        revision.pk,
        editor=actor,
        decision=Revision.Decision.values[draw % 3],
        reason=process.text(),
        due_on=DUE,
        now=process.now,
    )


@act("submission")
def declare_final(process: Process, submission: Any, actor: User | None, draw: int) -> None:
    revising.declare_final(newest_version(process), author=actor, now=process.now)


def processes() -> list[Process]:
    """A listed work, one under review, two with a review submitted from a corrected address, one
    with a published review and a proposed assessment, one assessed that has a second version; and
    another, which nobody touches."""
    ReviewFactory(submitted=True)
    made, own = [], []
    for number, begin in enumerate(BEGINNINGS):
        before, process = States(), Process(number)
        begin(process)
        made.append(process)
        own.append(States().keys() - before.keys())
    states = States()
    for process, keys in zip(made, own, strict=True):
        process.others = {key: state for key, state in states.items() if key not in keys}
        process.written()
    return made


def _begin_nothing(process: Process) -> None:
    """It is listed."""


def _begin_review(process: Process) -> None:
    submit_preprint(process, None, process.author, 0)
    submission = Submission.objects.get(preprint=process.work)
    accept_submission(process, submission, process.editors[0], 0)


def _begin_guests_review(process: Process) -> None:
    """At an address that no account has."""
    _begin_review_at(process, f"grace{process.work.pk}@example.org")


def _begin_review_of_a_member(process: Process) -> None:
    """At the address of an account, by somebody signed out."""
    _begin_review_at(process, process.addresses[0])


def _begin_review_at(process: Process, address: str) -> None:
    _begin_review(process)
    editor = process.editors[0]
    opened = Round.objects.get(submission__preprint=process.work)
    invite_reviewer(process, opened, editor, 2)
    invitation = Invitation.objects.get(round=opened)
    process.now += DAY
    invitation_mails.send_invitation_again(
        invitation.pk, editor=editor, email=address, now=process.now
    )
    accept_invitation(process, invitation, None, 0)
    review = Review.objects.get(round=opened)
    submit_review(process, review, review.reviewer, 0)
    offer_account(process, review, None, 0)


def _begin_assessment(process: Process) -> None:
    _begin_review(process)
    opened = Round.objects.get(submission__preprint=process.work)
    begin_review(process, opened, process.reviewers[0], 0)
    review = Review.objects.get(round=opened)
    submit_review(process, review, process.reviewers[0], 1)
    publish_review(process, review, process.editors[0], 0)
    invite_reviewer(process, opened, process.editors[0], 2)
    propose_assessment(process, opened, process.editors[0], 0)


def _begin_revision(process: Process) -> None:
    """Assessed, with a newer version since."""
    _begin_assessment(process)
    assessment = Assessment.objects.select_related("round").get(
        round__submission__preprint=process.work
    )
    approve_assessment(process, assessment, process.editors[1], 0)
    publish_assessment(process, assessment, process.editors[0], 0)
    VersionFactory(preprint=process.work, number=2)


BEGINNINGS = (
    _begin_nothing,
    _begin_review,
    _begin_guests_review,
    _begin_review_of_a_member,
    _begin_assessment,
    _begin_revision,
)
