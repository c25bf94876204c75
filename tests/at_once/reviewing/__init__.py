"""What is done in the review process: each module holds the acts of a part of it."""

from tests.at_once.reviewing import (
    appeals,
    assessments,
    clocks,
    editing,
    guests,
    inviting,
    revisions,
    submitting,
    withdrawals,
    writing,
)

ACTS = [
    *clocks.FIRST,
    *submitting.ACTS,
    *inviting.ACTS,
    *guests.ACTS,
    *writing.ACTS,
    *assessments.ACTS,
    *revisions.ACTS,
    *appeals.ACTS,
    *withdrawals.ACTS,
    *editing.ACTS,
    *clocks.ACTS,
]
