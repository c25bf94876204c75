"""What is mailed about issues: rows of the table of kinds."""

from django.utils.translation import gettext_lazy as _

from mails.kind import MailKind, To

ISSUE_KINDS = (
    MailKind(
        "candidates_assembled",
        (To.EDITOR,),
        _("works have become eligible for an issue"),
        "curation/mail/candidates_assembled.txt",
        ("curation.notify_editors_of_candidates",),
        link=_("Open the issues in preparation"),
    ),
    MailKind(
        "work_selected",
        (To.AUTHOR,),
        _("your work was selected for an issue"),
        "curation/mail/work_selected.txt",
        ("curation.notify_authors_of_selection",),
        link=_("Open the issue"),
    ),
)
