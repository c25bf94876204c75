from django.db import migrations, models

# The form always asked for words: they are missing only where an account was erased. From now on
# nothing means that none are declared.
ERASED = "Erased with the account of the submitter."


def say_what_was_erased(apps, schema_editor):
    submissions = apps.get_model("reviews", "Submission").objects
    submissions.filter(competing_interests="").update(competing_interests=ERASED)


def empty_what_was_erased(apps, schema_editor):
    submissions = apps.get_model("reviews", "Submission").objects
    submissions.filter(competing_interests=ERASED).update(competing_interests="")


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0075_interest_kinds_of_responses'),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='interest_kinds',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.RunPython(say_what_was_erased, empty_what_was_erased),
    ]
