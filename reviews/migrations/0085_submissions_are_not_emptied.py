from django.db import migrations

FORBID = """
CREATE TRIGGER reviews_submission_not_emptied BEFORE TRUNCATE ON reviews_submission
  FOR EACH STATEMENT EXECUTE FUNCTION verso_refuse_change();
"""
ALLOW = "DROP TRIGGER reviews_submission_not_emptied ON reviews_submission;"


class Migration(migrations.Migration):
    """The published reasons of a decline stand in them."""

    dependencies = [
        ("reviews", "0084_invitation_ended_without_an_answer"),
        ("events", "0006_checkpoints"),
    ]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
