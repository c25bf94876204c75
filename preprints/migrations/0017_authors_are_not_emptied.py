from django.db import migrations

FORBID = """
CREATE TRIGGER preprints_author_not_emptied BEFORE TRUNCATE ON preprints_author
  FOR EACH STATEMENT EXECUTE FUNCTION verso_refuse_change();
"""
ALLOW = "DROP TRIGGER preprints_author_not_emptied ON preprints_author;"


class Migration(migrations.Migration):
    """Who wrote a version, and which account of them is confirmed, stands in no other row."""

    dependencies = [
        ("preprints", "0016_nothing_published_is_emptied"),
        ("events", "0006_checkpoints"),
    ]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
