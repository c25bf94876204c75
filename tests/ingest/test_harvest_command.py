"""What `manage.py harvest` refuses, and what it prints where a harvest fails."""

from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ingest.http.client import SourceClient
from ingest.models import Harvest, Source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("replay")]


def harvest(*arguments):
    printed = StringIO()
    call_command("harvest", *arguments, stdout=printed, stderr=StringIO())
    return printed.getvalue()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("arxiv", "--limit", "-5"), "number of records"),
        (("arxiv", "--limit=-5"), "number of records"),
        (("arxiv", "--limit=0"), "number of records"),
        (("arxiv", "--limit=many"), "number of records"),
        (("arxiv", "--since", "yesterday"), "YYYY-MM-DD"),
        (("arxiv", "--since", "2024-13-45"), "YYYY-MM-DD"),
        (("arxiv", "--until", "0000-00-00"), "YYYY-MM-DD"),
        (("arxiv", "--since", "2024-03-05", "--until", "2024-03-04"), "is before --since"),
        (("arxiv", "--since", "2999-01-01"), "in the future"),
        (("arxiv", "--set", "cs.NOTHING"), "has no set 'cs.NOTHING'"),
        (("lesswrong", "--set", "karma:lots"), "has no set"),
        (("biorxiv", "--set", "neuroscience"), "has no sets"),
        (("nowhere",), "no source 'nowhere'"),
    ],
)
def test_a_source_that_cannot_be_harvested_is_refused_with_words(arguments, words, replay):
    with pytest.raises(CommandError, match=words):
        harvest(*arguments)
    assert replay.requests == []
    assert not Harvest.objects.exists()


def test_a_harvest_that_failed_prints_no_answer(replay, monkeypatch):
    without_waits = partial(SourceClient, sleep=lambda _seconds: None)
    monkeypatch.setattr("ingest.harvests.run.SourceClient", without_waits)
    replay.fail(times=20, status=500)
    printed = StringIO()
    with pytest.raises(CommandError):
        call_command("harvest", "arxiv", "--since", "2024-03-05", stdout=printed, stderr=StringIO())
    assert printed.getvalue() == ""


def test_a_harvest_without_news_says_so(replay):
    assert Source.objects.filter(slug="lesswrong").exists()
    days = ("--since", "2001-01-01", "--until", "2001-01-02")
    assert harvest("lesswrong", *days) == "nothing new\n"
