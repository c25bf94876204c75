"""Addresses of the admin's lists that no filter makes: refused or passed over, never a fault."""

from itertools import product

import pytest
from django.contrib import admin
from django.db.models import Field
from django.urls import reverse

from tests.administration.second_factor import sign_in_with_second_factor
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
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


@pytest.fixture
def administrator(client):
    user = UserFactory(administrator=True, is_staff=True, is_superuser=True, verified=True)
    sign_in_with_second_factor(client, user)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(("model", "field"), list(filtered_lists()), ids=str)
def test_no_address_of_a_list_is_a_fault(administrator, model, field):
    page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    faults = []
    for lookup, value in product(LOOKUPS, VALUES):
        value = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        answer = administrator.get(page, {f"{field}{lookup}": value})
        if answer.status_code not in (200, 302, 400):
            faults.append((f"{field}{lookup}", value[:9], answer.status_code))
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
