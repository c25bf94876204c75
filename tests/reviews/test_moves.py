"""The table of moves agrees with the models, the services, the log and the mails."""

import importlib
import inspect
import pkgutil

import pytest

from events.kinds import EVENT_KINDS
from events.outbox import HANDLERS
from reviews import errors, moves, services
from reviews.models import (
    Appeal,
    Assessment,
    Correction,
    Invitation,
    Review,
    Round,
    Submission,
    TriageProposal,
)

STATES = {
    "submission": set(Submission.State.values),
    "proposal": set(TriageProposal.State.values),
    "round": set(Round.State.values),
    "invitation": set(Invitation.State.values),
    "review": set(Review.Status.values),
    "assessment": set(Assessment.State.values),
    "response": {"posted", "withdrawn"},
    "correction": set(Correction.State.values),
    "revision": {"waiting", "decided"},
    "appeal": set(Appeal.State.values),
}
TRIAGED = dict.fromkeys(("accepted", "declined", "lapsed", "withdrawn"), "NotAwaitingTriage")
OVER = ("with-authors", "assessed", "lapsed", "withdrawn")
CLOSED = dict.fromkeys(OVER, "RoundClosed")
RELEASED = {"released": "RoundClosed", **CLOSED}
LAPSED = {"lapsed": "RoundLapsed"}
NOT_SENT = dict.fromkeys(("open", "released", "assessed", "lapsed", "withdrawn"), "NotWithAuthors")
# What they record is no step of a review: the journal's policy, the mails themselves, and what
# stands with an issue.
OF_NO_WORK = (
    *("reviews.services.policies.", "reviews.services.mail_acts."),
    "reviews.services.redacting.read_original",
    "reviews.services.redaction_events.of_issue_interests",
)
# Mails that no act promises: the rows that carry a text, and what the stored works bring.
MAILS_OF_NO_ACT = {
    "reviews.notify_of_left_editor",  # a role is given and taken in accounts
    "reviews.notify_editors_of_left_reviewer",  # an account is erased in privacy
    "reviews.check_forum_profile",  # it asks a forum, and mails nothing
    "reviews.send_mail",
    "reviews.send_thread_mail",
    "reviews.notify_of_newer_version",
    *("reviews.notify_of_left_work", "reviews.send_left_work"),  # its source says so
    *("reviews.notify_of_returned_work", "reviews.send_returned_work"),
}


def services_of_reviews():
    names = [found.name for found in pkgutil.iter_modules(services.__path__)]
    return {name: importlib.import_module(f"reviews.services.{name}") for name in names}


@pytest.mark.parametrize("thing", STATES)
def test_every_state_is_reached_and_no_other(thing):
    of_thing = [move for move in moves.MOVES if move.thing == thing]
    assert {move.after for move in of_thing} - {moves.SAME} == STATES[thing]
    assert {state for move in of_thing for state in move.before} - {moves.NEW} <= STATES[thing]
    assert {state for move in of_thing for state in move.in_round} <= {*Round.State.values}


def test_who_the_authors_are_is_said_in_any_state_of_a_submission():
    claims = (moves.CLAIM_BY_ORCID, moves.CLAIM_BY_FORUM)
    acts = (moves.CONFIRM_AUTHOR, *claims, moves.TAKE_BACK_AUTHOR)
    assert [set(move.before) for move in acts] == [STATES["submission"]] * 4


@pytest.mark.parametrize("move", moves.MOVES, ids=lambda move: f"{move.thing} {move.act}")
def test_a_move_names_a_service_and_what_it_records_and_mails(move):
    found = [
        function
        for module in services_of_reviews().values()
        if (function := vars(module).get(move.act)) and function.__module__ == module.__name__
    ]
    assert len(found) == 1
    assert inspect.isfunction(found[0])
    assert {*move.events, *move.events_where} <= EVENT_KINDS.keys()
    assert {*move.mails, *move.mails_where} <= HANDLERS.keys()


def test_every_event_and_mail_of_the_services_is_in_the_table():
    recorded = {
        kind.name
        for kind in EVENT_KINDS.values()
        if kind.recorded_by.startswith("reviews.services.")
        and not kind.recorded_by.startswith(OF_NO_WORK)
    }
    listed = {kind for move in moves.MOVES for kind in (*move.events, *move.events_where)}
    assert listed == recorded
    promised = {mail for move in moves.MOVES for mail in (*move.mails, *move.mails_where)}
    mails = {name for name in HANDLERS if name.startswith("reviews.")}
    assert promised == mails - MAILS_OF_NO_ACT


def refusals(move):
    """What the move says in each state that it does not fit, by the name of the error."""
    return {
        state: refusal.__name__
        for state in sorted(STATES[move.thing])
        if (refusal := move.refusal(state)) is not None
    }


