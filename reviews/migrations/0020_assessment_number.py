from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("reviews", "0019_move_drafts")]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="number",
            field=models.PositiveSmallIntegerField(default=1),
            preserve_default=False,
        ),
    ]
