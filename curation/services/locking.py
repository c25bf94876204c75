"""A step of other services: locking an issue in the making."""

from accounts.models import User
from curation import rules
from curation.models import Issue


def lock_issue(issue_id: int, editor: User) -> Issue:
    """The issue, locked; every change of it and of its entries begins here."""
    rules.check_is_editor(is_editor=editor.is_editor)
    issue = Issue.objects.select_for_update().get(pk=issue_id)
    rules.check_is_open(state=issue.state)
    return issue
