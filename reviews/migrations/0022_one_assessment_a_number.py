from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("reviews", "0021_number_assessments")]

    operations = [
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("version", "number"), name="one_assessment_a_number"
            ),
        ),
    ]
