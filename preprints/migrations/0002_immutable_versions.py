from django.db import migrations

FORBID = """
CREATE TRIGGER version_immutable BEFORE UPDATE OR DELETE ON preprints_version
  FOR EACH ROW EXECUTE FUNCTION verso_refuse_change();
"""
ALLOW = "DROP TRIGGER version_immutable ON preprints_version;"


class Migration(migrations.Migration):
    dependencies = [("preprints", "0001_initial"), ("events", "0002_append_only")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
