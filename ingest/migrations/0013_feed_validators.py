from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ingest", "0012_allowed_once")]

    operations = [migrations.RenameField("source", "feed_marks", "feed_validators")]
