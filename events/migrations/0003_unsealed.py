import django.db.models.deletion
from django.db import migrations, models

QUEUE = """
CREATE FUNCTION verso_queue_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO events_unsealed (event_id) SELECT id FROM new_events;
  RETURN NULL;
END $$;
CREATE TRIGGER event_unsealed AFTER INSERT ON events_event REFERENCING NEW TABLE AS new_events
  FOR EACH STATEMENT EXECUTE FUNCTION verso_queue_events();
INSERT INTO events_unsealed (event_id)
  SELECT id FROM events_event AS event
   WHERE NOT EXISTS (SELECT FROM events_seal AS seal WHERE seal.event_id = event.id);
"""
FORGET = """
DROP TRIGGER event_unsealed ON events_event;
DROP FUNCTION verso_queue_events();
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="events.event",
                    ),
                ),
            ],
            options={"verbose_name_plural": "unsealed events"},
        ),
        migrations.RunSQL(QUEUE, FORGET),
    ]
