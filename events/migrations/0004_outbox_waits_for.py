from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0003_unsealed")]
    operations = [
        migrations.AddField(
            model_name="outbox",
            name="waits_for",
            field=models.CharField(blank=True, db_default="", default="", max_length=150),
        ),
    ]
