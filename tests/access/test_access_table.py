"""Who may do what: each cell of `access.txt` is a request to a journal with all these people.

After a change that is meant, `ACCESS_TABLE=write .venv/bin/python -m pytest tests/access -k
every_row` writes the file anew: read the difference before you commit it, row by row.
"""

import importlib
import inspect
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.urls import resolve

from curation.models import Issue
from ingest.models import Harvest, Lookup, Reject
from preprints.models import DuplicateCandidate, Preprint
from reviews.models import (
    Appeal,
    Assessment,
    Correction,
    Invitation,
    Review,
    Round,
    Submission,
    TriageProposal,
)
from tests.access.answers import answer
from tests.access.people import COLUMNS, NOBODY
from tests.access.requests import Request, routes
from tests.access.table import FILE, introduction, read, written
from tests.at_once.test_one_effect import NO_ACTS, services
from tests.made_once import taken_back

pytestmark = pytest.mark.django_db
EXPECTED = read(FILE.read_text())
ADD_A_ROW = (
    "Make a Request to each in tests/access/*_requests.py, then write the table anew: "
    "ACCESS_TABLE=write .venv/bin/python -m pytest tests/access -k every_row"
)
ADMIN = "/admin/"  # its pages take what is sent to them and then refuse it; see their POST rows


@pytest.mark.parametrize("key", EXPECTED, ids=lambda key: " ".join(filter(None, key)))
def test_each_person_gets_what_the_table_says(table, key):
    found = answers(table, table.requests[key])
    assert found == EXPECTED[key], "left: what was answered, right: access.txt"


def answers(table, request: Request) -> dict[str, str]:
    with taken_back():  # where the whole table is written, a row must not be in another's way
        return {person: answer(request, person, table.browsers, table.watch) for person in COLUMNS}


def test_the_file_has_every_row(table):
    if os.environ.get("ACCESS_TABLE") == "write":
        found = {
            title: [(one.key, answers(table, one)) for one in rows]
            for title, rows in table.sections.items()
        }
        FILE.write_text(written(found, introduction(FILE.read_text())))
    assert sorted(read(FILE.read_text())) == sorted(table.requests)


def test_every_route_has_a_row():
    listed = {route for _method, route, _state in EXPECTED}
    assert sorted(set(dict(routes())) - listed) == [], ADD_A_ROW
    assert len(listed) > 150


@pytest.mark.parametrize("person", [NOBODY, "reader", "managing", "admin"])
def test_a_method_without_a_row_is_refused(table, person):
    """Above all an act does not happen by looking."""
    known = {(method, route) for method, route, _state in table.requests}
    urls = {route: one.url for (method, route, _), one in table.requests.items() if not one.call}
    unknown = [
        (method, route)
        for route in urls
        for method in ("GET", "POST")
        if (method, route) not in known and not route.startswith(ADMIN)
    ]
    assert len(unknown) > 60
    found = {
        f"{method} {route}": answer(
            Request(method, urls[route]), person, table.browsers, table.watch
        )
        for method, route in unknown
    }
    refused = {"405", "sign in"} if person == NOBODY else {"405"}
    assert {row: word for row, word in found.items() if word not in refused} == {}


NO_PAGE = {
    "/preview/": "a preview stands in the page of its form",
    "/drafts/<key>/": "scripts save drafts there",
}


def test_who_loads_the_address_of_a_form_gets_a_page_or_is_sent_to_one():
    """As after a sign-in, or by going back."""
    routes_of = {
        method: {route for found, route, _state in EXPECTED if found == method}
        for method in ("GET", "POST")
    }
    assert len(routes_of["POST"]) > 60
    assert routes_of["POST"] - routes_of["GET"] == NO_PAGE.keys()


# Whose state makes a difference, by the word for its key in an address.
STATEFUL = {
    "appeal_id": Appeal,
    "assessment_id": Assessment,
    "invitation_id": Invitation,
    "issue_id": Issue,
    "candidate_id": DuplicateCandidate,
    "correction_id": Correction,
    "lookup_id": Lookup,
    "preprint_id": Preprint,
    "proposal_id": TriageProposal,
    "reject_id": Reject,
    "review_id": Review,
    "round_id": Round,
    "submission_id": Submission,
}
NO_ADDRESS = {Harvest: "people act on its source; no address or service takes a single harvest"}


