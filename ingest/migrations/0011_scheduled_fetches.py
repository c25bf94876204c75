from django.db import migrations
from django.db.models import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("ingest", "0010_plain_labels")]

    operations = [
        migrations.RenameModel("Errand", "ScheduledFetch"),
        migrations.RenameIndex(
            "scheduledfetch", new_name="scheduled_fetch_due", old_name="errand_due"
        ),
        migrations.RenameIndex(
            "scheduledfetch", new_name="scheduled_fetch_checked", old_name="errand_looked"
        ),
        # Django has no operation that renames a constraint.
        migrations.RunSQL(
            "ALTER TABLE ingest_scheduledfetch"
            " RENAME CONSTRAINT one_errand_a_work TO one_scheduled_fetch_a_work",
            "ALTER TABLE ingest_scheduledfetch"
            " RENAME CONSTRAINT one_scheduled_fetch_a_work TO one_errand_a_work",
            state_operations=[
                migrations.RemoveConstraint("scheduledfetch", "one_errand_a_work"),
                migrations.AddConstraint(
                    "scheduledfetch",
                    UniqueConstraint(
                        fields=["source", "external_id", "version"],
                        name="one_scheduled_fetch_a_work",
                    ),
                ),
            ],
        ),
    ]