@pytest.mark.parametrize(("move", "expected"), [
    (moves.ACCEPT, TRIAGED),
    (moves.DECLINE, TRIAGED),
    (moves.SEND_TO_AUTHORS, CLOSED),
    (moves.POST_NOW, NOT_SENT),
    (moves.HOLD_RESPONSE, NOT_SENT),
    (moves.ACCEPT_CORRECTION, dict.fromkeys(("accepted", "refused"), "CorrectionIsDecided")),
    (moves.REFUSE_CORRECTION, dict.fromkeys(("accepted", "refused"), "CorrectionIsDecided")),
    (moves.POST_DUE, NOT_SENT),
    (moves.CLOSE_ROUND, CLOSED),
    (moves.ACCEPT_INVITATION, {
        "accepted": "InvitationNotOpen", "declined": "InvitationNotOpen",
        "revoked": "InvitationNotOpen", "disowned": "InvitationNotOpen", "closed": "RoundClosed",
    }),
    (moves.DECLINE_INVITATION, {
        "accepted": "InvitationNotOpen", "declined": "InvitationNotOpen",
        "revoked": "InvitationNotOpen", "disowned": "InvitationNotOpen", "closed": "RoundClosed",
    }),
    (moves.REVOKE, dict.fromkeys(
        ("declined", "revoked", "disowned", "closed"), "InvitationNotOpen")),
    (moves.SUBMIT_REVIEW, dict.fromkeys(
        ("submitted", "accepted", "published", "disowned", "refused", "withdrawn"),
        "ReviewAlreadySubmitted")),
    (moves.ACCEPT_REVIEW, dict.fromkeys(
        ("draft", "accepted", "published", "disowned", "refused", "withdrawn"),
        "ReviewNotSubmitted")),
    (moves.PUBLISH_LATE, dict.fromkeys(
        ("draft", "accepted", "published", "disowned", "refused", "withdrawn"),
        "ReviewNotSubmitted")),
    (moves.RELEASE, RELEASED),
    (moves.CONFIRM_REVIEW, dict.fromkeys(
        ("draft", "disowned", "refused", "withdrawn"), "NothingToConfirm")),
    (moves.ASK_FOR_CONFIRMATION, dict.fromkeys(
        ("draft", "disowned", "refused", "withdrawn"), "NothingToConfirm")),
    (moves.DISOWN_REVIEW, dict.fromkeys(
        ("draft", "published", "disowned", "refused", "withdrawn"), "NothingToConfirm")),
    (moves.APPROVE_BYLINE, dict.fromkeys(
        ("draft", "accepted", "published", "disowned", "refused", "withdrawn"),
        "NothingToApprove")),
    (moves.OFFER_ACCOUNT, dict.fromkeys(
        ("draft", "disowned", "refused", "withdrawn"), "ReviewNotSubmitted")),
    (moves.PROPOSE, {
        "approved": "AlreadyApproved", "published": "AlreadyPublished",
        "withdrawn": "AssessmentIsWithdrawn",
    }),
    (moves.APPROVE, {
        "approved": "AlreadyApproved", "returned": "AlreadyReturned",
        "published": "AlreadyPublished", "withdrawn": "AssessmentIsWithdrawn",
    }),
    (moves.ANSWER_DRAFT, {
        "returned": "DraftIsChanged", "approved": "DraftIsApproved",
        "published": "DraftIsApproved", "withdrawn": "DraftIsApproved",
    }),
    (moves.RETURN, {
        "approved": "AlreadyApproved", "returned": "AlreadyReturned",
        "published": "AlreadyPublished", "withdrawn": "AssessmentIsWithdrawn",
    }),
    (moves.PUBLISH, {
        "proposed": "NotApproved", "returned": "NotApproved", "published": "AlreadyPublished",
        "withdrawn": "AssessmentIsWithdrawn",
    }),
], ids=lambda value: getattr(value, "act", ""))  # fmt: skip
def test_which_states_an_act_does_not_fit_and_what_it_says(move, expected):
    assert refusals(move) == expected


@pytest.mark.parametrize(("move", "expected"), [
    (moves.INVITE, {**RELEASED, **LAPSED}),
    (moves.VOLUNTEER, {**RELEASED, **LAPSED}),
    (moves.SUBMIT_REVIEW, {**CLOSED, **LAPSED}),
    (moves.ACCEPT_REVIEW, {**CLOSED, **LAPSED}),
    (moves.PROPOSE, {**CLOSED, **LAPSED}),
    (moves.PUBLISH, {**CLOSED, **LAPSED}),
    (moves.RESPOND, {
        **dict.fromkeys(("open", "released", "with-authors"), "NoAssessmentYet"),
        "withdrawn": "RoundClosed", **LAPSED,
    }),
    (moves.CONFIRM_REVIEW, {}),
], ids=lambda value: getattr(value, "act", ""))  # fmt: skip
def test_which_state_of_the_round_an_act_needs(move, expected):
    refused = {}
    for state in Round.State.values:
        try:
            move.check_round(state)
        except errors.ReviewError as error:
            refused[state] = type(error).__name__
    assert refused == expected
