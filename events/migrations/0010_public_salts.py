import django.db.models.deletion
from django.db import migrations, models

# Without its salt nobody can verify a hash, and with another one it would be of another text: a
# salt is removed, never changed.
REFUSE = """
CREATE TRIGGER public_salt_stays BEFORE UPDATE ON events_publicsalt
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_change();
"""
ALLOW = "DROP TRIGGER public_salt_stays ON events_publicsalt;"


class Migration(migrations.Migration):
    """Events that are here keep the format they were sealed in; new ones have the next."""

    dependencies = [("events", "0009_forgotten_actors")]
    operations = [
        migrations.AlterField(
            model_name="event",
            name="payload_format",
            field=models.PositiveSmallIntegerField(default=4, db_default=4),
        ),
        migrations.CreateModel(
            name="PublicSalt",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="public_salt",
                        serialize=False,
                        to="events.event",
                    ),
                ),
                ("value", models.CharField(max_length=64)),
            ],
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
