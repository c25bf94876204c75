"""What an editor writes to a reviewer in place of taking the review."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.fields import long_text


class QuestionForm(forms.Form):
    question = long_text(
        _("What should the reviewer answer or change?"),
        _("They read it above their text, which they submit again. Markdown works."),
        rows=5,
    )


class RefusalForm(forms.Form):
    reason = long_text(
        _("What breaks the code of conduct?"),
        _("The reviewer reads it, keeps the text, and can appeal to an editor not involved."),
        rows=5,
    )
