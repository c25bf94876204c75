"""Names get a skeleton, by which those that look alike are found and refused."""

from django.db import migrations, models

import accounts.models
import accounts.orcid
from accounts.names import skeleton


def fill(apps, schema_editor):
    """A pseudonym that looks like an older one keeps its name, for reviews stand under it: its
    skeleton alone is told apart."""
    for profile in apps.get_model("accounts", "Profile").objects.all():
        type(profile).objects.filter(pk=profile.pk).update(skeleton=skeleton(profile.name))
    known = set()
    for pseudonym in apps.get_model("accounts", "Pseudonym").objects.order_by("created_at", "pk"):
        seen = skeleton(pseudonym.name)
        if not seen or seen in known:
            seen = f"{seen[:380]}#{pseudonym.pk}"
        known.add(seen)
        type(pseudonym).objects.filter(pk=pseudonym.pk).update(skeleton=seen)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_shared_cache_table")]

    operations = [
        migrations.AddField(
            "profile",
            "skeleton",
            accounts.models.SkeletonField(default="", editable=False, max_length=400),
            preserve_default=False,
        ),
        migrations.AddField(
            "pseudonym",
            "skeleton",
            accounts.models.SkeletonField(default="", editable=False, max_length=400),
            preserve_default=False,
        ),
        migrations.AddField(
            "profile",
            "shared_name",
            models.CharField(
                blank=True,
                help_text="Fill it in when you have checked that it is this person's name, too.",
                max_length=200,
                verbose_name="name shared with somebody known here",
            ),
        ),
        migrations.AlterField(
            "profile",
            "orcid",
            models.CharField(
                blank=True,
                max_length=19,
                validators=[accounts.orcid.check_orcid],
                verbose_name="ORCID iD",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
        # The rows' constraints are checked at the end of a transaction that has pending triggers.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex(
            "profile", models.Index(fields=["skeleton"], name="profile_skeleton")
        ),
        migrations.AddConstraint(
            "pseudonym",
            models.UniqueConstraint(fields=["skeleton"], name="one_pseudonym_a_skeleton"),
        ),
        migrations.AddConstraint(
            "pseudonym",
            models.CheckConstraint(
                condition=models.Q(("skeleton", ""), _negated=True), name="pseudonym_has_letters"
            ),
        ),
    ]
