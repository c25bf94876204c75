from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0101_answers_of_reviewers_counted")]

    operations = [
        migrations.AddField(
            model_name="consentrequest",
            name="days_away",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]
