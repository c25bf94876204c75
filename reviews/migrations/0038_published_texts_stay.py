from django.db import migrations

# What is published is neither deleted nor rewritten. `reviews/services/published_changes.py` alone
# changes it, in a transaction that says so (`verso.changing_published`). Of a review the arguments
# name what is no part of what readers see: whose account it is, and how that is known.
REFUSE = """
CREATE FUNCTION verso_refuse_published_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := coalesce(TG_ARGV, '{}');
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF current_setting('verso.changing_published', true) = 'on'
       OR to_jsonb(OLD) - free = to_jsonb(NEW) - free THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'published rows of % do not change', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER review_stays BEFORE UPDATE OR DELETE ON reviews_review
  FOR EACH ROW WHEN (OLD.status IN ('published', 'withdrawn'))
  EXECUTE FUNCTION verso_refuse_published_change(
    'reviewer_id', 'invitation_id', 'confirmed_at', 'confirmed_by', 'byline_skeleton');
CREATE TRIGGER assessment_stays BEFORE UPDATE OR DELETE ON reviews_assessment
  FOR EACH ROW WHEN (OLD.state IN ('published', 'withdrawn'))
  EXECUTE FUNCTION verso_refuse_published_change();
CREATE TRIGGER response_stays BEFORE UPDATE OR DELETE ON reviews_response
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_published_change();
"""
ALLOW = """
DROP TRIGGER response_stays ON reviews_response;
DROP TRIGGER assessment_stays ON reviews_assessment;
DROP TRIGGER review_stays ON reviews_review;
DROP FUNCTION verso_refuse_published_change();
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0037_withdrawn_and_refused_texts")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
