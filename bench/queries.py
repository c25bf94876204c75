"""`python -m bench.queries [--fresh] PATH …`: queries each path takes when warm, as JSON.

With `--fresh` no cache of pages can answer.
"""

import json
import sys

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def count(paths: list[str], *, fresh: bool) -> dict[str, int]:
    client = Client(SERVER_NAME="127.0.0.1")
    found = {}
    for path in paths:
        client.get(path, {"fresh": "first"} if fresh else {})  # fills what a process reads once
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path, {"fresh": "second"} if fresh else {})
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
        found[path] = len(queries)
    return found


if __name__ == "__main__":
    django.setup()
    paths = [one for one in sys.argv[1:] if one != "--fresh"]
    sys.stdout.write(json.dumps(count(paths, fresh="--fresh" in sys.argv)))
