"""Marks and signs tell names apart less often: the skeletons of bylines are written anew."""

from django.db import migrations

from accounts.names import skeleton


def fill(apps, schema_editor):
    reviews = apps.get_model("reviews", "Review").objects
    for pk, name in reviews.exclude(byline_name="").values_list("pk", "byline_name"):
        reviews.filter(pk=pk).update(byline_skeleton=skeleton(name))


class Migration(migrations.Migration):
    dependencies = [("reviews", "0012_skeletons_of_more_letters")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
