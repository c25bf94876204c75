"""A journal with hidden reviewers, made through its own services, and what must stay secret."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.core import mail

from accounts.models import User
from accounts.services import set_pseudonym
from drafts.models import Draft
from events.outbox import work
from events.sealing import seal_new_events
from reviews.interests import Interests
from reviews.models import (
    Assessment,
    Invitation,
    Review,
    Round,
)
from reviews.services import (
    accepting,
    appealing,
    assessing,
    consulting,
    draft_answers,
    invitations,
    replying,
    responding,
    reviewing,
    revising,
)
from reviews.tokens import invitation_token
from tests.anonymity.samples import FIRST_ID, fill_the_rest
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import (
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import NOW
from tests.reviews.posted import approve_and_post

DUE = date(2026, 3, 23)
FIRST_WORK = 5_170_000


@dataclass(frozen=True)
class Secret:
    """A word that must not be disclosed, of whom it is, and what kind of word it is."""

    word: str
    owner: str
    kind: str  # "name", "address", "handle", "id" or "text"


@dataclass
class Hidden:
    """A reviewer of the hidden work who is not to be named in connection with it."""

    key: str
    name: str
    email: str
    handle: str = ""
    is_named_elsewhere: bool = False  # by a signed review of another work
    user_id: int | None = None
    review: Review | None = None

    @property
    def reads_thread(self) -> bool:
        """Whether their review was accepted: what is written in the thread is for them, too."""
        return self.review is not None or self.key == "held"

    @property
    def secrets(self) -> list[Secret]:
        words = {"name": self.name, "address": self.email, "handle": self.handle}
        if self.user_id is not None:
            words["id"] = str(self.user_id)
        return [Secret(word, self.key, kind) for kind, word in words.items() if word]

    @property
    def traces(self) -> list[str]:
        """What shows that an answer speaks of their hidden review."""
        if self.review is None or self.review.number is None:
            return [f"zztrace-{self.key}"]
        review = self.review
        return [
            f"zztrace-{self.key}",
            review.get_absolute_url(),
            review.identifier,
            f"/api/v1/reviews/{review.pk}/",
        ]


@dataclass
class World:
    hidden_round: Round
    other_round: Round
    people: dict[str, User]
    hidden: dict[str, Hidden]
    invitation: Invitation
    guest_link: str
    samples: dict[str, list[Any]] = field(default_factory=dict)
    mails: list[Any] = field(default_factory=list)

    @property
    def work_id(self) -> int:
        return self.hidden_round.version.preprint_id

    @property
    def secrets(self) -> list[Secret]:
        personal = [secret for one in self.hidden.values() for secret in one.secrets]
        return [*personal, Secret("zzprivate-", "", "text")]


def private(kind: str, key: str) -> str:
    return f"zzprivate-{kind}-{key}"


def content(key: str, *, byline: str, **changed: Any) -> reviewing.ReviewContent:
    fields = {
        "summary": f"The axioms are sound. zztrace-{key}",
        "strengths": "Clear.",
        "weaknesses": "1. Short.",
        "evidence": "Yes.",
        "recommendations": private("recommendations", key),
        "significance": term("significance", "important"),
        "strength": term("strength", "solid"),
        "confidence": 4,
        "byline_kind": byline,
        "interests": Interests(("personal",), private("interests", key)),
        "ai_use": private("ai", key),
    }
    return reviewing.ReviewContent(**{**fields, **changed})


def hide(number: int, key: str, name: str, **fields: Any) -> tuple[Hidden, User]:
    user = UserFactory(
        pk=FIRST_ID + number, name=name, email=f"{key}.q{number}@quiet.example", **fields
    )
    confirm_address(user)
    handle = user.profile.handle
    return Hidden(key, name, user.email, handle, user_id=user.pk), user


def confirm_address(user: User) -> None:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def work_under_review(number: int, **people: Any) -> Round:
    preprint = PreprintFactory(pk=FIRST_WORK + number, status="under-review")
    submission = SubmissionFactory(preprint=preprint, accepted=True, **people)
    return RoundFactory(submission=submission)


def reviewed(
    opened: Round, user: User, key: str, *, byline: str, pk: int, **changed: Any
) -> Review:
    """A review submitted through the services, and published before its round is posted, as all
    were once."""
    review = ReviewFactory(pk=pk, round=opened, reviewer=user)
    reviewing.submit_review(
        review.pk, reviewer=user, content=content(key, byline=byline, **changed), now=NOW
    )
    return published(review)


def published(review: Review) -> Review:
    editor = review.round.submission.editor
    accepted = accepting.accept_review(review.pk, editor=editor, now=NOW)
    accepting.make_public(accepted, actor_id=editor.pk, now=NOW)
    accepting.promise("reviews.notify_of_published_review", review_id=accepted.pk)
    return accepted


def build_world() -> World:
    people = {
        "reader": UserFactory(name="Rea Reader"),
        "author": UserFactory(name="Aut Author"),
        "another reviewer": UserFactory(name="Co Reviewer"),
        "uninvolved editor": UserFactory(name="Una Editor", editor=True),
        "handling editor": UserFactory(name="Hal Editor", editor=True),
        "second editor": UserFactory(name="Sec Editor", editor=True),
        "managing editor": UserFactory(name="Man Editor", managing_editor=True),
        "administrator": UserFactory(
            name="Adm Admin", administrator=True, is_staff=True, is_superuser=True
        ),
    }
    for user in people.values():
        confirm_address(user)
    editors = {
        "editor": people["handling editor"],
        "second_editor": people["second editor"],
    }
    hidden_round = work_under_review(1, submitter=people["author"], **editors)
    hidden_round.version.authors.update(user=people["author"])
    other_round = work_under_review(
        2, editor=people["uninvolved editor"], second_editor=people["managing editor"]
    )
    hidden = {one.key: one for one in write_reviews(hidden_round, other_round)}
    guest, invitation = invite_people(hidden_round, hidden)
    ReviewFactory(round=hidden_round, reviewer=people["another reviewer"])
    finish_rounds(hidden_round, other_round)
    talk(hidden_round, hidden)
    revised = work_under_review(3, submitter=people["author"], **editors)
    revised.version.authors.update(user=people["author"])
    hidden["again"] = review_again(revised, author=people["author"])
    world = World(hidden_round, other_round, people, hidden, invitation, guest)
    fill_the_rest(world)
    work()
    world.mails = list(mail.outbox)
    while seal_new_events():
        pass
    return world


def write_reviews(hidden_round: Round, other_round: Round) -> list[Hidden]:
    writing, user = hide(3, "writing", "Thaddeus Inkpen")
    draft = ReviewFactory(pk=FIRST_ID + 103, round=hidden_round, reviewer=user)
    Draft.objects.create(
        pk=FIRST_ID + 203,
        owner=user,
        key=f"review:{draft.pk}",
        fields={"summary": private("draft", "writing")},
        saved_at=NOW,
    )
    anonymous, user = hide(1, "anonymous", "Sibylla Quenneville")
    anonymous.review = reviewed(
        hidden_round, user, "anonymous", byline="anonymous", pk=FIRST_ID + 101
    )
    signed = {"interests": Interests.none(), "ai_use": "", "recommendations": ""}
    reviewed(other_round, user, "signed", byline="signed", pk=1_001, **signed)
    pseudonymous, user = hide(2, "pseudonymous", "Ottoline Fairweather")
    set_pseudonym(user, "Night Heron")
    pseudonymous.review = reviewed(
        hidden_round, user, "pseudonymous", byline="pseudonym", pk=FIRST_ID + 102
    )
    reviewed(other_round, user, "signed", byline="signed", pk=1_002, **signed)
    anonymous.is_named_elsewhere = pseudonymous.is_named_elsewhere = True
    submitted, user = hide(4, "submitted", "Perpetua Vandermeer")
    waiting = ReviewFactory(pk=FIRST_ID + 104, round=hidden_round, reviewer=user)
    reviewing.submit_review(
        waiting.pk,
        reviewer=user,
        content=content("submitted", byline="signed", summary=private("summary", "submitted")),
        now=NOW,
    )
    held, user = hide(6, "held", "Araminta Copperfield")
    accepted = ReviewFactory(pk=FIRST_ID + 106, round=hidden_round, reviewer=user)
    reviewing.submit_review(
        accepted.pk,
        reviewer=user,
        content=content("held", byline="signed", summary=private("summary", "held")),
        now=NOW,
    )
    accepting.accept_review(accepted.pk, editor=hidden_round.submission.editor, now=NOW)
    refused = refuse(hidden_round)
    return [anonymous, pseudonymous, writing, submitted, held, refused]


def refuse(hidden_round: Round) -> Hidden:
    """A refused review, whose reviewer appeals to editors who are not to know who that is."""
    refused, user = hide(7, "refused", "Hyacinth Bellweather")
    review = ReviewFactory(pk=FIRST_ID + 107, round=hidden_round, reviewer=user)
    written = content("refused", byline="anonymous")
    reviewing.submit_review(review.pk, reviewer=user, content=written, now=NOW)
    editor = hidden_round.submission.editor
    replying.refuse_review(review.pk, editor=editor, reason="It is rude.", now=NOW)
    appealing.appeal_refusal(review.pk, by=user, text="It is not rude.", now=NOW)
    return refused


def invite(asked: Round, key: str, name: str) -> Invitation:
    return invitations.invite_reviewer(
        asked.pk,
        editor=asked.submission.editor,
        email=f"{key}@hushed.example",
        name=name,
        message=private("message", key),
        due_on=DUE,
        now=NOW,
    )


def invite_people(asked: Round, hidden: dict[str, Hidden]) -> tuple[str, Invitation]:
    """Somebody who has not answered, somebody who declined, and a guest with a public review."""
    pending = invite(asked, "pending", "Leopoldine Ashgrove")
    hidden["pending"] = Hidden("pending", pending.name, pending.email)
    declined = invite(asked, "declined", "Barnaby Thistlewood")
    hidden["declined"] = Hidden("declined", declined.name, declined.email)
    invitations.decline_invitation(
        declined.pk, user=None, reason=private("reason", "declined"), now=NOW
    )
    accepted = invite(asked, "guest", "Wilhelmina Oxenbridge")
    review = invitations.accept_invitation(accepted.pk, user=None, name=accepted.name, now=NOW)
    guest = review.reviewer
    reviewing.submit_review(
        review.pk, reviewer=guest, content=content("guest", byline="anonymous"), now=NOW
    )
    hidden["guest"] = Hidden(
        "guest", accepted.name, accepted.email, guest.profile.handle, review=published(review)
    )
    accepted.refresh_from_db()
    return f"/invitations/{invitation_token(accepted.nonce)}/", pending


def finish_rounds(hidden_round: Round, other_round: Round) -> None:
    """The other work is assessed and answered; the hidden one has a proposed assessment."""
    draft = propose(hidden_round, private("assessment", ""))
    held = hidden_round.reviews.get(status="accepted")
    draft_answers.answer_draft(
        held.pk,
        reviewer=held.reviewer,
        agrees=False,
        text=private("draft-answer", "held"),
        seen=draft.fingerprint,
        now=NOW,
    )
    approve_and_post(propose(other_round, "Solid."))


def propose(summed_up: Round, text: str) -> Assessment:
    reason = private("release", str(summed_up.pk))
    released = {"state": "released", "released_at": NOW, "release_reason": reason}
    Round.objects.filter(pk=summed_up.pk).update(**released)
    return assessing.propose_assessment(
        summed_up.pk,
        editor=summed_up.submission.editor,
        significance=term("significance", "important"),
        strength=term("strength", "solid"),
        text=f"An important result. {text}",
        interests=Interests.none(),
        now=NOW,
    )


def talk(released: Round, hidden: dict[str, Hidden]) -> None:
    """Each accepted reviewer writes in the private thread, the guest too; and an editor."""
    for key in ("anonymous", "pseudonymous", "guest"):
        review = hidden[key].review
        if review is not None:
            text = private("thread", key)
            consulting.write_as_reviewer(review.pk, reviewer=review.reviewer, text=text, now=NOW)
    editor = released.submission.editor
    consulting.write_as_editor(
        released.pk, editor=editor, text=private("thread", "editor"), now=NOW
    )


def review_again(opened: Round, *, author: User) -> Hidden:
    """The author declares a revision, and the anonymous reviewer is invited again."""
    again, user = hide(5, "again", "Zenobia Merriweather")
    again.review = reviewed(opened, user, "again", byline="anonymous", pk=FIRST_ID + 105)
    approve_and_post(propose(opened, "Solid."))
    responding.post_response(
        opened.pk, author=author, text="We agree.", interests=Interests.none(), now=NOW
    )
    newer = VersionFactory(preprint=opened.version.preprint, number=2)
    revision = revising.declare_revision(
        newer.pk, author=author, note="Section two is new.", answers={1: "It is done."}, now=NOW
    )
    editor, reason = opened.submission.editor, "Section two needs review."
    revising.decide_revision(
        revision.pk, editor=editor, decision="full", reason=reason, due_on=DUE, now=NOW
    )
    return again
