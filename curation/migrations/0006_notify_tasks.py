"""After-effects that were promised under the earlier names of their tasks."""

from django.db import migrations

# What each notifies of; the other tasks of this app were called `notify_…` from the start.
NAMES = [
    "authors_of_selection",
    "editors_of_candidates",
]


def rename(apps, earlier, later):
    Outbox = apps.get_model("events", "Outbox")
    for name in NAMES:
        rows = Outbox.objects.filter(task=earlier + name, done_at=None)
        rows.update(task=later + name)


def forwards(apps, schema_editor):
    rename(apps, "curation.tell_", "curation.notify_")


def backwards(apps, schema_editor):
    rename(apps, "curation.notify_", "curation.tell_")


class Migration(migrations.Migration):
    dependencies = [("curation", "0005_who_wrote_the_editorial"), ("events", "0005_payload_format")]

    operations = [migrations.RunPython(forwards, backwards)]
