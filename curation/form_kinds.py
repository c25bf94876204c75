"""Which forms of an issue have a draft, and who may write in each of them now."""

from accounts.models import User
from curation.forms import EntryForm, IssueForm
from curation.models import Entry, Issue, RemovedEntry
from drafts.errors import FormClosed, NotYourForm
from drafts.form_kinds import FormKind, register, text_labels


class IssueForms(FormKind):
    """Texts of an issue in preparation; the draft's key has the issue's number."""

    def check_may_write(self, owner: User, number: int) -> None:
        issue = Issue.objects.select_for_update().filter(pk=number).first()
        if issue is None or not owner.is_editor:
            raise NotYourForm
        if issue.state != Issue.State.DRAFT:
            raise FormClosed


class EntryForms(IssueForms):
    """The text of an entry; the draft's key has its number. A removed entry still takes text."""

    def check_may_write(self, owner: User, number: int) -> None:
        issue_id = (
            Entry.objects.filter(pk=number).values_list("issue", flat=True).first()
            or RemovedEntry.objects.filter(entry_number=number)
            .values_list("issue", flat=True)
            .first()
        )
        if issue_id is None:
            raise NotYourForm
        super().check_may_write(owner, issue_id)


ISSUE = text_labels(IssueForm)
ENTRY = text_labels(EntryForm)

register("issue", IssueForms(ISSUE))
register("entry", EntryForms(ENTRY))
# Texts that another editor replaced: kept to be read, written by nobody.
register("replacedissue", FormKind(ISSUE))
register("replacedentry", FormKind(ENTRY))
