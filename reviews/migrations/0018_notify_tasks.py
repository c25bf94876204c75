"""After-effects that were promised under the earlier names of their tasks."""

from django.db import migrations

# What each notifies of; the other tasks of this app were called `notify_…` from the start.
NAMES = [
    "editors_of_submission",
    "submitter_of_decision",
    "editor_of_volunteer",
    "editor_of_review",
    "of_published_review",
    "editor_of_approval",
    "of_published_assessment",
    "of_response",
]


def rename(apps, earlier, later):
    Outbox = apps.get_model("events", "Outbox")
    for name in NAMES:
        rows = Outbox.objects.filter(task=earlier + name, done_at=None)
        rows.update(task=later + name)


def forwards(apps, schema_editor):
    rename(apps, "reviews.tell_", "reviews.notify_")


def backwards(apps, schema_editor):
    rename(apps, "reviews.notify_", "reviews.tell_")


class Migration(migrations.Migration):
    dependencies = [("reviews", "0017_submitted_mails"), ("events", "0005_payload_format")]

    operations = [migrations.RunPython(forwards, backwards)]
