"""Works at different points of the review process, for acts to go on from."""

from events.models import Outbox
from reviews.models import (
    Policy,
)
from tests.factories.reviews import ReviewFactory
from tests.reviews import first_beginnings as first
from tests.reviews import later_beginnings as later
from tests.reviews.process import Process, States


def processes() -> list[Process]:
    """A work at each of BEGINNINGS, and another, which nobody touches."""
    Policy.objects.update(one_editor_triages=True)
    ReviewFactory(submitted=True)
    made, own = [], []
    for number, begin in enumerate(BEGINNINGS):
        before, process = States(), Process(number)
        begin(process)
        made.append(process)
        own.append(States().keys() - before.keys())
    states = States()
    for process, keys in zip(made, own, strict=True):
        process.done = made[0].done  # what one has reached, the others need not seek
        process.others = {key: state for key, state in states.items() if key not in keys}
        process.written()
    Outbox.objects.all().delete()  # a sequence that has its mails sent sends only those of its own
    return made


BEGINNINGS = (
    first.start_nothing,
    first.start_proposal,
    first.start_proposal_to_decline,
    first.start_review,
    first.start_neglected,
    first.start_lapsed,
    later.start_lapsed_review,
    first.start_guests_review,
    first.start_review_of_a_member,
    first.start_review_of_a_namesake,
    first.start_release,
    first.start_last_answer,
    first.start_complete_round,
    first.start_revoked,
    first.start_work_of_a_stranger,
    first.start_assessment_of_a_stranger,
    first.start_assessment,
    first.start_assessment_of_a_guest,
    first.start_approval,
    first.start_reading_by_the_authors,
    first.start_held_response,
    first.start_correction,
    first.start_posted_correction,
    later.start_revision,
    later.start_decision,
    later.start_silent_second_round,
    later.start_lapsed_second_round,
    later.start_withdrawal,
    later.start_reopened,
    later.start_reopened_by_a_version,
    later.start_confirmed,
    later.start_owed_assessment,
    later.start_published_decline,
    later.start_appeal_of_decline,
    later.start_appeal_of_refusal,
)
