"""The journal's policy, with the days that two settings of earlier versions had."""

import os

from django.db import migrations

SETTINGS = {
    "triage_days": "JOURNAL_TRIAGE_DUE_DAYS",
    "review_days": "JOURNAL_REVIEW_DUE_DAYS",
}


def write_policy(apps, schema_editor):
    set_before = {
        field: int(os.environ[name]) for field, name in SETTINGS.items() if os.environ.get(name)
    }
    apps.get_model("reviews", "Policy").objects.create(pk=1, **set_before)


def delete_policy(apps, schema_editor):
    apps.get_model("reviews", "Policy").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("reviews", "0026_policy")]
    operations = [migrations.RunPython(write_policy, delete_policy)]
