"""What editors declare stands beside what they say of an assessment later, and of an appeal."""

from django.db import migrations, models

DECIDED = "'decision', 'decision_reason', 'decided_by_id', 'decided_at', 'round_id', 'opened_by_id'"
TRIGGER = """
DROP TRIGGER reopening_stays ON reviews_reopening;
CREATE TRIGGER reopening_stays BEFORE UPDATE OR DELETE ON reviews_reopening
  FOR EACH ROW WHEN (OLD.decision = '')
  EXECUTE FUNCTION verso_refuse_published_change({});
"""


def _list() -> models.JSONField:
    return models.JSONField(blank=True, default=list)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0092_who_only_left")]
    operations = [
        migrations.AddField("reopening", "interests", _list()),
        migrations.AddField("reopening", "decision_interests", _list()),
        migrations.AddField("confirmedassessment", "interests", _list()),
        migrations.AddField("appeal", "interests", _list()),
        migrations.RunSQL(
            TRIGGER.format(f"{DECIDED}, 'decision_interests'"), TRIGGER.format(DECIDED)
        ),
    ]
