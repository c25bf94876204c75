"""How an editor declares competing interests of a work for an issue."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reviews.act_interests import ActPart


class IssueInterestsForm(ActPart):
    def who_reads_it(self) -> Any:
        return _("Everybody reads it below the contents of the issue, once that is published.")
