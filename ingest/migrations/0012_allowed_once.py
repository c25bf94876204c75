from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ingest", "0011_scheduled_fetches")]

    operations = [
        migrations.RenameField("source", "is_waved_through", "is_allowed_once"),
        migrations.RenameField("source", "looks_waved_until", "fetches_allowed_until"),
    ]
