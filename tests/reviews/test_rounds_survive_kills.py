"""A round is released, posted and mailed by processes that are killed on their way: once, whole."""

import os
import signal
import time
import warnings
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NoReturn

import pytest
from django.core.mail.backends.filebased import EmailBackend
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Outbox
from events.outbox import work
from reviews.models import Correction, HeldResponse, Review, Round
from reviews.services import posting, releasing
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.forked import HANGS, exit_status

pytestmark = pytest.mark.django_db(transaction=True)
Step = Callable[[], Any]

# Before which statement of a process it is killed, and before which of them.
RELEASING = [('UPDATE "reviews_round"', 1), ('INTO "events_event"', 1), ('INTO "events_outbox"', 1)]
POSTING = [
    *(('UPDATE "reviews_review"', 1), ('UPDATE "reviews_review"', 2)),
    *(('INTO "events_event"', 2), ('UPDATE "reviews_assessment"', 1)),
    *(('INTO "reviews_response"', 1), ('FROM "reviews_heldresponse"', 2)),
    *(('UPDATE "preprints_preprint"', 1), ('INTO "events_outbox"', 4)),
]
MAILING = [('INTO "events_outbox"', 1), ('INTO "events_outbox"', 2), ('UPDATE "events_outbox"', 2)]


def killed_before(words: str, times: int, step: Step) -> None:
    """Take the step in a process of its own, which is killed there."""
    connection.close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python 3.12 warns of a fork beside threads
        child = os.fork()
    if not child:
        _step_until(words, times, step)
    assert exit_status(child) == -signal.SIGKILL, f"it did not come to {words} {times}"
    _wait_until_alone()


def _step_until(words: str, times: int, step: Step) -> NoReturn:
    left = times

    def die(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal left
        left -= words in sql
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)

    try:
        with connection.execute_wrapper(die):
            step()
    finally:
        os._exit(0)


def _wait_until_alone() -> None:
    """A killed process's session ends with the statement it was at."""
    others = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""
    ends_at = time.monotonic() + HANGS
    while _count(others):
        assert time.monotonic() < ends_at
        time.sleep(0.005)


def _count(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def stored() -> tuple[object, ...]:
    """What there is of all rounds; which mails are promised, apart from their numbers."""
    return (
        sorted(Round.objects.values_list("pk", "state")),
        sorted(Review.objects.values_list("pk", "status", "number")),
        sorted(Event.objects.values_list("kind", "subject")),
        sorted(HeldResponse.objects.values_list("text", flat=True)),
        sorted(
            (task, str(facts)) for task, facts in Outbox.objects.values_list("task", "arguments")
        ),
    )


def complete_round() -> Round:
    """All wanted reviews are accepted, and nothing has released it yet."""
    opened = RoundFactory()
    for number in (1, 2):
        ReviewFactory(round=opened, accepted=True, reviewer_number=number)
    return opened


def round_with_authors() -> Round:
    sent = RoundFactory(with_authors=True)
    author = UserFactory()
    sent.version.authors.update(user=author)
    for number in (1, 2):
        ReviewFactory(round=sent, accepted=True, reviewer_number=number)
    second = sent.submission.second_editor
    AssessmentFactory(round=sent, state="approved", approved_by=second, approved_at=NOW)
    HeldResponse.objects.create(
        round=sent, author=author, text="We agree.", text_html="", html_prefix="p-", written_at=NOW
    )
    Correction.objects.create(
        round=sent, author=author, number=1, wrong="It is 12.", right="It is 13.", asked_at=NOW
    )
    return sent


def mail_everything() -> None:
    """As a worker does whenever a row is due, also what one that died had taken."""
    while Outbox.objects.filter(done_at=None, dropped_at=None).update(due_at=timezone.now()):
        work()


@pytest.fixture
def mails(settings, tmp_path):
    """Who got which mails so far, also from processes that are gone."""
    settings.EMAIL_BACKEND = f"{EmailBackend.__module__}.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path

    def read() -> list[tuple[str, str]]:
        texts = "".join(file.read_text() for file in tmp_path.iterdir())
        lines = [line for line in texts.splitlines() if line.startswith(("Subject: ", "To: "))]
        return sorted(zip(lines[1::2], lines[::2], strict=True))

    return read


def test_a_round_is_released_once_by_workers_that_are_killed(mails):
    opened = complete_round()
    before = stored()
    for words, times in RELEASING:
        killed_before(words, times, lambda: releasing.release_complete_rounds(now=NOW))
        assert stored() == before, "all or nothing"
    assert releasing.release_complete_rounds(now=NOW) == 1
    assert releasing.release_complete_rounds(now=NOW) == 0
    assert Event.objects.filter(kind="round.released").count() == 1
    for words, times in MAILING:
        killed_before(words, times, work)
        Outbox.objects.update(due_at=timezone.now())
    mail_everything()
    people = [opened.submission.editor.email]
    people += [review.reviewer.email for review in opened.reviews.all()]
    assert sorted(to.removeprefix("To: ") for to, _subject in mails()) == sorted(people)


@pytest.mark.parametrize("process", ["worker", "web"])
def test_a_round_is_posted_once_by_processes_that_are_killed(mails, process):
    sent, bystander = round_with_authors(), round_with_authors()
    Round.objects.filter(pk=bystander.pk).update(respond_until=NOW + timedelta(days=99))
    author = sent.version.authors.get().user
    client = Client()
    client.force_login(author)
    steps: dict[str, Step] = {
        "worker": lambda: posting.post_due_rounds(now=sent.respond_until),
        "web": lambda: client.post(reverse("reviews:post_round", args=[sent.pk])),
    }
    before = stored()
    for words, times in POSTING:
        killed_before(words, times, steps[process])
        assert stored() == before, f"all or nothing, before {words} {times}"
    steps[process]()
    after = stored()
    for step in steps.values():
        step()
    assert stored() == after, "once, also where the schedule and the author come again"
    kinds = sorted(Event.objects.values_list("kind", flat=True))
    assert kinds == [
        *("assessment.published", "corrections.posted", "response.posted"),
        *("review.published", "review.published"),
    ]
    assert Round.objects.get(pk=bystander.pk).state == "with-authors"
    for words, times in MAILING:
        killed_before(words, times, work)
        Outbox.objects.update(due_at=timezone.now())
    mail_everything()
    found = mails()
    assert len(found) == len(set(found)), "nobody gets a mail twice"
    reviewers = [review.reviewer.email for review in sent.reviews.all()]
    assert {to.removeprefix("To: ") for to, _subject in found} == {
        *reviewers,
        sent.submission.editor.email,
        sent.submission.submitter.email,
        author.email,
    }


def test_of_two_due_rounds_the_one_before_the_kill_is_whole_and_the_other_untouched():
    first, second = round_with_authors(), round_with_authors()
    due = first.respond_until
    killed_before('UPDATE "reviews_round"', 2, lambda: posting.post_due_rounds(now=due))
    states = dict(Round.objects.values_list("pk", "state"))
    assert states == {first.pk: "assessed", second.pk: "with-authors"}
    published = Review.objects.filter(status="published").values_list("round", flat=True)
    assert list(published) == [first.pk, first.pk]
    assert posting.post_due_rounds(now=due) == 1
    assert Event.objects.filter(kind="assessment.published").count() == 2
