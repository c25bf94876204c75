import django.db.models.deletion
from django.db import migrations, models

# Of a work with one place it is certain where its versions were seen. A table cannot be altered
# while a foreign key of it has rows to check.
FILL = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE preprints_version DISABLE TRIGGER version_immutable;
SET CONSTRAINTS ALL DEFERRED;
UPDATE preprints_version AS version
   SET location_id = place.id
  FROM (SELECT preprint_id, min(id) AS id FROM preprints_location
         GROUP BY preprint_id HAVING count(*) = 1) AS place
 WHERE place.preprint_id = version.preprint_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE preprints_version ENABLE TRIGGER version_immutable;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("preprints", "0005_merges_move_versions")]
    operations = [
        migrations.AddField(
            model_name="version",
            name="location",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="preprints.location",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
