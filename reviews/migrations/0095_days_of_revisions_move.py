from django.db import migrations

# As of 0048; until when the editors decide is no part of what a revision says, and moves when its
# work was away.
MOVES = """
DROP TRIGGER revision_stays ON reviews_revision;
CREATE TRIGGER revision_stays BEFORE UPDATE OR DELETE ON reviews_revision
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_published_change(
    'decision', 'reason', 'decided_by_id', 'decided_at', 'decision_due_at');
"""
STAYS = MOVES.replace(", 'decision_due_at'", "")


class Migration(migrations.Migration):
    dependencies = [("reviews", "0094_submissions_wait_for_left_works")]
    operations = [migrations.RunSQL(MOVES, STAYS)]
