from django.db import migrations

# As the checklist says ("It has not been in an issue before"), and `publish_issue` asks under the
# lock of each work. An issue that would break it is not published.
REFUSE = """
CREATE FUNCTION verso_refuse_second_selection() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  twice bigint;
BEGIN
  SELECT min(here.preprint_id) INTO twice
    FROM curation_entry AS here
    JOIN curation_entry AS there ON there.preprint_id = here.preprint_id
    JOIN curation_issue AS earlier ON earlier.id = there.issue_id
   WHERE here.issue_id = NEW.id AND there.issue_id <> NEW.id AND earlier.state = 'published';
  IF twice IS NOT NULL THEN
    RAISE EXCEPTION 'V% is in a published issue, and a work is selected once', twice
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER issue_selects_once BEFORE UPDATE ON curation_issue
  FOR EACH ROW WHEN (NEW.state = 'published')
  EXECUTE FUNCTION verso_refuse_second_selection();
"""
ALLOW = """
DROP TRIGGER issue_selects_once ON curation_issue;
DROP FUNCTION verso_refuse_second_selection();
"""


class Migration(migrations.Migration):
    dependencies = [("curation", "0006_notify_tasks")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
