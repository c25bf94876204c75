"""The Celery application: the worker runs `celery -A journal worker`, the clock `... beat`."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journal.settings")

app = Celery("verso")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep-outbox": {"task": "events.tasks.sweep_outbox", "schedule": 30.0},
    "seal-events": {"task": "events.tasks.seal_events", "schedule": 10.0},
    "follow-events": {"task": "search.tasks.follow_events", "schedule": 10.0},
    "forget-unused-limits": {"task": "web.tasks.forget_unused_limits", "schedule": 3600.0},
    # Each run is a slice of less than a minute; a long harvest goes on with the next.
    "harvest": {"task": "ingest.tasks.harvest_due", "schedule": 60.0},
    "errands": {"task": "ingest.tasks.run_errands", "schedule": 60.0},
    "assemble-candidates": {
        "task": "curation.tasks.assemble_candidates",
        "schedule": crontab(hour="3", minute="15"),
    },
}
