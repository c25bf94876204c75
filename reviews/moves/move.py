"""What a move of the review process is: one act that takes one thing from a state to a state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from reviews import errors

Refusals = type[errors.ReviewError] | Mapping[str, type[errors.ReviewError]]
Thing = Literal[
    "submission",
    "proposal",
    "round",
    "invitation",
    "review",
    "assessment",
    "response",
    "correction",
    "revision",
    "reopening",
    "appeal",
]
# Of a round, in their order.
ROUND_STATES = ("open", "released", "with-authors", "assessed", "lapsed", "withdrawn")
NO_ROUND = ""  # of a review that belongs to none
NEW = ""  # before the act that makes it
SAME = "same"  # after an act that leaves the state as it was

SUBMITTER = "somebody signed in"
EDITOR = "an editor who is no author of the work"
HANDLING = "the handling editor"
SECOND = "the second editor"
INVITED = "who has the link of the invitation"
REVIEWER = "the reviewer"
MAILBOX = "who has the link mailed to the reviewer"
AUTHOR = "a confirmed author of the work"

CLOCK = "the schedule"

CORRECTED = "invitation.address_corrected"


@dataclass(frozen=True, slots=True)
class Move:
    """One act on one thing.

    act: the function of `reviews.services`. before: the states it fits; after: the state then, or
    SAME. in_round: the states that the round may be in, none where any will do. needs: what must
    hold besides, in words. events: the kinds it is recorded as, none where another move of the act
    has them. mails: handlers of `reviews.notifications` promised with it. events_where,
    mails_where: others that come with it sometimes, and when. refused: the error where the state
    does not fit, by state if it differs.
    """

    thing: Thing
    act: str
    who: str
    before: tuple[str, ...]
    after: str
    in_round: tuple[str, ...] = ()
    needs: str = ""
    events: tuple[str, ...] = ()
    events_where: Mapping[str, str] = field(default_factory=dict)
    mails: tuple[str, ...] = ()
    mails_where: Mapping[str, str] = field(default_factory=dict)
    refused: Refusals = errors.ReviewError

    def refusal(self, state: str) -> type[errors.ReviewError] | None:
        """The error that says why the act does not fit this state; None where it does."""
        if state in self.before:
            return None
        if isinstance(self.refused, Mapping):
            return self.refused[state]
        return self.refused

    def check(self, state: str) -> None:
        """Raises `refusal` of the state."""
        if (error := self.refusal(state)) is not None:
            raise error

    def check_round(self, state: str) -> None:
        """Raises why, where the round must be in another state: it is too late, or too early; or
        there is none."""
        if not self.in_round or state in self.in_round:
            return
        if state == NO_ROUND:
            raise errors.NoRound
        if state == "lapsed":
            raise errors.RoundLapsed
        if ROUND_STATES.index(state) > ROUND_STATES.index(self.in_round[0]):
            raise errors.RoundClosed
        raise errors.TOO_EARLY[self.in_round[0]]
