from django.db import migrations


def merge(apps, schema_editor):
    """A forum's threshold of karma had an option of its own."""
    for source in apps.get_model("ingest", "Source").objects.filter(options__has_key="karma"):
        karma = source.options.pop("karma")
        if karma and not source.options.get("sets"):
            source.options["sets"] = [f"karma:{karma}"]
        source.save(update_fields=["options"])


def part(apps, schema_editor):
    for source in apps.get_model("ingest", "Source").objects.filter(options__has_key="sets"):
        match source.options["sets"]:
            case [str(one)] if one.startswith("karma:"):
                del source.options["sets"]
                source.options["karma"] = int(one.removeprefix("karma:"))
                source.save(update_fields=["options"])


class Migration(migrations.Migration):
    dependencies = [("ingest", "0005_errands_by_source")]
    operations = [migrations.RunPython(merge, part)]
