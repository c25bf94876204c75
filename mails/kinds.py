"""Every kind of mail that the journal sends: the one table.

docs/reference/mails.md is made from it (`scripts/list_mails.py`), and so is the page on which
people choose how they get each kind. The apps whose mails these are stand above, so the table names
their functions and pages as text; tests hold it against the code.
"""

from collections.abc import Sequence

from mails.account_kinds import ACCOUNT_KINDS
from mails.assessment_kinds import ASSESSMENT_KINDS
from mails.issue_kinds import ISSUE_KINDS
from mails.kind import MailKind, To
from mails.reader_kinds import READER_KINDS
from mails.review_kinds import REVIEW_KINDS
from mails.submission_kinds import SUBMISSION_KINDS

_ALL = (
    *ACCOUNT_KINDS,
    *READER_KINDS,
    *SUBMISSION_KINDS,
    *REVIEW_KINDS,
    *ASSESSMENT_KINDS,
    *ISSUE_KINDS,
)
MAIL_KINDS = {kind.name: kind for kind in _ALL}


def kinds_for(parts: Sequence[To]) -> dict[To, list[MailKind]]:
    """The kinds that these get, by part; one that several of them get stands in the first."""
    found: dict[To, list[MailKind]] = {part: [] for part in parts}
    for kind in _ALL:
        part = next((one for one in parts if one in kind.to), None)
        if part is not None:
            found[part].append(kind)
    return found
