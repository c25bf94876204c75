from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("drafts", "0007_saved_at_of_sent_forms"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
