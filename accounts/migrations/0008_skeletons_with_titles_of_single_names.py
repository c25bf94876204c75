"""A title before a single name is kept, and "cl" is a d: the skeletons are written anew."""

from django.db import migrations

from accounts.names import skeleton


def fill(apps, schema_editor):
    for profile in apps.get_model("accounts", "Profile").objects.all():
        type(profile).objects.filter(pk=profile.pk).update(skeleton=skeleton(profile.name))
    pseudonyms = apps.get_model("accounts", "Pseudonym").objects
    for pseudonym in pseudonyms.order_by("created_at", "pk"):
        seen = skeleton(pseudonym.name)
        # One that looks like an older one keeps its name and the skeleton it had.
        if seen and not pseudonyms.exclude(pk=pseudonym.pk).filter(skeleton=seen).exists():
            pseudonyms.filter(pk=pseudonym.pk).update(skeleton=seen)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_skeletons_without_additions")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
