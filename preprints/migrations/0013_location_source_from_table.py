from django.db import migrations, models

from preprints.known_sources import check_source


class Migration(migrations.Migration):
    dependencies = [("preprints", "0012_duplicate_candidates")]

    operations = [
        migrations.AlterField(
            "location", "source", models.CharField(max_length=20, validators=[check_source])
        ),
    ]
