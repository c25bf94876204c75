from django.db import migrations


def release(apps, schema_editor):
    """Where an assessment was begun, the reviews it sums up were public: nothing is held back."""
    rounds = apps.get_model("reviews", "Round").objects.filter(state="open", kind="full")
    for opened in rounds.filter(assessment__isnull=False).select_related("assessment"):
        opened.state, opened.released_at = "released", opened.assessment.proposed_at
        opened.save(update_fields=["state", "released_at"])


def take_back(apps, schema_editor):
    rounds = apps.get_model("reviews", "Round").objects.filter(state="released")
    rounds.update(state="open", released_at=None)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0035_held_reviews")]

    operations = [migrations.RunPython(release, take_back)]
