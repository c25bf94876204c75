from django.db import migrations

# Without its salt the hash of a published text says nothing any more: the text could be rewritten
# and only the missing salt would be noticed. A redaction removes it, and says so in its transaction.
REFUSE = """
CREATE FUNCTION verso_refuse_lost_salt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('verso.forgetting_salts', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% rows are append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER public_salt_not_deleted BEFORE DELETE ON events_publicsalt
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_lost_salt();
CREATE TRIGGER public_salt_not_emptied BEFORE TRUNCATE ON events_publicsalt
  FOR EACH STATEMENT EXECUTE FUNCTION verso_refuse_change();
"""
ALLOW = """
DROP TRIGGER public_salt_not_emptied ON events_publicsalt;
DROP TRIGGER public_salt_not_deleted ON events_publicsalt;
DROP FUNCTION verso_refuse_lost_salt();
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0011_hashes_of_more")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
