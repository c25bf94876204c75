"""Which kinds of form have a draft.

An app registers its kinds when it starts, so that a draft can be saved for forms that belong to
apps above this one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms
from django.http import HttpRequest, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from drafts.errors import NotYourForm

# "review:12": the kind and the number of a form, in its one spelling.
KEY = re.compile(r"([a-z]{1,20}):([1-9][0-9]{0,17})")
Labels = Mapping[str, str | Promise]


@dataclass(frozen=True)
class FormKind:
    """Forms of one kind: whose they are, and whether they take text.

    The base class: an unknown form, which nobody may write.

    labels: the fields that hold text, with the words their form has for them. number: of the row
    that a form is about, from its draft's key.
    """

    labels: Labels = field(default_factory=dict)

    def check_may_write(self, owner: User, number: int) -> None:
        """Lock what the form is about, so that a save comes before the form is sent or after it,
        never between. Raises NotYourForm, or FormClosed where the form takes no text any more.
        """
        raise NotYourForm

    def find_owner(self, request: HttpRequest, number: int) -> User | None:
        """Who writes the form in this browser.

        None if this browser has neither a signed-in user nor an opened link.
        """
        return request.user if isinstance(request.user, User) else None

    def signed_out_answer(self, request: HttpRequest, number: int) -> JsonResponse:
        """The answer to a script that saves a form after its writer has signed out."""
        return JsonResponse({"error": _("You are signed out.")}, status=401)

    def why_not_sendable(self, number: int) -> str:
        """Why a form whose text is still saved cannot be sent any more; "" where it can be."""
        return ""


_kinds: dict[str, FormKind] = {}


def register(name: str, kind: FormKind) -> None:
    _kinds[name] = kind


def kind_names() -> set[str]:
    return set(_kinds)


def find_kind(key: str) -> tuple[FormKind, int]:
    """The kind of form that a draft's key names, and the number in it."""
    named = KEY.fullmatch(key)
    if named is None or named[1] not in _kinds:
        return FormKind(), 0
    return _kinds[named[1]], int(named[2])


def text_labels(*made: type[forms.Form]) -> Labels:
    """The fields of these forms that hold text, with the forms' words for them."""
    return {
        name: field.label
        for form in made
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField) and field.label
    }


def labels_of(key: str) -> Labels:
    kind, _number = find_kind(key)
    return kind.labels
