"""A reviewer says outright that there is nothing to declare: an empty text, no longer "None."."""

import re

from django.db import migrations, models

# What the form asked for where there was nothing. Anything else counts as declared.
NONE = re.compile(r"\s*(none|no|nil|nothing|n/a|none declared|nothing to declare)\s*[.!]?\s*", re.I)


def empty_what_declares_nothing(apps, schema_editor):
    Review = apps.get_model("reviews", "Review")
    for review in Review.objects.only("competing_interests", "ai_use").iterator():
        for name in ("competing_interests", "ai_use"):
            if NONE.fullmatch(getattr(review, name)):
                Review.objects.filter(pk=review.pk).update(**{name: ""})


def write_none(apps, schema_editor):
    Review = apps.get_model("reviews", "Review")
    for name in ("competing_interests", "ai_use"):
        Review.objects.exclude(status="draft").filter(**{name: ""}).update(**{name: "None."})


def complete(*more):
    return models.Q(("status", "draft")) | models.Q(
        ("submitted_at__isnull", False),
        ("significance__isnull", False),
        ("strength__isnull", False),
        ("confidence__gte", 1),
        ("confidence__lte", 5),
        models.Q(("byline_kind", ""), _negated=True),
        models.Q(("byline_name", ""), _negated=True),
        models.Q(("summary", ""), _negated=True),
        *more,
    )


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_first_vocabulary")]

    operations = [
        migrations.RemoveConstraint("review", "review_complete_once_handed_in"),
        migrations.RunPython(empty_what_declares_nothing, write_none),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.AddConstraint(
            "review",
            models.CheckConstraint(condition=complete(), name="review_complete_once_handed_in"),
        ),
    ]
