from django.db import migrations

# Without its salt a link says nothing any more of who acted, and nothing can put the salt back. It
# is removed with the actor alone (`events.forgetting.forget_actor`).
REFUSE = """
CREATE FUNCTION verso_refuse_lost_actor_salt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('verso.forgetting_actor', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% rows are append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER salt_stays BEFORE UPDATE OR DELETE ON events_salt
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_lost_actor_salt();
CREATE TRIGGER salt_not_emptied BEFORE TRUNCATE ON events_salt
  FOR EACH STATEMENT EXECUTE FUNCTION verso_refuse_change();
CREATE TRIGGER forgotten_actor_not_emptied BEFORE TRUNCATE ON events_forgottenactor
  FOR EACH STATEMENT EXECUTE FUNCTION verso_refuse_change();
"""
ALLOW = """
DROP TRIGGER forgotten_actor_not_emptied ON events_forgottenactor;
DROP TRIGGER salt_not_emptied ON events_salt;
DROP TRIGGER salt_stays ON events_salt;
DROP FUNCTION verso_refuse_lost_actor_salt();
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0012_salts_stay")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
