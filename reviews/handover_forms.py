"""Which place of a work is handed over, and to whom."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reviews.fields import PersonChoiceField, long_text
from reviews.handover_errors import CannotTakeOver
from reviews.models import Submission
from reviews.services.handing_over import Place, editors_to_choose, may_take_themselves

PLACE_WORDS = {"editor": _("Editor who handles it"), "second_editor": _("Second editor")}


class HandOverForm(forms.Form):
    place = forms.ChoiceField(label=_("Whose place"), widget=forms.RadioSelect)
    to = PersonChoiceField(
        label=_("Who takes over"),
        help_text=_(
            "Those who have no part in the work, and may edit works of its subjects. They are "
            "notified, and declare competing interests before they do anything in the work."
        ),
        queryset=User.objects.none(),
        empty_label=_("Choose an editor"),
        error_messages={"invalid_choice": CannotTakeOver.message},
    )
    in_spite = long_text(
        _("Why them, in spite of a competing interest"),
        _("Only where you are asked: the catalogue may tie them to an author. Editors read it."),
        rows=2,
        required=False,
    )
    reason = long_text(
        _("Why you hand it over"),
        _(
            "You have no part in the work. The log keeps this with the name that you choose, also "
            "where that person cannot take it over. Where you choose yourself, it is mailed to the "
            "other editor of the work and to whoever had the place."
        ),
        rows=2,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        submission: Submission,
        by: User,
        places: Sequence[Place],
        **kwargs: Any,
    ) -> None:
        """places: those that whoever looks, `by`, may hand over."""
        super().__init__(*args, **kwargs)
        names = {one: getattr(submission, one).profile.name for one in places}
        choices = [(one, f"{PLACE_WORDS[one]}: {names[one]}") for one in places]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["place"].initial = choices[0][0]
        self._offer(submission, by)
        if not may_take_themselves(submission, by):
            del self.fields["reason"]

    def _offer(self, submission: Submission, by: User) -> None:
        """Whoever is named besides is refused as everybody is who cannot take the work over."""
        to = cast("PersonChoiceField", self.fields["to"])
        to.queryset = User.objects.filter(is_active=True, is_guest=False).select_related("profile")
        offered = [
            (one.pk, to.label_from_instance(one)) for one in editors_to_choose(submission, by)
        ]
        to.widget.choices = [("", to.empty_label), *offered]