def test_something_is_sent_to_a_row_in_each_state_there_is(table):
    """By what is stored, not by the words of the table."""
    tried = {(model, getattr(row, state_of(model).name)) for model, row in sent_to(table)}
    assert tried == {
        (model, state)
        for model in apps.get_models()
        if model not in NO_ADDRESS and state_of(model) is not None
        for state, _words in state_of(model).choices
    }


def sent_to(table) -> Iterator[tuple[Any, Any]]:
    """The rows whose keys are in the addresses that something is sent to."""
    for request in table.requests.values():
        keys = resolve(request.url).kwargs if request.method == "POST" else {}
        for name in keys.keys() & STATEFUL.keys():
            yield STATEFUL[name], STATEFUL[name].objects.get(pk=keys[name])


def state_of(model: Any) -> Any:
    fields = [one for one in model._meta.fields if one.name in ("state", "status") and one.choices]
    return fields[0] if fields else None


WHO_ACTS = {
    *("actor", "asked_by", "author", "by", "editor", "owner", "reviewer", "second_editor"),
    *("submitter", "user"),
}
TO_WHOM = "the person is whom it is done to; nobody is asked who acts"
NOT_CALLED = {
    "accounts.services.change_rights": "it only notes who acts; the admin's rows show who may",
    "accounts.services.ensure_profile": TO_WHOM,
    "accounts.services.give_role": TO_WHOM,
    "preprints.duplicates.candidates.mark_different": "Both its callers ask who acts",
}


# They only read, and not everybody may.
READING = {"reviews.services.redacting.read_original"}


def test_every_service_that_takes_who_acts_has_a_row():
    called = {name for method, name, _state in EXPECTED if method == "CALL"}
    assert len(called) > 45
    assert called | NOT_CALLED.keys() == {*services_that_take_who_acts(), *READING}
    assert called & NOT_CALLED.keys() == set()


def services_that_take_who_acts() -> Iterator[str]:
    """Those that act: `NO_ACTS` says which only read, or are a step of others."""
    for name in services():
        module, _, function = name.rpartition(".")
        taken = inspect.signature(getattr(importlib.import_module(module), function)).parameters
        if WHO_ACTS & taken.keys() and not {name, module} & NO_ACTS.keys():
            yield name


# Acts that are carried out for nobody here, by the beginning of their address.
OTHERS_PAGES = ("/accounts/2fa/", "/accounts/3rdparty/", "/accounts/social/")
REFUSED = {
    "POST /api/v1/<anything>/": "the API takes nothing",
    "POST /accounts/login/code/confirm/": "no code was asked for",
    "POST /accounts/reauthenticate/": "nothing is sent",
    "POST /accounts/password/set/": "each of them has one",
    "POST /accounts/sessions/": "nobody has another session",
    "POST /accounts/confirm-email/<key>/": "there is no such key",
    "POST /accounts/password/reset/key/<uidb36>-<key>/": "there is no such key",
    "POST /preprints/<preprint_id>/wrote/check/": "their tokens have expired by now",
    "CALL reviews.services.forum_claims.start_forum_claim": "each of them has a token",
    "POST /me/join/confirm/": "the other account was not proved just before",
    "POST /admin/events/event/add/": "the log is only read there",
    "POST /admin/events/event/<object_id>/change/": "the log is only read there",
    "POST /admin/events/event/<object_id>/delete/": "the log is only read there",
    "POST /admin/events/outbox/add/": "the services add to it",
    "POST /admin/events/outbox/<object_id>/change/": "the worker changes it",
    "POST /admin/events/outbox/<object_id>/delete/": "nothing promised is dropped",
    "POST /admin/accounts/user/add/": "people sign up themselves",
    "POST /admin/accounts/user/<object_id>/delete/": "the admin deletes nothing",
    "POST /admin/preprints/subject/<object_id>/delete/": "the admin deletes nothing",
}


def test_each_act_is_carried_out_for_somebody():
    """Else "no" could mean that the data sent is wrong, for everybody."""
    words: dict[str, set[str]] = {}
    for (method, route, _state), row in EXPECTED.items():
        if method != "GET" and not route.startswith(OTHERS_PAGES):
            words.setdefault(f"{method} {route}", set()).update(row.values())
    assert len(words) > 100
    assert {act for act, found in words.items() if "ok" not in found} == REFUSED.keys()
