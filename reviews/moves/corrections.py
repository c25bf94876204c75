"""Moves of the factual corrections that authors ask for."""

from dataclasses import replace

from reviews import correction_errors
from reviews.moves.move import AUTHOR, HANDLING, NEW, Move

ASK_FOR_CORRECTION = Move(
    "correction",
    "ask_for_correction",
    AUTHOR,
    before=(NEW,),
    after="waiting",
    in_round=("with-authors",),
    needs="the authors' time is not over; what is wrong, and what would be right",
    events=("correction.asked",),
    mails=("reviews.notify_of_correction",),
)
ACCEPT_CORRECTION = Move(
    "correction",
    "accept_correction",
    HANDLING,
    before=("waiting",),
    after="accepted",
    in_round=("with-authors",),
    needs="a note for readers",
    events=("correction.accepted",),
    mails=("reviews.notify_of_decided_correction",),
    refused=correction_errors.CorrectionIsDecided,
)
REFUSE_CORRECTION = replace(
    ACCEPT_CORRECTION,
    act="refuse_correction",
    after="refused",
    needs="a reason for readers",
    events=("correction.refused",),
)
