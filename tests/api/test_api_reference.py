"""The reference says what is true: its examples work, and it knows every list and parameter."""

import hashlib
import json
import re
import shlex
from pathlib import Path

import pytest

from tests.api.conftest import LISTS
from tests.factories.preprints import PreprintFactory

REFERENCE = (Path(__file__).parents[2] / "docs" / "reference" / "api.md").read_text()
COMMANDS = re.findall(r"^curl .*$", REFERENCE, re.MULTILINE)


def test_every_example_is_tried():
    assert len(COMMANDS) == REFERENCE.count("curl ") > 10


@pytest.mark.django_db
@pytest.mark.parametrize("command", COMMANDS)
def test_an_example_works(client, command):
    PreprintFactory(pk=12)
    words = shlex.split(command)
    headers = dict([words[2].split(": ", 1)]) if words[1] == "-H" else {}
    address = words[-1].removeprefix("http://127.0.0.1:8000")
    assert client.get(address, headers=headers).status_code == 200


def test_every_list_and_parameter_is_in_the_reference(client):
    paths = client.get("/api/v1/schema/").json()["paths"]
    for name in LISTS:
        assert f"`/api/v1/{name}/`" in REFERENCE
        (row,) = re.findall(rf"^\| {name} \| (.*) \|$", REFERENCE, re.MULTILINE) or [""]
        documented = set(re.findall(r"`([a-z_]+)`", re.sub(r"\([^)]*\)", "", row)))
        known = {each["name"] for each in paths[f"/api/v1/{name}/"]["get"].get("parameters", [])}
        assert documented == known - {"cursor", "limit"}, name


@pytest.mark.django_db
def test_a_payload_can_be_hashed_as_the_reference_says(get, everything_published):

    event = get("events/")["results"][0]
    names = ("at", "data", "format", "id", "kind", "preprint", "subject")
    payload = {name: event[name] for name in names} | {"public": True}
    payload["actor"] = event["seal"]["actor_hash"]
    payload["at"] = payload["at"].replace("Z", "+00:00")
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == event["seal"]["payload_hash"]
