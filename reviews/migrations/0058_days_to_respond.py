from datetime import timedelta

from django.db import migrations

DAYS = 14  # from the assessment, in every round that was posted until now


def keep_days(apps, schema_editor):
    """How long an issue waits for the authors is kept with each round from now on."""
    assessments = apps.get_model("reviews", "Assessment").objects.filter(
        published_at__isnull=False, round__respond_until=None
    )
    rounds = apps.get_model("reviews", "Round").objects
    for round_id, published_at in assessments.values_list("round_id", "published_at"):
        rounds.filter(pk=round_id).update(respond_until=published_at + timedelta(days=DAYS))


class Migration(migrations.Migration):
    dependencies = [("reviews", "0057_posted_corrections_stay")]
    operations = [migrations.RunPython(keep_days, migrations.RunPython.noop)]
