from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0085_submissions_are_not_emptied")]
    operations = [
        migrations.AddField(
            model_name="consentrequest",
            name="mails_stopped_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
