from django.db import migrations


def read_why_editors_ended_them(apps, schema_editor):
    """What was ended before `ended_because` was kept read as withdrawn by its authors: the events
    say that its editors ended it, and why."""
    model = apps.get_model
    events = model("events", "Event").objects.filter(kind__in=["submission.ended", "round.ended"])
    submissions = model("reviews", "Submission").objects.filter(state="withdrawn", ended_because="")
    rounds = model("reviews", "Round").objects.filter(state="withdrawn", ended_because="")
    for event in events.order_by("pk"):
        because, number = event.data.get("because", "withdrawn"), event.data.get("round")
        submission_id = event.data.get("submission")
        if submission_id is not None:
            submissions.filter(pk=submission_id).update(ended_because=because)
            rounds.filter(submission=submission_id, number=number).update(ended_because=because)
        else:
            of_work = rounds.filter(submission__preprint=work_now(apps, event.preprint_id))
            of_work.filter(number=number, closed_at=event.at).update(ended_because=because)


def work_now(apps, preprint_id):
    """The work that it was merged into since, where it was."""
    works = apps.get_model("preprints", "Preprint").objects
    while (kept := works.values_list("merged_into", flat=True).get(pk=preprint_id)) is not None:
        preprint_id = kept
    return preprint_id


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0099_redact_issue_interests"),
        ("events", "0013_private_salts_stay"),
    ]

    operations = [
        migrations.RunPython(read_why_editors_ended_them, migrations.RunPython.noop),
    ]
