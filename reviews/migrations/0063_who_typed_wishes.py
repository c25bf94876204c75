import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill_in(apps, _schema):
    """By the newest event of each submission; nobody, where its person has been forgotten."""
    Event = apps.get_model("events", "Event")
    AuthorWishes = apps.get_model("reviews", "AuthorWishes")
    saved = Event.objects.filter(kind="wishes.saved", actor_id__isnull=False).order_by("pk")
    newest = {event.data["submission"]: event.actor_id for event in saved}
    for wishes in AuthorWishes.objects.filter(submission__in=newest):
        wishes.typed_by_id = newest[wishes.submission_id]
        wishes.save(update_fields=["typed_by"])


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0062_redactions"),
        ("events", "0009_forgotten_actors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="authorwishes",
            name="typed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
