import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Events that are here keep the format they were sealed in; new ones have the next."""

    dependencies = [("events", "0004_outbox_waits_for")]
    operations = [
        migrations.AddField(
            model_name="event",
            name="payload_format",
            field=models.PositiveSmallIntegerField(default=1, db_default=1),
        ),
        migrations.AlterField(
            model_name="event",
            name="payload_format",
            field=models.PositiveSmallIntegerField(default=2, db_default=2),
        ),
        migrations.CreateModel(
            name="Salt",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="salt",
                        serialize=False,
                        to="events.event",
                    ),
                ),
                ("value", models.CharField(max_length=64)),
            ],
        ),
    ]
