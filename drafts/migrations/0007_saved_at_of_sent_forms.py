"""Rows of sent forms are removed some time after their draft was saved last. Of those that are there
already that is not known: their time begins now."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("drafts", "0006_sent_with"),
    ]

    operations = [
        migrations.AddField(
            model_name="sentform",
            name="saved_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
