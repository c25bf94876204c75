from django.db import migrations

TABLES = (
    "curation_issue",
    "curation_entry",
)
FORBID = "".join(
    f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION verso_refuse_change();"
    for table in TABLES
)
ALLOW = "".join(f"DROP TRIGGER {table}_not_emptied ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    """What cannot be deleted row by row cannot be emptied at a stroke either."""

    dependencies = [("curation", "0007_selected_once"), ("events", "0006_checkpoints")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
