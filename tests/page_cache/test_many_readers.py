"""Fifty people read while two hundred changes are written: who reads what is public gets nothing
that is older than a second, and nobody gets what is another's."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from accounts.models import Profile, User
from preprints.models import Location, Preprint
from tests.factories.accounts import UserFactory
from tests.page_cache.conftest import Reader, until_heard
from tests.reading.works import reviewed_round, signed_review
from web.page_cache import listening

READERS, SIGNED_IN, WRITES = 50, 5, 200
OLDEST_SECONDS = 1.0  # of what is served
SHOWN = re.compile(rb"(?:Asha Marwick |https://x.example/)(\d+)")
OF_SIGNED_IN = b"X-CSRFToken"


class Written:
    """A person's name and a work's address with a number that is counted up: which number was
    committed when, by `time.monotonic`."""

    def __init__(self, person: User, work: Preprint) -> None:
        self.person, self.work = person, work
        self.is_over = threading.Event()
        self._committed = [0.0]

    def write(self) -> None:
        for number in range(1, WRITES + 1):
            self.write_number(number)
            self._committed.append(time.monotonic())
            time.sleep(0.01)
        self.is_over.set()
        connection.close()

    @transaction.atomic
    def write_number(self, number: int) -> None:
        Profile.objects.filter(user=self.person).update(name=f"Asha Marwick {number}")
        Location.objects.filter(preprint=self.work).update(url=f"https://x.example/{number}")

    def oldest_to_show(self, asked_at: float) -> int:
        """To who asked then."""
        due = (at <= asked_at - OLDEST_SECONDS for at in [*self._committed])
        return sum(due) - 1


def read(cache, written: Written, paths: list[str], cookie: str) -> list[str]:
    """What was wrong, until nothing is written any more and for two rounds after.

    cookie: of somebody who is signed in, whose pages have a token of theirs; or none."""
    reader, wrong, rounds_after = Reader(cache), [], 0
    given = {"HTTP_COOKIE": cookie} if cookie else {}
    while rounds_after < 2:
        rounds_after += written.is_over.is_set()
        for path in paths:
            asked_at = time.monotonic()
            answer = reader.get(path, **given)
            numbers = {int(found) for found in SHOWN.findall(answer.body)}
            if answer.status != 200 or not numbers:
                wrong.append(f"{path}: {answer.status}, {numbers}")
            elif max(numbers) < written.oldest_to_show(asked_at):
                wrong.append(f"{path}: {max(numbers)} is too old")
            if (OF_SIGNED_IN in answer.body) is not bool(cookie):
                wrong.append(f"{path}: of somebody else")
        time.sleep(0.1)
    connection.close()
    return wrong


def cookie_of_somebody() -> str:
    client = Client()
    client.force_login(UserFactory())
    key = settings.SESSION_COOKIE_NAME
    return f"{key}={client.cookies[key].value}"


def test_many_readers_get_nothing_old_and_nothing_private(cache, monkeypatch):
    monkeypatch.setattr(listening, "SILENT_AFTER_SECONDS", OLDEST_SECONDS)
    reviewed = reviewed_round()
    person = UserFactory(name="Asha Marwick")
    signed_review(reviewed, number=9, reviewer=person)
    work = reviewed.submission.preprint
    paths = [f"/preprints/{work.pk}/", f"/people/{person.profile.handle}/"]
    written = Written(person, work)
    written.write_number(0)
    until_heard(cache)
    cookies = [cookie_of_somebody() for _person in range(SIGNED_IN)]
    cookies += [""] * (READERS - SIGNED_IN)
    with ThreadPoolExecutor(READERS + 1) as pool:
        writing = pool.submit(written.write)
        reading = [pool.submit(read, cache, written, paths, cookie) for cookie in cookies]
        writing.result()
        wrong = [line for one in reading for line in one.result()]
    assert wrong == []
    newest = Reader(cache).get(paths[0]).body
    assert max(int(found) for found in SHOWN.findall(newest)) == WRITES
