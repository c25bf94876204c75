from django.db import migrations, models
from django.db.models import Q

UNDECIDED = Q(decision="", reason="", ended_because="", decided_by=None, decided_at=None)
DECIDED = (
    ~Q(decision="")
    & (~Q(reason="") | ~Q(ended_because=""))
    & Q(decided_by__isnull=False)
    & Q(decided_at__isnull=False)
)

# How the wait for a decision ended is written once, with the decision.
TRIGGER = """
DROP TRIGGER revision_stays ON reviews_revision;
CREATE TRIGGER revision_stays BEFORE UPDATE OR DELETE ON reviews_revision
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_published_change(%s);
"""
FREE = "'decision', 'decision_due_at', 'reason', 'decided_by_id', 'decided_at'"


class Migration(migrations.Migration):
    dependencies = [("reviews", "0102_days_away_of_consent")]

    operations = [
        migrations.RemoveConstraint("revision", "decided_revision_has_reason"),
        migrations.AddField(
            "revision",
            "ended_because",
            models.CharField(
                blank=True,
                choices=[("withdrawn", "Withdrawn"), ("retracted", "Retracted")],
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            "revision",
            models.CheckConstraint(
                condition=UNDECIDED | DECIDED, name="decided_revision_has_reason"
            ),
        ),
        migrations.RunSQL(TRIGGER % f"{FREE}, 'ended_because'", TRIGGER % FREE),
    ]
