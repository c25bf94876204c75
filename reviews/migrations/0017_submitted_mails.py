"""Mails about a submitted review that were promised under the template's earlier name."""

from django.db import migrations

EARLIER, LATER = "review_handed_in", "review_submitted"


def rename(apps, earlier, later):
    Outbox = apps.get_model("events", "Outbox")
    rows = Outbox.objects.filter(task="reviews.send_mail", arguments__template=earlier)
    for row in rows.filter(done_at=None):
        row.arguments["template"] = later
        row.save(update_fields=["arguments"])


def forwards(apps, schema_editor):
    rename(apps, EARLIER, LATER)


def backwards(apps, schema_editor):
    rename(apps, LATER, EARLIER)


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0016_submitted_reviews"),
        ("events", "0005_payload_format"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
