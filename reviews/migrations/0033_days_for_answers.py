"""Who was asked before and has not answered is hoped to answer within ten days of the invitation."""

from datetime import timedelta

from django.db import migrations
from django.db.models import F


def set_days(apps, schema_editor):
    pending = apps.get_model("reviews", "Invitation").objects.filter(
        state="pending", answer_by=None
    )
    pending.update(answer_by=F("invited_at") + timedelta(days=10))


class Migration(migrations.Migration):
    dependencies = [("reviews", "0032_reminders")]
    operations = [migrations.RunPython(set_days, migrations.RunPython.noop)]
