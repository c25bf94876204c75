"""What is said where the broker or the database is away, or not migrated yet."""

import logging

import pytest
from celery import current_app
from django.core.management import CommandError
from django.db import InterfaceError, OperationalError, ProgrammingError
from kombu.exceptions import OperationalError as BrokerError

from events.commands import DatabaseCommand
from events.wakeup import send_wake_up


def test_a_wake_up_that_the_broker_took_is_sent_once_and_waits_for_no_answer(monkeypatch, caplog):
    sent = []
    monkeypatch.setattr(
        current_app, "send_task", lambda *args, **options: sent.append((args, options))
    )
    assert send_wake_up() is True
    assert sent == [(("events.tasks.work_outbox",), {"retry": False, "ignore_result": True})]
    assert caplog.records == []


@pytest.mark.parametrize(
    ("error", "level", "has_traceback"),
    [
        (BrokerError("away"), "WARNING", False),
        (ConnectionRefusedError("away"), "WARNING", False),
        (TimeoutError("away"), "WARNING", False),
        (ValueError("a bug"), "ERROR", True),
    ],
)
def test_a_broker_that_is_away_is_a_warning_and_a_bug_an_error(
    monkeypatch, caplog, error, level, has_traceback
):
    def fail(*_args, **_options):
        raise error

    monkeypatch.setattr(current_app, "send_task", fail)
    with caplog.at_level(logging.INFO):
        assert send_wake_up() is False
    (record,) = caplog.records
    assert (record.levelname, bool(record.exc_info)) == (level, has_traceback)
    assert "the sweeper will pick the work up" in record.getMessage()


class Command(DatabaseCommand):
    requires_system_checks = ()
    error: Exception | None = None

    def handle(self, **_options):
        if self.error is not None:
            raise self.error
        return "done"


def execute(error):
    command = Command()
    command.error = error
    return command.execute(force_color=False, no_color=False, skip_checks=True)


def missing(code):
    class CauseError(Exception):
        sqlstate = code

    error = ProgrammingError("it is not there")
    error.__cause__ = CauseError()
    return error


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
@pytest.mark.parametrize(
    ("words", "said"), [("\n no route\n to host", "no route"), ("", None)], ids=["words", "none"]
)
def test_a_command_says_in_one_line_that_the_database_does_not_answer(kind, words, said):
    with pytest.raises(CommandError) as refusal:
        execute(kind(words))
    assert str(refusal.value) == f"The database does not answer: {said or kind.__name__}"


@pytest.mark.parametrize("code", ["42P01", "42703", "42883"])
def test_a_command_says_in_one_line_that_the_database_has_not_been_migrated(code):
    """A table, a column and a function that are not there."""
    with pytest.raises(CommandError, match=r"Please run: python manage\.py migrate$"):
        execute(missing(code))


@pytest.mark.parametrize("error", [missing("42601"), ProgrammingError("no cause"), ValueError()])
def test_any_other_fault_of_a_command_is_shown_as_it_is(error):
    with pytest.raises(type(error)) as refusal:
        execute(error)
    assert refusal.value is error
    assert execute(None) == "done"
