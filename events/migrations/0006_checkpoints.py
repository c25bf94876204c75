from django.db import migrations, models

FORBID = """
CREATE TRIGGER checkpoint_append_only BEFORE UPDATE OR DELETE ON events_checkpoint
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_change();
CREATE TRIGGER checkpoint_not_emptied BEFORE TRUNCATE ON events_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION verso_refuse_change();
CREATE TRIGGER event_not_emptied BEFORE TRUNCATE ON events_event
  FOR EACH STATEMENT EXECUTE FUNCTION verso_refuse_change();
CREATE TRIGGER seal_not_emptied BEFORE TRUNCATE ON events_seal
  FOR EACH STATEMENT EXECUTE FUNCTION verso_refuse_change();
"""
ALLOW = """
DROP TRIGGER seal_not_emptied ON events_seal;
DROP TRIGGER event_not_emptied ON events_event;
DROP TRIGGER checkpoint_not_emptied ON events_checkpoint;
DROP TRIGGER checkpoint_append_only ON events_checkpoint;
"""


class Migration(migrations.Migration):
    """Events that are here keep the format they were sealed in; new ones have the third."""

    dependencies = [("events", "0005_payload_format")]
    operations = [
        migrations.AlterField(
            model_name="event",
            name="payload_format",
            field=models.PositiveSmallIntegerField(default=3, db_default=3),
        ),
        migrations.AddField(
            model_name="seal",
            name="actor_hash",
            field=models.CharField(max_length=64, blank=True, default="", db_default=""),
        ),
        migrations.AddField(
            model_name="seal",
            name="private_hash",
            field=models.CharField(max_length=64, blank=True, default="", db_default=""),
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("links", models.BigIntegerField(primary_key=True, serialize=False)),
                ("journal", models.CharField(max_length=500)),
                ("head", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("public_key", models.CharField(max_length=44)),
                ("signature", models.CharField(max_length=88)),
            ],
            options={"ordering": ["-links"]},
        ),
        migrations.RunSQL(FORBID, ALLOW),
    ]
