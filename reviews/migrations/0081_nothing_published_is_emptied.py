from django.db import migrations

TABLES = (
    "reviews_review",
    "reviews_assessment",
    "reviews_response",
    "reviews_revision",
    "reviews_revisionanswer",
    "reviews_correction",
    "reviews_appeal",
    "reviews_reopening",
    "reviews_confirmedassessment",
    "reviews_sealedoriginal",
    "reviews_threadentry",
)
FORBID = "".join(
    f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION verso_refuse_change();"
    for table in TABLES
)
ALLOW = "".join(f"DROP TRIGGER {table}_not_emptied ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    """What cannot be deleted row by row cannot be emptied at a stroke either."""

    dependencies = [("reviews", "0080_reopen_for_withdrawn_assessments"), ("events", "0006_checkpoints")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
