"""The editors' desk over five thousand submissions: what it costs, how many queries.

`python -m bench.desk` makes the submissions, asks for the desk and takes all back; it is run in the
environment of the measured journal and prints JSON.
"""

import json
import subprocess
import sys
import time
from datetime import datetime, timedelta
from statistics import median
from typing import Any

import django
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.journal import ROOT, Journal
from bench.report import Metric, at_most

SUBMISSIONS = 5_000
WAITING = 1_500  # for their first decision; the others are under review, each third alike
EDITORS = 10
TIMES = 20
QUERIES_AT_MOST = 10
CPU_MS_AT_MOST = 30.0


def measure(journal: Journal, *, seconds: float) -> list[Metric]:
    command = [sys.executable, "-m", "bench.desk"]
    answer = subprocess.run(
        command, cwd=ROOT, env=journal.environment, capture_output=True, text=True, check=True
    )
    found = json.loads(answer.stdout)
    hello = "empty Django view, same client"
    return [
        at_most("editor.desk", found["cpu"], "CPU ms", CPU_MS_AT_MOST, found["hello"], hello),
        at_most("editor.desk.queries", found["queries"], "queries", QUERIES_AT_MOST),
        Metric("editor.desk.time", found["time"], "ms"),
    ]


def measured() -> dict[str, float]:
    """Within a transaction that is taken back; times are those of this process and its waiting."""
    with transaction.atomic():
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(fill())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        cost(client, "/editor/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/editor/")
            queries = len(captured)  # the next request begins a new list
        cpu, elapsed = cost(client, "/editor/")
        hello, _elapsed = cost(client, "/__hello__/30000")
        transaction.set_rollback(True)
    return {"cpu": cpu, "time": elapsed, "hello": hello, "queries": queries}


def cost(client: Client, path: str) -> tuple[float, float]:
    """Milliseconds of this process's CPU, and by the clock: the medians."""
    rounds = []
    for _ in range(TIMES):
        cpu, clock = time.process_time(), time.perf_counter()
        answer = client.get(path)
        rounds.append(((time.process_time() - cpu) * 1000, (time.perf_counter() - clock) * 1000))
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
    cpus, clocks = zip(*rounds, strict=True)
    return median(cpus), median(clocks)


def fill() -> Any:
    """Submissions of all kinds; returns the editor who handles a tenth of them."""
    from accounts.models import Profile, Role, User
    from preprints.models import Preprint, Version

    now = timezone.now()
    editors = User.objects.bulk_create(
        User(email=f"desk-{number}@example.org") for number in range(EDITORS)
    )
    Role.objects.bulk_create(Role(user=user, name="editor") for user in editors)
    Profile.objects.bulk_create(
        Profile(user=user, handle=f"desk-{user.pk}", name=f"Editor {user.pk}") for user in editors
    )
    works = Preprint.objects.bulk_create(
        Preprint(status="submitted", status_at=now, first_posted_at=now, created_at=now)
        for _ in range(SUBMISSIONS)
    )
    versions = Version.objects.bulk_create(_version(work, now) for work in works)
    for work, version in zip(works, versions, strict=True):
        work.current_version = version
    Preprint.objects.bulk_update(works, ["current_version"], batch_size=1000)
    _submit(versions, editors, now)
    return editors[0]


def _version(work: Any, now: datetime) -> Any:
    from preprints.models import Version

    title = f"Work {work.pk} on careful agents and what follows from four axioms"
    return Version(
        preprint=work,
        number=1,
        title=title,
        title_html=title,
        title_plain=title,
        author_line="Ada Example, Noor Example",
        author_count=2,
        posted_at=now,
        seen_at=now,
        content_hash="0" * 64,
    )


def _submit(versions: list[Any], editors: list[Any], now: datetime) -> None:
    from reviews.models import Review, Round, Submission

    submissions = Submission.objects.bulk_create(
        Submission(
            preprint_id=version.preprint_id,
            version=version,
            submitter=editors[number % EDITORS],
            is_author=False,
            consent="not-asked",
            state="submitted" if number < WAITING else "accepted",
            editor=None if number < WAITING else editors[number % EDITORS],
            second_editor=None if number < WAITING else editors[(number + 1) % EDITORS],
            submitted_at=now - timedelta(hours=number),
            triage_due_at=now + timedelta(days=7) - timedelta(hours=number),
        )
        for number, version in enumerate(versions)
    )
    rounds = Round.objects.bulk_create(
        Round(submission=one, version=one.version, number=1, opened_at=now)
        for one in submissions[WAITING:]
    )
    Review.objects.bulk_create(
        Review(
            round=opened,
            version=opened.version,
            reviewer=editors[(number + 2 + place) % EDITORS],
            due_on=(now - timedelta(days=number % 30 - 15)).date(),
            agreed_at=now,
        )
        for number, opened in enumerate(rounds)
        for place in range(number // EDITORS % 3)
    )


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(measured()))
