"""`python -m bench.queries PATH …`: queries that Django makes for each when warm, as JSON."""

import json
import sys

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def count(paths: list[str]) -> dict[str, int]:
    client = Client(SERVER_NAME="127.0.0.1")
    found = {}
    for path in paths:
        client.get(path)  # fills what a process reads once
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
        found[path] = len(queries)
    return found


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(count(sys.argv[1:])))
