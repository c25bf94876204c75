"""The sources every journal knows, paused until an editor starts them."""

from django.db import migrations
from django.utils import timezone

SOURCES = (
    # slug, name, options, minutes between two runs
    ("arxiv", "arXiv", {"sets": ["cs:cs:AI", "cs:cs:CL", "cs:cs:LG", "stat:stat:ML"]}, 1440),
    ("lesswrong", "LessWrong", {"karma": 30}, 360),
    ("alignment-forum", "AI Alignment Forum", {}, 360),
    ("ea-forum", "EA Forum", {"karma": 30}, 360),
    ("biorxiv", "bioRxiv", {}, 1440),
    ("medrxiv", "medRxiv", {}, 1440),
)


def add(apps, schema_editor):
    Source = apps.get_model("ingest", "Source")
    now = timezone.now()
    for slug, name, options, minutes in SOURCES:
        Source.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "adapter": slug,
                "options": options,
                "every_minutes": minutes,
                "pause_reason": "Not started yet.",
                "created_at": now,
            },
        )


def remove(apps, schema_editor):
    slugs = [source[0] for source in SOURCES]
    apps.get_model("ingest", "Source").objects.filter(slug__in=slugs, harvests=None).delete()


class Migration(migrations.Migration):
    dependencies = [("ingest", "0002_sources_and_harvests")]
    operations = [migrations.RunPython(add, remove)]
