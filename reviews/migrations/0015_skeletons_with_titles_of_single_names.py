"""A title before a single name is kept, and "cl" is a d: the skeletons are written anew."""

from django.db import migrations

from accounts.names import skeleton


def fill(apps, schema_editor):
    reviews = apps.get_model("reviews", "Review").objects
    for pk, name in reviews.exclude(byline_name="").values_list("pk", "byline_name"):
        reviews.filter(pk=pk).update(byline_skeleton=skeleton(name))


class Migration(migrations.Migration):
    dependencies = [("reviews", "0014_skeletons_without_additions")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
