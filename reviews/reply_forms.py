"""What an editor writes to a reviewer in place of taking the review."""

from django.utils.translation import gettext_lazy as _

from reviews.fields import long_text
from reviews.interest_fields import AskedEditorPart


class QuestionForm(AskedEditorPart):
    question = long_text(
        _("What should the reviewer answer or change?"),
        _("They read it above their text, which they submit again. Markdown works."),
        rows=5,
    )


class RefusalForm(AskedEditorPart):
    reason = long_text(
        _("What breaks the code of conduct?"),
        _("The reviewer reads it, keeps the text, and can appeal to an editor not involved."),
        rows=5,
    )
