"""Which of an issue's forms take text now; named to `reviews.services.draft_forms`."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from curation.models import Entry, Issue, RemovedEntry
from drafts.errors import FormClosed, NotYourForm
from reviews.services.draft_forms import register


def check_issue(owner: User, issue_id: int) -> None:
    issue = Issue.objects.select_for_update().filter(pk=issue_id).first()
    if issue is None or not owner.is_editor:
        raise NotYourForm
    if issue.state != Issue.State.DRAFT:
        raise FormClosed


def check_entry(owner: User, entry_id: int) -> None:
    """An entry that somebody removed meanwhile still takes what is being typed for it."""
    found = (
        Entry.objects.filter(pk=entry_id).values_list("issue", flat=True).first()
        or RemovedEntry.objects.filter(entry_number=entry_id)
        .values_list("issue", flat=True)
        .first()
    )
    if found is None:
        raise NotYourForm
    check_issue(owner, found)


def check_replaced(owner: User, issue_or_entry_id: int) -> None:
    """It names texts that another editor replaced, and no form."""
    raise NotYourForm


ISSUE = {"title": _("Title"), "editorial": _("Editorial")}
ENTRY = {"section": _("Section"), "recommendation": _("Recommendation")}

register("issue", check_issue, ISSUE)
register("entry", check_entry, ENTRY)
register("replacedissue", check_replaced, ISSUE)
register("replacedentry", check_replaced, ENTRY)
