"""The Celery application: the worker runs `celery -A journal worker`, the clock `... beat`."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init

from events.fetch_slots import start_worker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journal.settings")

SCHEDULE = {
    "sweep-outbox": {"task": "events.tasks.sweep_outbox", "schedule": 30.0},
    "seal-events": {"task": "events.tasks.seal_events", "schedule": 10.0},
    "make-checkpoint": {
        "task": "events.tasks.make_checkpoint",
        "schedule": crontab(hour="2", minute="30"),
    },
    "follow-events": {"task": "search.tasks.follow_events", "schedule": 10.0},
    # Before the digests, which take what is found (`following.rules.BEFORE_THE_DIGEST`).
    "notify-followers": {"task": "following.tasks.notify_followers", "schedule": 600.0},
    "follow-issue-files": {"task": "reading.tasks.follow_issue_files", "schedule": 60.0},
    "refresh-issue-files": {
        "task": "reading.tasks.refresh_issue_files",
        "schedule": crontab(hour="3", minute="25"),
    },
    "make-digests": {"task": "mails.tasks.make_digests", "schedule": 300.0},
    "forget-unused-limits": {"task": "web.tasks.forget_unused_limits", "schedule": 3600.0},
    "forget-sent-forms": {
        "task": "drafts.tasks.forget_sent_forms",
        "schedule": crontab(hour="3", minute="45"),
    },
    # Each run is a slice of less than a minute; a long harvest goes on with the next. How often a
    # source is harvested is said by its row (`ingest.models.Source.every_minutes`).
    "harvest": {"task": "ingest.tasks.harvest_due", "schedule": 60.0},
    "scheduled_fetches": {"task": "ingest.tasks.run_scheduled_fetches", "schedule": 60.0},
    "fetch-pictures": {"task": "ingest.tasks.fetch_pictures", "schedule": 60.0},
    # It is morning somewhere: reminders come in the reader's morning.
    "remind": {"task": "reviews.tasks.remind_everybody", "schedule": crontab(minute="5")},
    "give-editor-days": {"task": "reviews.tasks.give_editor_days", "schedule": 60.0},
    "lapse": {
        "task": "reviews.tasks.lapse_neglected",
        "schedule": crontab(hour="4", minute="15"),
    },
    "reopen-selected-works": {
        "task": "reviews.tasks.reopen_selected_works",
        "schedule": crontab(hour="4", minute="25"),
    },
    "release-complete-rounds": {
        "task": "reviews.tasks.release_complete_rounds",
        "schedule": 300.0,
    },
    "post-due-rounds": {"task": "reviews.tasks.post_due_rounds", "schedule": 300.0},
    "assemble-candidates": {
        "task": "curation.tasks.assemble_candidates",
        "schedule": crontab(hour="3", minute="15"),
    },
    "close-unanswered-consent": {
        "task": "reviews.tasks.close_unanswered_consent",
        "schedule": crontab(hour="4", minute="5"),
    },
    "forget-what-is-old": {
        "task": "privacy.tasks.forget_what_is_old",
        "schedule": crontab(hour="4", minute="20"),
    },
}

app = Celery("verso")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = SCHEDULE


@worker_init.connect
def count_processes(sender: Any, **_signal: Any) -> None:
    """So that one of them is left for mail."""
    start_worker(sender.concurrency if isinstance(sender.concurrency, int) else 1)
