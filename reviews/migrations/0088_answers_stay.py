from django.db import migrations

# What reviewers answered to a draft, and how the consent of a work changed.
TABLES = ("reviews_draftanswer", "reviews_consentchange")
FORBID = "".join(
    f"CREATE TRIGGER {table}_not_deleted BEFORE DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION verso_refuse_change();"
    f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION verso_refuse_change();"
    for table in TABLES
)
ALLOW = "".join(
    f"DROP TRIGGER {table}_not_emptied ON {table};"
    f"DROP TRIGGER {table}_not_deleted ON {table};"
    for table in TABLES
)


class Migration(migrations.Migration):
    """The numbers that are public with an assessment rest on the former, the log on the latter."""

    dependencies = [
        ("reviews", "0087_withdrawn_or_retracted_by_itself"),
        ("events", "0006_checkpoints"),
    ]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
