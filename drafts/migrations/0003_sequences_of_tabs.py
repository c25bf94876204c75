"""The last request of each tab is remembered, in place of the last one of any tab.

No numbers are taken over: of pages loaded before this, texts alone are compared.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drafts", "0002_content_type")]

    operations = [
        migrations.AddField("draft", "sequences", models.JSONField(default=dict)),
        migrations.RemoveField("draft", "tab"),
        migrations.RemoveField("draft", "sequence"),
    ]
