"""Names of signed reviews get a skeleton, by which others that look alike are found and refused."""

from django.db import migrations, models

import accounts.models
from accounts.names import skeleton


def fill(apps, schema_editor):
    reviews = apps.get_model("reviews", "Review").objects
    for pk, name in reviews.exclude(byline_name="").values_list("pk", "byline_name"):
        reviews.filter(pk=pk).update(byline_skeleton=skeleton(name))


class Migration(migrations.Migration):
    dependencies = [("reviews", "0008_plain_labels")]

    operations = [
        migrations.AddField(
            "review",
            "byline_skeleton",
            accounts.models.SkeletonField(
                default="", editable=False, max_length=400, of="byline_name"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
        # The rows' constraints are checked at the end of a transaction that has pending triggers.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex(
            "review", models.Index(fields=["byline_skeleton"], name="review_byline_skeleton")
        ),
    ]
