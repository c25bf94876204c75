"""The services of triage and of what happens to a whole submission, called directly."""

from collections.abc import Iterator
from typing import Any

from reviews.interests import Interests
from reviews.models import Submission
from reviews.services import (
    assessing_anew,
    authorship,
    consent,
    ending,
    lapsing,
    left_works,
    round_lapses,
    submissions,
    wishes,
)
from reviews.services import triage as triage_services
from reviews.services.declaring import declare_interests
from reviews.services.handing_over import PLACES, hand_over
from reviews.wishes import Wishes
from tests.access.journal import Journal
from tests.access.made_rounds import make_left, make_owed, make_round, make_second_round
from tests.access.requests import Request, call
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW


def triage(journal: Journal) -> Iterator[Request]:
    others = UserFactory(editor=True)
    own = "waiting, editor 2 confirmed"
    for state, one in journal.submissions.items():
        yield _accept(one, others, state=state)
        yield call(
            submissions.decline_submission,
            lambda user, one=one: submissions.decline_submission(
                one.pk, editor=user, code="other", text="Too short.", now=NOW
            ),
            state=state,
        )
    second = {"second is editor 2": "editor 2", "second is a reader": "reader"}
    for words, person in second.items():
        yield _accept(journal.submissions[own], journal.cast[person], state=f"{own}, {words}")
    author = journal.cast["author 2"]
    yield _accept(journal.submissions["waiting"], author, state="waiting, second is author 2")
    yield from _proposals(journal)
    accepted = journal.rounds["none"].submission
    for state, one in {**journal.submissions, "accepted": accepted}.items():
        yield from _authorship(one, state=state)
        yield from _consent(one, state=state)
        yield from _ending(one, state=state)
    work, subject = journal.submissions["waiting"].preprint_id, journal.other["subject"]
    yield call(
        submissions.classify_preprint,
        lambda user: submissions.classify_preprint(
            work, editor=user, kind="survey", subjects=[subject]
        ),
    )


def _proposals(journal: Journal) -> Iterator[Request]:
    decision = triage_services.Decision(is_accepted=False, code="other", text="Too short.")
    for state, one in journal.submissions.items():
        yield call(
            triage_services.propose_decision,
            lambda user, one=one: triage_services.propose_decision(
                one.pk, editor=user, decision=decision, now=NOW
            ),
            state=state,
        )
    for state, proposal in journal.proposals.items():
        yield call(
            triage_services.agree_to_proposal,
            lambda user, proposal=proposal: triage_services.agree_to_proposal(
                proposal.pk, editor=user, now=NOW
            ),
            state=state,
        )
        yield call(
            triage_services.decide_otherwise,
            lambda user, proposal=proposal: triage_services.decide_otherwise(
                proposal.pk, editor=user, decision=decision, now=NOW
            ),
            state=state,
        )


def _authorship(one: Submission, *, state: str) -> Iterator[Request]:
    first = one.version.authors.order_by("position").first()
    last = one.version.authors.order_by("position").last()
    person = UserFactory()
    yield call(
        authorship.confirm_author,
        lambda user: authorship.confirm_author(
            one.pk, author_id=last.pk, person=person, editor=user, now=NOW
        ),
        state=state,
    )
    yield call(
        authorship.take_back_author,
        lambda user: authorship.take_back_author(
            one.pk, author_id=first.pk, editor=user, reason="Another Ada.", now=NOW
        ),
        state=state,
    )


def _consent(one: Submission, *, state: str) -> Iterator[Request]:
    yield call(
        consent.ask_author,
        lambda user: consent.ask_author(one.pk, email="third-author@example.org", by=user, now=NOW),
        state=state,
    )
    yield call(
        consent.change_consent,
        lambda user: consent.change_consent(
            one.pk, consent="declined", by=user, reason="She wrote to us.", now=NOW
        ),
        state=state,
    )


def _ending(one: Submission, *, state: str) -> Iterator[Request]:
    yield call(
        wishes.save_wishes,
        lambda user: wishes.save_wishes(
            one.pk, by=user, wishes=Wishes(aspects="The proof."), now=NOW
        ),
        state=state,
    )
    yield call(
        ending.withdraw_submission,
        lambda user: ending.withdraw_submission(one.pk, by=user, now=NOW),
        state=state,
    )
    yield call(
        ending.publish_reasons,
        lambda user: ending.publish_reasons(one.pk, author=user, now=NOW),
        state=state,
    )


def _accept(one: Submission, second: Any, *, state: str) -> Request:
    return call(
        submissions.accept_submission,
        lambda user: submissions.accept_submission(
            one.pk, editor=user, second_editor=second, claimed_author_id=None, now=NOW
        ),
        state=state,
    )


def handing_over(journal: Journal) -> Iterator[Request]:
    one, to = make_round(journal.cast).submission, UserFactory(editor=True)
    for place in PLACES:
        yield call(
            hand_over,
            lambda user, place=place: hand_over(
                one.pk, place=place, to=to, by=user, reason="It waits.", now=NOW
            ),
            state=place.replace("_", " "),
        )
    yield call(
        declare_interests,
        lambda user: declare_interests(one.pk, editor=user, interests=Interests.none(), now=NOW),
    )


def reopening(journal: Journal) -> Iterator[Request]:
    for state in ("lapsed", "waiting"):
        one = journal.submissions[state]
        yield call(
            lapsing.reopen_submission,
            lambda user, one=one: lapsing.reopen_submission(one.pk, editor=user, now=NOW),
            state=state,
        )
    for one, state in (
        (make_left(journal.cast), "left"),
        (journal.submissions["waiting"], "there"),
    ):
        yield call(
            left_works.end_review_of_left_work,
            lambda user, one=one: left_works.end_review_of_left_work(one.pk, editor=user, now=NOW),
            state=state,
        )
    owed = make_owed(journal.cast)
    yield call(
        assessing_anew.assess_anew,
        lambda user: assessing_anew.assess_anew(owed.pk, editor=user, now=NOW),
        state="no assessment stands",
    )
    for state in ("lapsed", "open"):
        later = make_second_round(journal.cast, state)
        yield call(
            round_lapses.reopen_round,
            lambda user, pk=later.pk: round_lapses.reopen_round(pk, editor=user, now=NOW),
            state=f"second round {state}",
        )
