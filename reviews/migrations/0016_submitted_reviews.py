from django.db import migrations, models
from django.db.models import Q

NAME = "review_complete_once_submitted"
EARLIER = "review_complete_once_handed_in"
COMPLETE = Q(status="draft") | (
    Q(submitted_at__isnull=False)
    & Q(significance__isnull=False)
    & Q(strength__isnull=False)
    & Q(confidence__gte=1)
    & Q(confidence__lte=5)
    & ~Q(byline_kind="")
    & ~Q(byline_name="")
    & ~Q(summary="")
)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0015_skeletons_with_titles_of_single_names")]

    operations = [
        # Django has no operation that renames a constraint.
        migrations.RunSQL(
            f"ALTER TABLE reviews_review RENAME CONSTRAINT {EARLIER} TO {NAME}",
            f"ALTER TABLE reviews_review RENAME CONSTRAINT {NAME} TO {EARLIER}",
            state_operations=[
                migrations.RemoveConstraint("review", EARLIER),
                migrations.AddConstraint(
                    "review", models.CheckConstraint(name=NAME, condition=COMPLETE)
                ),
            ],
        ),
    ]
