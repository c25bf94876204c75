import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ingest", "0017_organisation_lookups_while_away"),
        ("preprints", "0018_significance_rank"),
    ]

    operations = [
        migrations.CreateModel(
            "TextPictures",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("found", models.JSONField(default=dict)),
                ("left", models.JSONField(default=list)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(blank=True, db_index=True, null=True)),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="preprints.version",
                    ),
                ),
            ],
        ),
    ]
