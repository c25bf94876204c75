"""Reviews from before reviewers were asked to confirm them.

A confirmed account that no invitation link had made counts as its owner's word. Where the link had
made the account, whoever held the link could have written the review: it stays unconfirmed, and
the editors can ask the reviewer. A published name cannot stay without any word, so it is marked as
of earlier; such a review does not count towards an issue until it is confirmed.
"""

from django.db import migrations
from django.db.models import F, Q


def confirm_earlier_reviews(apps, schema_editor):
    Review = apps.get_model("reviews", "Review")
    EmailAddress = apps.get_model("account", "EmailAddress")
    sent = Review.objects.filter(status__in=["submitted", "published"], confirmed_at=None)
    own_accounts = EmailAddress.objects.filter(verified=True).values("user_id")
    sent.filter(
        Q(invitation=None) | Q(invitation__made_account=False), reviewer__in=own_accounts
    ).update(confirmed_at=F("submitted_at"), confirmed_by="account")
    named = sent.filter(status="published").exclude(byline_kind="anonymous")
    named.update(confirmed_at=F("submitted_at"), confirmed_by="earlier")


def forget_confirmations(apps, schema_editor):
    apps.get_model("reviews", "Review").objects.update(confirmed_at=None, confirmed_by="")


class Migration(migrations.Migration):

    dependencies = [
        ("account", "0001_initial"),
        ("reviews", "0004_confirmed_reviews"),
    ]

    operations = [migrations.RunPython(confirm_earlier_reviews, forget_confirmations)]
