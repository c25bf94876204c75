from django.db import migrations, models


class Migration(migrations.Migration):
    """Events that are here keep the format they were sealed in; new ones have the next."""

    dependencies = [("events", "0010_public_salts")]
    operations = [
        migrations.AlterField(
            model_name="event",
            name="payload_format",
            field=models.PositiveSmallIntegerField(default=5, db_default=5),
        ),
    ]
