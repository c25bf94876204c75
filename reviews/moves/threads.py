"""The moves by which somebody writes in the private thread of a round."""

from dataclasses import replace

from reviews import thread_errors
from reviews.moves.move import SAME, Move

WRITE_AS_REVIEWER = Move(
    "round",
    "write_as_reviewer",
    "a reviewer whose review is accepted",
    before=("released", "with-authors"),
    after=SAME,
    needs="a text; no more entries than one person may write in a day",
    events=("thread.written",),
    mails=("reviews.notify_of_thread_entry",),
    refused={
        "open": thread_errors.ThreadNotOpen,
        "assessed": thread_errors.ThreadClosed,
        "lapsed": thread_errors.ThreadClosed,
        "withdrawn": thread_errors.ThreadClosed,
    },
)
WRITE_AS_EDITOR = replace(
    WRITE_AS_REVIEWER, act="write_as_editor", who="one of the two editors of the work"
)
