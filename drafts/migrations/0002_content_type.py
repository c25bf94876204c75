"""The row that names the model for permissions and the admin's log moves with it."""

from django.db import migrations


def rename(apps, earlier, later):
    """Where both rows are there, the new one was made by a `migrate` that stopped before this."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    if not ContentType.objects.filter(app_label=later, model="draft").exists():
        ContentType.objects.filter(app_label=earlier, model="draft").update(app_label=later)


def forwards(apps, schema_editor):
    rename(apps, "reviews", "drafts")


def backwards(apps, schema_editor):
    rename(apps, "drafts", "reviews")


class Migration(migrations.Migration):
    dependencies = [
        ("drafts", "0001_move_from_reviews"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
