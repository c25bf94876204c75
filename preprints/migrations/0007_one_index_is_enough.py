import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("preprints", "0006_version_location"),
    ]

    operations = [
        migrations.AlterField(
            model_name="author",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="authors",
                to="preprints.version",
            ),
        ),
        migrations.AlterField(
            model_name="relation",
            name="preprint",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="relations",
                to="preprints.preprint",
            ),
        ),
        migrations.AlterField(
            model_name="version",
            name="preprint",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="preprints.preprint",
            ),
        ),
    ]
