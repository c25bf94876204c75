"""Which passage of a published text is redacted, and why."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.fields import long_text
from reviews.limits import PASSAGE_CHARACTERS
from reviews.models.sealed_originals import name_of_part
from reviews.redaction_errors import PassageInReason, TextIsRedactedMeanwhile
from reviews.redaction_rules import check_reason_is_without
from reviews.services.redaction_steps import Passage
from text.hashing import content_hash


class RedactionForm(forms.Form):
    """First without `seen`, to preview it; then with the fingerprint of the part as it was shown,
    so that nobody redacts another text than they saw."""

    part = forms.ChoiceField(label=_("In which part"))
    passage = long_text(
        _("The passage"),
        _(
            "Copy it from the text above, as it stands now; spaces and line breaks need not be the "
            "same. Wherever it stands there as whole words, readers see [redacted] instead."
        ),
        rows=4,
        max_length=PASSAGE_CHARACTERS,
    )
    any_case = forms.BooleanField(
        label=_("Capitals or small letters: both are meant"), required=False
    )
    reason = long_text(
        _("Why"), _("Readers see it below the text, with the day. Name nobody in it."), rows=3
    )

    def __init__(self, *args: Any, texts: Mapping[str, str], **kwargs: Any) -> None:
        """texts: of the parts that can be chosen."""
        super().__init__(*args, **kwargs)
        self.texts = texts
        parts = [(part, name_of_part(part)) for part in self.texts]
        self.fields["part"].choices = parts  # type: ignore[attr-defined]

    def clean(self) -> None:
        self._check_reason()
        if self.is_confirmed and "part" in self.cleaned_data and not self.is_as_seen:
            raise forms.ValidationError(TextIsRedactedMeanwhile.message)

    def _check_reason(self) -> None:
        """Before the preview, too."""
        typed = self.cleaned_data
        if not typed.get("passage") or not typed.get("reason"):
            return
        try:
            check_reason_is_without(
                typed["reason"], typed["passage"], any_case=typed.get("any_case", False)
            )
        except PassageInReason as error:
            self.add_error("reason", str(error.message))

    @property
    def is_confirmed(self) -> bool:
        return bool(self.data.get("seen"))

    @property
    def is_as_seen(self) -> bool:
        return bool(self.data["seen"] == self.fingerprint)

    @property
    def fingerprint(self) -> str:
        """Of the part as it stands now."""
        return content_hash(self.texts[self.cleaned_data["part"]])[:16]

    @property
    def chosen_name(self) -> str:
        return name_of_part(self.cleaned_data["part"])

    @property
    def chosen(self) -> Passage:
        sent = self.cleaned_data
        return Passage(sent["part"], sent["passage"], sent["any_case"])


class ReadOriginalForm(forms.Form):
    reason = long_text(
        _("Why do you need to read it?"),
        _("That you read it, and why, is kept in the log."),
        rows=3,
    )
