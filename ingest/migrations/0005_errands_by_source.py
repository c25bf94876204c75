from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ingest", "0004_source_feeds")]
    operations = [
        migrations.RemoveIndex("errand", "errand_due"),
        migrations.AddIndex(
            "errand",
            models.Index(
                fields=["source", "due_at"], name="errand_due", condition=models.Q(failed_at=None)
            ),
        ),
    ]
