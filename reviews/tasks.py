"""What the schedule does in the review process; each may run twice, or in two workers at once."""

from celery import shared_task
from django.utils import timezone

from reviews.policies import reading_policy_once
from reviews.services import (
    consent,
    editor_days,
    lapsing,
    pausing,
    posting,
    releasing,
    reminding,
    reopened_assessments,
    round_lapses,
)


@shared_task
@reading_policy_once()
def close_unanswered_consent() -> int:
    """Runs every day; returns of how many submissions the authors have not answered."""
    return consent.close_unanswered(now=timezone.now())


@shared_task
@reading_policy_once()
def give_editor_days() -> int:
    """Runs every minute: what an editor's desk shows has a day from then on."""
    return editor_days.give_editor_days(now=timezone.now())


@shared_task
@reading_policy_once()
def remind_everybody() -> int:
    """Runs every hour: it is morning somewhere."""
    pausing.follow_sources(now=timezone.now())
    return reminding.remind_everybody(now=timezone.now())


@shared_task
@reading_policy_once()
def reopen_selected_works() -> int:
    """Runs every day: what nothing else has noticed, as what a merge of two works brought."""
    return reopened_assessments.reopen_selected_works(now=timezone.now())


@shared_task
@reading_policy_once()
def lapse_neglected() -> int:
    """Runs every day; returns how many works and later rounds were warned of, or lapsed."""
    now = timezone.now()
    pausing.follow_sources(now=now)
    return round_lapses.lapse_neglected_rounds(now=now) + lapsing.lapse_neglected(now=now)


@shared_task
@reading_policy_once()
def release_complete_rounds() -> int:
    """Runs every few minutes: the last one waited for may decline, or be let go."""
    return releasing.release_complete_rounds(now=timezone.now())


@shared_task
@reading_policy_once()
def post_due_rounds() -> int:
    """Runs every few minutes: whose authors' time is over."""
    return posting.post_due_rounds(now=timezone.now())
