"""The shape of what editors send; the rules are in `rules.py`."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import LineField
from curation.errors import CurationError, TextChanged
from curation.limits import MAX_NUMBER
from drafts.errors import DraftError
from drafts.seen_form import SeenForm
from reviews.fields import long_text


class BeginForm(forms.Form):
    title = LineField(label=_("Title"), max_length=200)
    volume = forms.IntegerField(label=_("Volume"), min_value=1, max_value=MAX_NUMBER)
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=MAX_NUMBER)


class TextForm(SeenForm):
    """A text of an issue, which other editors write, too."""

    part_to_preview: ClassVar[str]

    def refuse(self, error: CurationError | DraftError) -> None:
        """Say why the text was not saved, and show what another editor saved meanwhile."""
        self.add_error(None, str(error.message))
        if isinstance(error, TextChanged):
            self.show_saved(conflicts=error.conflicts, newer=error.newer, seen=error.seen)


class IssueForm(TextForm):
    part_to_preview = "editorial"

    title = LineField(label=_("Title"), max_length=200)
    editorial = long_text(
        _("Editorial"),
        _(
            "What this issue is about and how its works were chosen, for a reader who is new to "
            "the subject. Markdown and LaTeX work."
        ),
        rows=12,
        required=False,
    )


class EntryForm(TextForm):
    part_to_preview = "recommendation"

    section = LineField(
        label=_("Section"),
        help_text=_(
            "Entries with the same section name that follow each other are shown together."
        ),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"list": "sections", "autocomplete": "off"}),
    )
    recommendation = long_text(
        _("Recommendation"),
        _(
            "Why a careful reader should read this work, and what to be careful about. The first "
            "sentence stands alone in lists."
        ),
        rows=8,
        required=False,
    )

    def __init__(self, *args: Any, entry_id: int, **kwargs: Any) -> None:
        # Many of these stand on one page: the names are the same, the ids must not be.
        kwargs["auto_id"] = f"id_entry{entry_id}_%s"
        super().__init__(*args, **kwargs)
