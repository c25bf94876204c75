"""Give invitations from before the new states the state that is true of them."""

from django.db import migrations


def close_earlier_invitations(apps, schema_editor):
    invitations = apps.get_model("reviews", "Invitation").objects
    links = apps.get_model("reviews", "MailedLink").objects
    disowned = invitations.filter(state="revoked", review__status="disowned")
    invitations.filter(pk__in=list(disowned.values_list("pk", flat=True))).update(state="disowned")
    unanswered = invitations.filter(state="pending", round__state="assessed")
    for invitation in unanswered.select_related("round"):
        invitation.state, invitation.answered_at = "closed", invitation.round.closed_at
        invitation.save(update_fields=["state", "answered_at"])
    kept = links.filter(
        purpose="keep", closed_at__isnull=False, review__reviewer__is_guest=False
    ).select_related("review")
    for link in kept.order_by("closed_at"):
        invitations.filter(pk=link.review.invitation_id).update(kept_at=link.closed_at)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0010_closed_links_and_rounds")]

    operations = [migrations.RunPython(close_earlier_invitations, migrations.RunPython.noop)]
