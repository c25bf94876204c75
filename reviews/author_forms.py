"""The forms with which editors say who the authors are."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField
from accounts.guests import verified_account_of
from accounts.models import Profile, User
from preprints.models import Author
from reviews.author_rules import MAILED
from reviews.fields import CleanTextField, long_text
from reviews.limits import CONSENT_MAILS_A_DAY
from reviews.models import Submission
from reviews.policies import current_policy

PAGE = re.compile(r"/people/([-\w]+)/?$")


class AccountField(CleanTextField):
    """A person with an account, by a confirmed address or by the address of their page here."""

    def clean(self, value: Any) -> User | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = verified_account_of(typed) if "@" in typed else _by_page(typed)
        if found is None:
            raise forms.ValidationError(
                _("Nobody with an account has confirmed this address, or has this page.")
            )
        return found


def _by_page(typed: str) -> User | None:
    at = PAGE.search(typed)
    handle = at[1] if at else typed.strip("/")
    profile = Profile.objects.select_related("user").filter(handle=handle).first()
    is_open = profile is not None and profile.user.is_active and not profile.user.is_guest
    return profile.user if profile and is_open else None


class ConfirmAuthorForm(forms.Form):
    author = forms.ModelChoiceField(
        label=_("Which author"),
        queryset=Author.objects.none(),
        empty_label=_("Choose an author of the list"),
    )
    person = AccountField(
        label=_("Whose account"),
        max_length=300,
        help_text=_(
            "A confirmed e-mail address, or the address of their page here. Check first that it is "
            "they: their ORCID iD, their institution’s page, a mail from the address in the work."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, authors: list[Author], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["author"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = Author.objects.filter(pk__in=[author.pk for author in authors])


class AskAuthorForm(forms.Form):
    email = AddressField(
        label=_("An author’s e-mail address"),
        help_text=_(
            "They are asked by mail whether they agree to the review, and notified of what "
            "becomes of the work. The address is used for this alone, and erased after %(months)d "
            "months."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_months(self.fields["email"])


def name_months(field: forms.Field) -> None:
    """Say in its help how long the policy keeps addresses of authors."""
    field.help_text %= {"months": current_policy().consent_address_months}


def consent_choices(submission: Submission) -> list[tuple[str, Any]]:
    """What an editor may say: no answer by mail but the one that is there already, and not that
    nobody was asked once somebody was."""
    left_out = set(MAILED.values()) - {submission.consent}
    if submission.consent == Submission.Consent.ASKED:
        left_out.add(Submission.Consent.NOT_ASKED)
    return [choice for choice in Submission.Consent.choices if choice[0] not in left_out]


class ConsentForm(forms.Form):
    """What an editor knows of the consent, and how."""

    consent = forms.ChoiceField(label=_("The authors’ consent"), choices=Submission.Consent)
    reason = long_text(
        _("How you know"), _("For the editors and authors; it is not public."), rows=2
    )

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        consent = self.fields["consent"]
        assert isinstance(consent, forms.ChoiceField)  # noqa: S101 - narrows the type
        consent.choices = consent_choices(submission)


class AddressesField(CleanTextField):
    """Several addresses, one a line or with commas between."""

    def clean(self, value: Any) -> list[str]:
        typed = re.split(r"[\s,;]+", str(super().clean(value) or ""))
        addresses = list(dict.fromkeys(one.lower() for one in typed if one))
        for address in addresses:
            try:
                AddressField().clean(address)
            except forms.ValidationError as error:
                problem = " ".join(error.messages)
                words = _("“%(address)s”: %(problem)s")
                raise forms.ValidationError(
                    words % {"address": address, "problem": problem}
                ) from error
        if len(addresses) > CONSENT_MAILS_A_DAY:
            words = _("Please give at most %(number)d addresses.")
            raise forms.ValidationError(words % {"number": CONSENT_MAILS_A_DAY})
        return addresses


class TakeBackForm(forms.Form):
    reason = long_text(_("Why"), _("The person reads it; so do the editors."), rows=2)
