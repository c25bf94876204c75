from django.db import migrations

# The reasons of a declined submission that an author has published are as little rewritten as a
# review: until an appeal is upheld, by which the submission is declined no more.
REFUSE = """
CREATE FUNCTION verso_refuse_changed_reasons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.state <> 'declined'
       OR current_setting('verso.changing_published', true) = 'on'
       OR (OLD.decline_code, OLD.decline_text, OLD.decided_at, OLD.reasons_published_at)
          IS NOT DISTINCT FROM
          (NEW.decline_code, NEW.decline_text, NEW.decided_at, NEW.reasons_published_at) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'published reasons of a decline do not change'
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER published_reasons_stay BEFORE UPDATE OR DELETE ON reviews_submission
  FOR EACH ROW WHEN (OLD.reasons_published_at IS NOT NULL)
  EXECUTE FUNCTION verso_refuse_changed_reasons();
"""
ALLOW = """
DROP TRIGGER published_reasons_stay ON reviews_submission;
DROP FUNCTION verso_refuse_changed_reasons();
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0042_appeals_of_later_declines")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
