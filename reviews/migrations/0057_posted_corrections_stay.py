from django.db import migrations

# As `0038_published_texts_stay` does for what the corrections are about.
REFUSE = """
CREATE TRIGGER correction_stays BEFORE UPDATE OR DELETE ON reviews_correction
  FOR EACH ROW WHEN (OLD.posted_at IS NOT NULL)
  EXECUTE FUNCTION verso_refuse_published_change('author_id', 'decided_by_id');
"""
ALLOW = "DROP TRIGGER correction_stays ON reviews_correction;"


class Migration(migrations.Migration):
    dependencies = [("reviews", "0056_corrections")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
