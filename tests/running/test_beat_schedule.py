"""What the clock starts: a task that is not on its list, or has another name, is never run."""

from celery.schedules import crontab

from journal.celery import app

SCHEDULE = {
    "reopen-selected-works": (
        "reviews.tasks.reopen_selected_works",
        crontab(hour="4", minute="25"),
    ),
    "forget-what-is-old": (
        "privacy.tasks.forget_what_is_old",
        crontab(hour="4", minute="20"),
    ),
    "sweep-outbox": ("events.tasks.sweep_outbox", 30.0),
    "seal-events": ("events.tasks.seal_events", 10.0),
    "make-checkpoint": ("events.tasks.make_checkpoint", crontab(hour="2", minute="30")),
    "follow-events": ("search.tasks.follow_events", 10.0),
    "notify-followers": ("following.tasks.notify_followers", 600.0),
    "follow-issue-files": ("reading.tasks.follow_issue_files", 60.0),
    "fetch-pictures": ("ingest.tasks.fetch_pictures", 60.0),
    "refresh-issue-files": ("reading.tasks.refresh_issue_files", crontab(hour="3", minute="25")),
    "make-digests": ("mails.tasks.make_digests", 300.0),
    "forget-unused-limits": ("web.tasks.forget_unused_limits", 3600.0),
    "forget-sent-forms": ("drafts.tasks.forget_sent_forms", crontab(hour="3", minute="45")),
    "harvest": ("ingest.tasks.harvest_due", 60.0),
    "scheduled_fetches": ("ingest.tasks.run_scheduled_fetches", 60.0),
    "remind": ("reviews.tasks.remind_everybody", crontab(minute="5")),
    "lapse": ("reviews.tasks.lapse_neglected", crontab(hour="4", minute="15")),
    "release-complete-rounds": ("reviews.tasks.release_complete_rounds", 300.0),
    "give-editor-days": ("reviews.tasks.give_editor_days", 60.0),
    "post-due-rounds": ("reviews.tasks.post_due_rounds", 300.0),
    "close-unanswered-consent": (
        "reviews.tasks.close_unanswered_consent",
        crontab(hour="4", minute="5"),
    ),
    "assemble-candidates": (
        "curation.tasks.assemble_candidates",
        crontab(hour="3", minute="15"),
    ),
}
# Run when a request wakes the worker; the clock starts what does the same later.
ON_REQUEST = {"events.tasks.work_outbox"}


def known_tasks() -> set[str]:
    """The journal's own tasks, as a worker finds them when it starts."""
    app.loader.import_default_modules()
    return {name for name in app.tasks if not name.startswith("celery.")}


def test_every_periodic_task_is_scheduled_at_its_own_times():
    scheduled = {
        name: (entry["task"], entry["schedule"]) for name, entry in app.conf.beat_schedule.items()
    }
    assert scheduled == SCHEDULE


def test_every_task_is_known_to_the_worker_and_none_is_forgotten_by_the_clock():
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert known_tasks() == scheduled | ON_REQUEST
