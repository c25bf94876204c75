"""What editors declare who declined a submission is published with the reasons, and stays."""

from importlib import import_module

from django.db import migrations, models

reasons = import_module("reviews.migrations.0077_reasons_to_decline")
PUBLISHED = (*reasons.PUBLISHED, "decline_words")


class Migration(migrations.Migration):
    dependencies = [("reviews", "0081_nothing_published_is_emptied")]
    operations = [
        migrations.AddField(
            "submission", "decline_interests", models.JSONField(blank=True, default=list)
        ),
        migrations.RunSQL(
            reasons.reasons_stay(*PUBLISHED, "decline_interests"),
            reasons.reasons_stay(*PUBLISHED),
        ),
    ]
