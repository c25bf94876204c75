"""No text that somebody posts keeps a process busy: every form's fields, and every address.

The bounds are wide: they tell a time that grows with the square of the length from one that grows
with the length, not a slow machine from a fast one.
"""

import time
from contextlib import suppress

import pytest
from allauth.account import forms as allauth_forms
from allauth.mfa.base import forms as mfa_forms
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import confirm_email
from accounts import forms as account_forms
from accounts.names import clean_name, is_address, is_reserved, skeletons
from accounts.orcid import read_orcid
from api import filters
from bench.hostile import ROWS_OF_MARKS
from curation import forms as curation_forms
from ingest import forms as ingest_forms
from preprints.models import Kind
from reviews import fields as review_fields
from reviews import forms as review_forms
from reviews import invitation_forms
from tests.factories.accounts import UserFactory
from tests.one_of_each import World, world
from tests.test_no_server_error import ours, sign_in_pages
from web.fields import TYPED_LONGER

__all__ = ["world"]  # the fixture: one of each thing
PATTERNS = [
    *("a-", "@", "@.", "a@", "a.", "aa.", "www", "://", "/", "(", "()", "- ", " - ", " ", "\n"),
    *("a\u0300", "\u0300\u0321", "\u200d", "\u202e", "\u0645", "\u0301", "0", "0000-", "#", "\\"),
    *("$", "$a", "[", "[a](", "<", "<a ", "&#", "`", "*a", ", ", "|", "\u00b7", "ﷺ", "dr ", "."),
    *ROWS_OF_MARKS,
]
SECONDS = 5.0  # of processor time; the square of these lengths takes minutes
MODULES = [account_forms, confirm_email, curation_forms, ingest_forms, review_forms]
MODULES += [invitation_forms, allauth_forms, mfa_forms]


def text_fields():
    """(form, name, field) of every field with a text, of our forms and of the sign-in's."""
    found = []
    for module in MODULES:
        for name in dir(module):
            form = getattr(module, name)
            if isinstance(form, type) and issubclass(form, forms.BaseForm):
                listed = {**getattr(form, "declared_fields", {}), **form.base_fields}
                found += [
                    (form.__name__, key, field)
                    for key, field in listed.items()
                    if isinstance(field, forms.CharField)
                ]
    found += [("api", "term", filters.TermField(scale=filters.SIGNIFICANCE, or_higher=False))]
    found += [("api", "subject", filters.SubjectField()), ("", "", review_fields.CleanTextField())]
    return found


def took(act, text):
    began = time.process_time()
    with suppress(ValidationError):
        act(text)
    return time.process_time() - began


def slow(act, *, lengths, most=SECONDS):
    """The first pattern for which a text of some length takes too long, the shortest first."""
    for length in sorted(lengths):
        for pattern in PATTERNS:
            seconds = took(act, (pattern * length)[:length] + "x")
            if seconds > most:
                return f"{pattern!r} × {length}: {seconds:.1f} s"
    return ""


def longest_cleaned(field):
    """The longest text that a field does more with than to refuse it; `slow` adds a character."""
    return min((field.max_length or 300_000) * TYPED_LONGER, 300_000) - 1


@pytest.mark.django_db
def test_no_field_of_any_form_takes_long_for_any_text():
    fields = text_fields()
    assert {"SignupForm", "ProfileForm", "ReviewForm", "InviteForm", "LoginForm", "FeedForm"} <= {
        form for form, _name, _field in fields
    }
    assert len(fields) > 40
    distinct = {
        (type(field), field.max_length): (form, name, field) for form, name, field in fields
    }
    took_long = {
        f"{form}.{name}": slow(field.clean, lengths={15_000, 300_000, longest_cleaned(field)})
        for form, name, field in distinct.values()
    }
    assert not {name: why for name, why in took_long.items() if why}


@pytest.mark.parametrize("act", [clean_name, is_address, is_reserved, skeletons, read_orcid])
def test_no_question_about_a_name_takes_long(act):
    assert not slow(act, lengths={3_000, 60_000}, most=SECONDS / 3)


def field_names():
    return sorted({name for _form, name, _field in text_fields()} | {"q", "link", "text", "page"})


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", ["a-", "(a\u0300\u0321@"])
@pytest.mark.parametrize("is_editor", [False, True])
def test_no_address_takes_long_for_any_form(world: World, is_editor, pattern):
    client = Client(raise_request_exception=False)
    if is_editor:
        client.force_login(UserFactory(editor=True))
    size = 1_200_000 // len(field_names()) // len(pattern.encode())
    typed = dict.fromkeys(field_names(), pattern * size) | {"kind": Kind.values[0]}
    for name, url in (ours(world) | sign_in_pages()).items():
        began = time.process_time()
        answer = client.post(url, typed)
        assert time.process_time() - began < SECONDS, name
        assert answer.status_code < 500, name


@pytest.mark.django_db
def test_no_address_takes_long_for_any_parameter(world: World):
    client = Client(raise_request_exception=False)
    value = "a-(@" * 8_000
    for name, url in ours(world).items():
        for parameter in ("q", "link", "cursor", "author", "subject", "significance", "sort"):
            began = time.process_time()
            answer = client.get(f"{url}?{parameter}={value}")
            assert time.process_time() - began < SECONDS, (name, parameter)
            assert answer.status_code < 500, (name, parameter)
