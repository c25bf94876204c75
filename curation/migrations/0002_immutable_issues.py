from django.db import migrations

FORBID = """
CREATE FUNCTION verso_refuse_issue_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'published' THEN
    RAISE EXCEPTION 'a published issue does not change' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION verso_refuse_entry_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN touched := NEW.issue_id; ELSE touched := OLD.issue_id; END IF;
  IF EXISTS (SELECT 1 FROM curation_issue WHERE id = touched AND state = 'published')
     OR (TG_OP = 'UPDATE' AND EXISTS (
       SELECT 1 FROM curation_issue WHERE id = NEW.issue_id AND state = 'published')) THEN
    RAISE EXCEPTION 'a published issue does not change' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER issue_immutable BEFORE UPDATE OR DELETE ON curation_issue
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_issue_change();
CREATE TRIGGER entry_immutable BEFORE INSERT OR UPDATE OR DELETE ON curation_entry
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_entry_change();
"""
ALLOW = """
DROP TRIGGER entry_immutable ON curation_entry;
DROP TRIGGER issue_immutable ON curation_issue;
DROP FUNCTION verso_refuse_entry_change();
DROP FUNCTION verso_refuse_issue_change();
"""


class Migration(migrations.Migration):
    dependencies = [("curation", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
