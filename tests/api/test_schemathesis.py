"""Schemathesis, a client we did not write, asks the API what its own description says may be asked,
and much that it says may not. Fixed seed, bounded number of questions.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ensure_resource_availability,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from api.front import openapi_schema
from tests.one_of_each import world

__all__ = ["world"]  # the fixture: one of each thing

QUESTIONS = 25  # of each kind to each address; about a second an address
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    ensure_resource_availability,
    unsupported_method,
]


def operations() -> list[Any]:
    schema = schemathesis.openapi.from_dict(openapi_schema())
    return [found.ok() for found in schema.get_all_operations()]


def questions() -> list[tuple[Any, GenerationMode]]:
    """Valid and invalid ones; the index takes no parameters, so none of it is invalid."""
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    pairs = [(operation, mode) for operation in operations() for mode in modes]
    return [pair for pair in pairs if not (pair[0].path == "/api/v1/" and pair[1] is modes[1])]


def test_every_address_of_the_api_is_asked():
    paths = {operation.path for operation in operations()}
    assert {"/api/v1/", "/api/v1/preprints/", "/api/v1/preprints/{id}/"} <= paths
    assert len(paths) == 28


@pytest.fixture
def _connection_stays() -> Iterator[None]:
    """The test's own transaction outlives each request, as in Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("_connection_stays")
@pytest.mark.parametrize(
    ("operation", "mode"), questions(), ids=lambda part: getattr(part, "path", part)
)
def test_no_question_gets_an_undocumented_answer(world, settings, operation, mode):
    settings.LIMIT_REQUESTS = False
    application = WSGIHandler()
    seen = set()

    @hypothesis_settings(
        max_examples=QUESTIONS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        # Its client inside this process does not unpack what is compressed.
        response = case.call(
            app=application,
            base_url="http://127.0.0.1",
            headers={"Accept-Encoding": "identity"},
        )
        case.validate_response(response, checks=CHECKS)
        seen.add(response.status_code)

    ask()
    assert seen
