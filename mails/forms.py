"""How somebody gets each kind of mail."""

from collections.abc import Mapping
from typing import Any

from django import forms

from mails.choices import usual_way
from mails.kind import TO_WORDS, MailKind, To
from mails.models import MailChoice


class ChoicesForm(forms.Form):
    """A choice for each kind of these parts that can be turned off."""

    def __init__(
        self, *args: Any, parts: Mapping[To, list[MailKind]], chosen: Mapping[str, str], **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        self.parts = parts
        for kind in self._kinds():
            self.fields[kind.name] = forms.ChoiceField(
                label=str(kind.when),
                choices=MailChoice.Way.choices,
                initial=chosen.get(kind.name, usual_way(kind)),
            )

    def sections(self) -> list[tuple[Any, list[Any], list[Any]]]:
        """Each part: its words, the fields, and what always comes."""
        return [
            (
                TO_WORDS[part],
                [self[kind.name] for kind in kinds if kind.name in self.fields],
                [kind.when for kind in kinds if not kind.is_optional],
            )
            for part, kinds in self.parts.items()
        ]

    def _kinds(self) -> list[MailKind]:
        return [
            kind
            for kinds in self.parts.values()
            for kind in kinds
            if kind.is_optional and kind.name != "digest"
        ]
