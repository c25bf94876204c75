from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0022_one_assessment_a_number")]

    operations = [
        migrations.AddField("assessment", "comment_html", models.TextField(blank=True, default=""), preserve_default=False),
    ]
