"""A draft notes of each field with which request of which tab its text came."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('drafts', '0004_sent_forms'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='taken',
            field=models.JSONField(default=dict),
        ),
    ]
