"""What somebody writes to the other reviewers and the editors of a round."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.fields import long_text


class ThreadForm(forms.Form):
    text = long_text(
        _("To the reviewers and editors of this round"),
        _("It cannot be changed once it is sent. Markdown and LaTeX work."),
        rows=6,
    )
