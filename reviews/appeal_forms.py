"""What somebody appeals with, and what the editor decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.act_interests import ActPart
from reviews.fields import long_text


class AppealForm(forms.Form):
    text = long_text(
        _("Why is the decision wrong?"),
        _("An editor who has no part in the work reads it. Markdown and LaTeX work."),
        rows=10,
    )


class AppealDecisionForm(ActPart):
    """is_public: whether everybody reads why, as of an assessment, which is public itself."""

    outcome = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            ("upheld", _("Uphold it: the decision is taken back")),
            ("dismissed", _("Dismiss it: the decision stands")),
        ],
        widget=forms.RadioSelect,
    )
    reason = long_text(
        _("Why"),
        _("Whoever appealed reads it, and the editors."),
        rows=6,
    )

    def __init__(self, *arguments: Any, is_public: bool, **options: Any) -> None:
        self.is_public = is_public
        super().__init__(*arguments, **options)
        if is_public:
            self.fields["reason"].help_text = _(
                "Everybody reads it, beside the assessment. Markdown and LaTeX work."
            )

    def who_reads_it(self) -> Any:
        if self.is_public:
            return super().who_reads_it()
        return _("Whoever appealed reads it, and the journal’s editors.")


class TakeOverForm(forms.Form):
    reason = long_text(
        _("Why do you take it over?"),
        _("The editor who had it reads it, and other editors who may decide it."),
        rows=3,
    )
