import django.db.models.deletion
from django.db import migrations, models

# `events/forgetting.py` alone changes an event: it removes who acted, in a transaction that says so.
REFUSE = """
CREATE FUNCTION verso_refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF current_setting('verso.forgetting_actor', true) = 'on' AND NEW.actor_id IS NULL
       AND to_jsonb(OLD) - 'actor_id' = to_jsonb(NEW) - 'actor_id' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% rows are append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER event_append_only ON events_event;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON events_event
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_event_change();
CREATE TRIGGER forgotten_actor_append_only BEFORE UPDATE OR DELETE ON events_forgottenactor
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_change();
"""
BEFORE = """
DROP TRIGGER forgotten_actor_append_only ON events_forgottenactor;
DROP TRIGGER event_append_only ON events_event;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON events_event
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_change();
DROP FUNCTION verso_refuse_event_change();
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0008_outbox_failed")]
    operations = [
        migrations.CreateModel(
            name="ForgottenActor",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="forgotten",
                        serialize=False,
                        to="events.event",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(REFUSE, BEFORE),
    ]
