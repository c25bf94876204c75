"""Assessments from before each had a number among those of its version.

All were called `.a1`. The one that is published keeps that name, and where a version has several
they follow in the order of their day.
"""

from django.db import migrations

NUMBER = """
UPDATE reviews_assessment SET number = placed.number
FROM (
    SELECT id, row_number() OVER (
        PARTITION BY version_id ORDER BY published_at NULLS LAST, proposed_at, id
    ) AS number
    FROM reviews_assessment
) placed
WHERE placed.id = reviews_assessment.id AND reviews_assessment.number <> placed.number
"""


def number_assessments(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(NUMBER)


class Migration(migrations.Migration):

    dependencies = [("reviews", "0020_assessment_number")]

    operations = [migrations.RunPython(number_assessments, migrations.RunPython.noop)]
