from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="UsedLimit",
            fields=[
                ("key", models.CharField(max_length=150, primary_key=True, serialize=False)),
                ("used_until", models.DateTimeField(db_index=True)),
            ],
        ),
        # Nothing is lost with it: after a crash everybody begins with a whole limit.
        migrations.RunSQL(
            "ALTER TABLE web_usedlimit SET UNLOGGED", "ALTER TABLE web_usedlimit SET LOGGED"
        ),
    ]
