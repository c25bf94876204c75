from django.db import migrations

FORBID = """
CREATE FUNCTION verso_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% rows are append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON events_event
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_change();
CREATE TRIGGER seal_append_only BEFORE UPDATE OR DELETE ON events_seal
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_change();
"""
ALLOW = """
DROP TRIGGER seal_append_only ON events_seal;
DROP TRIGGER event_append_only ON events_event;
DROP FUNCTION verso_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
