"""Of a form that was sent, the request that sent it is kept, apart from what a tab saved."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("drafts", "0005_texts_of_tabs"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="posted",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="sentform",
            name="sent_with",
            field=models.JSONField(default=dict),
        ),
    ]
