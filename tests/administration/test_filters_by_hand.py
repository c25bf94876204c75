"""Addresses of the admin's lists that no filter makes: refused or passed over, never a fault."""

from copy import deepcopy
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from allauth.mfa.totp.internal import auth
from django.contrib import admin
from django.db.models import Field
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.administration.second_factor import sign_in_with_second_factor
from tests.factories.accounts import UserFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
LOOKUPS = [
    "",
    *(f"__{name}" for name in sorted({*Field.get_lookups(), "isempty", "day", "year", "nonsense"})),
]
VALUES = ["1", "a", "(", "a,b", "", "\0", "\ud800", "9" * 400]
SITE = admin.site


def filtered_lists():
    for model, page in sorted(SITE._registry.items(), key=lambda row: row[0].__name__):
        fields = [one if isinstance(one, str) else one[0] for one in page.list_filter]
        yield from ((model, field) for field in [*fields, "pk", "id"])


@pytest.fixture(scope="module")
def signed_in(django_db_setup, django_db_blocker):
    """Once for all tests of this module, by the code of this moment, which must not end before."""
    frozen = SimpleNamespace(time=lambda: 1_800_000_000)
    with made_once(django_db_blocker), patch.object(auth, "time", frozen):
        user = UserFactory(administrator=True, is_staff=True, is_superuser=True, verified=True)
        client = Client()
        sign_in_with_second_factor(client, user)
        yield client.cookies


@pytest.fixture
def administrator(signed_in):
    client = Client(raise_request_exception=False)
    client.cookies = deepcopy(signed_in)
    return client


@pytest.mark.parametrize(("model", "field"), list(filtered_lists()), ids=str)
def test_no_address_of_a_list_is_a_fault(administrator, model, field):
    """Django asks `lookup_allowed` first: where it allows no value, one is enough to see that."""
    page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert type(SITE._registry[model]).get_changelist is admin.ModelAdmin.get_changelist
    request, faults = RequestFactory().get(page), []
    for lookup in LOOKUPS:
        name = f"{field}{lookup}"
        asked = [one for one in VALUES if SITE._registry[model].lookup_allowed(name, one, request)]
        for value in VALUES if asked else VALUES[:1]:
            value = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
            answer = administrator.get(page, {name: value})
            if answer.status_code not in ((200, 302, 400) if asked else (400,)):
                faults.append((name, value[:9], answer.status_code))
    assert faults == []


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("/admin/accounts/user/", "roles__name__range=1"),
        ("/admin/accounts/user/", "roles__name__regex=("),
        ("/admin/accounts/user/", "is_active__range=1"),
        ("/admin/events/event/", "kind__regex=("),
        ("/admin/events/event/", "kind__range=a"),
        ("/admin/events/event/", "kind__startswith=review"),
        ("/admin/events/outbox/", "task__range=1"),
    ],
)
def test_a_lookup_that_no_filter_makes_is_refused(administrator, page, query):
    assert administrator.get(f"{page}?{query}").status_code == 400


@pytest.mark.parametrize("key", ["o", "p", "e", "q", "all", "_facets", "_popup", "_to_field"])
@pytest.mark.parametrize("value", ["1", "a", "(", "-99999999999999999999", "\0", ".", "1.x"])
def test_nor_is_another_parameter(administrator, key, value):
    for model in SITE._registry:
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert administrator.get(page, {key: value}).status_code in (200, 302, 400), page


@pytest.mark.parametrize(
    "address",
    [
        "accounts/user/?is_active__exact=1",
        "accounts/user/?roles__name=editor",
        "events/event/?kind=review.published",
        "events/outbox/?failed_at__isempty=0",
        "events/outbox/?failed_at__isempty=1",
    ],
)
def test_the_links_of_the_filters_work(administrator, address):
    assert administrator.get(f"/admin/{address}").status_code == 200
