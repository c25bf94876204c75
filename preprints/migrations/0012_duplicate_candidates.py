from django.db import migrations
from django.db.models import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("preprints", "0011_status_before_withdrawal")]

    operations = [
        migrations.RenameModel("Likeness", "DuplicateCandidate"),
        migrations.AlterModelOptions("duplicatecandidate", {"ordering": ["-created_at", "-pk"]}),
        # Django has no operation that renames a constraint.
        migrations.RunSQL(
            "ALTER TABLE preprints_duplicatecandidate"
            " RENAME CONSTRAINT one_likeness_a_pair TO one_candidate_a_pair",
            "ALTER TABLE preprints_duplicatecandidate"
            " RENAME CONSTRAINT one_candidate_a_pair TO one_likeness_a_pair",
            state_operations=[
                migrations.RemoveConstraint("duplicatecandidate", "one_likeness_a_pair"),
                migrations.AddConstraint(
                    "duplicatecandidate",
                    UniqueConstraint(fields=["one", "other"], name="one_candidate_a_pair"),
                ),
            ],
        ),
    ]
