from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("preprints", "0017_authors_are_not_emptied")]

    operations = [
        migrations.AddField(
            "preprint",
            "significance_rank",
            models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddIndex(
            "preprint",
            models.Index(
                fields=["-significance_rank", "-status_at", "-id"], name="most_significant_first"
            ),
        ),
    ]
