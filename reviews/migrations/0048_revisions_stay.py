from django.db import migrations

# As of 0038: what a revision and a confirmation say is published with them. The arguments name what
# editors decide on a revision later.
REFUSE = """
CREATE TRIGGER revision_stays BEFORE UPDATE OR DELETE ON reviews_revision
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_published_change(
    'decision', 'reason', 'decided_by_id', 'decided_at');
CREATE TRIGGER revision_answer_stays BEFORE UPDATE OR DELETE ON reviews_revisionanswer
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_published_change();
CREATE TRIGGER confirmed_assessment_stays BEFORE UPDATE OR DELETE ON reviews_confirmedassessment
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_published_change();
"""
ALLOW = """
DROP TRIGGER confirmed_assessment_stays ON reviews_confirmedassessment;
DROP TRIGGER revision_answer_stays ON reviews_revisionanswer;
DROP TRIGGER revision_stays ON reviews_revision;
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0047_confirmed_once_an_assessment")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
