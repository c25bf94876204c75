"""Drafts belong to the app `drafts`, whose migration 0001 takes over the table renamed here.

As where a model is renamed, indexes, foreign key and sequence keep the names they have.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reviews", "0018_notify_tasks")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("draft", "drafts_draft")],
            state_operations=[migrations.DeleteModel("Draft")],
        ),
    ]
