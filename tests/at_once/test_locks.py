"""Each service holds its locks when it writes, and leaves nothing half done when it fails.

The locks stand in `locks.txt`. Acts that are there for this alone stand in `background.ACTS`.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from tests.at_once import background
from tests.at_once.acts import Act
from tests.at_once.probe import WRITE, locks_held
from tests.at_once.test_one_effect import ACTS
from tests.stored_rows import changed_tables, stored_rows

ALL = [*ACTS, *background.ACTS]
FILE = Path(__file__).with_name("locks.txt")
LOCKS_OR_BEGINS = re.compile(
    r"select_for_update\(|transaction\.atomic|advisory_\w*lock|\b(?:try_|un)lock\("
)
APPS = (
    *("accounts", "curation", "drafts", "events", "ingest", "mails", "preprints", "privacy"),
    *("reviews", "search"),
)


class Stopped(BaseException):
    """The fault that is put in after the last statement that writes; no handler keeps it."""


def expected_locks() -> dict[str, str]:
    """By act, "" where the file says why there is none."""
    rows = [line.split(" | ") for line in FILE.read_text().splitlines() if " | " in line]
    locks = {act.strip(): "" if held.startswith("none: ") else held for act, held in rows}
    assert len(locks) == len(rows), "an act stands there twice"
    return locks


@pytest.fixture
def other(transactional_db):
    """A second connection, of which each statement is a transaction of its own."""
    parameters = connection.get_connection_params() | {"cursor_factory": None}
    with psycopg.connect(**parameters, autocommit=True) as session:
        yield session


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_outside_is_away")
def test_each_service_holds_its_locks_when_it_writes(other):
    """Each act is prepared twice: the rows of the first are bystanders, and stay free."""
    other.execute("VACUUM")  # rows that earlier tests took back slow each read until then
    found = {}
    for act in ALL:
        act.prepare()
        held = sorted(locks_held(act.prepare(), other).items())
        found[str(act)] = ", ".join(f"{n} {name}" if n > 1 else name for name, n in held)
    assert found == expected_locks()


# What these leave behind, by table, and why nothing is half done by that.
ONE = "one statement, which is whole by itself"
LEFT = {
    "preprints.comparisons.make_comparison": ({"preprints_comparison"}, ONE),
    "preprints.comparisons.compare_edit": ({"preprints_edit"}, ONE),
    "preprints.duplicates.candidates.suggest_candidates": ({"preprints_duplicatecandidate"}, ONE),
    "preprints.duplicates.candidates.suggest_pairs": ({"preprints_duplicatecandidate"}, ONE),
    "preprints.duplicates.candidates.mark_different": (
        {"preprints_duplicatecandidate"},
        "it changes the rows there are, else it adds the only one",
    ),
    "drafts.services.delete_draft": ({"drafts_draft"}, ONE),
    "drafts.services.forget_sent_forms": ({"drafts_sentform"}, ONE),
    "following.services.unfollow": ({"following_follow"}, ONE),
    "following.services.name_search": ({"following_follow"}, ONE),
    "reviews.services.editor_days.give_editor_days": ({"reviews_editorday"}, ONE),
    "events.outbox.work": ({"events_outbox"}, "the row is leased, and its work not done"),
}


@pytest.mark.django_db
@pytest.mark.usefixtures("_outside_is_away")
@pytest.mark.parametrize("act", ALL, ids=str)
def test_a_failure_at_the_end_leaves_nothing(act: Act):
    call = act.prepare()
    before = stored_rows()
    writes = writes_of(call)
    assert writes, "it writes nothing, so nothing can be half done"
    assert changed_tables(before) == set(), "the first run was taken back"
    with pytest.raises(Stopped), connection.execute_wrapper(stop_after(writes)):
        call()
    transaction.set_rollback(False)  # of the test's own transaction, which is not broken
    left, why = LEFT.get(str(act), (set(), ""))
    assert changed_tables(before) == left
    assert why != ONE or writes == 1


def writes_of(call: Callable[[], Any]) -> int:
    """How many statements write; what they do is taken back."""
    count = 0

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal count
        count += bool(WRITE.search(sql))
        return execute(sql, *rest)

    with transaction.atomic(), connection.execute_wrapper(watch):
        call()
        transaction.set_rollback(True)
    return count


def stop_after(writes: int) -> Callable[..., Any]:
    """Carry that many writing statements out, then fail."""
    left = writes

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal left
        result = execute(sql, *rest)
        left -= bool(WRITE.search(sql))
        if WRITE.search(sql) and left == 0:
            raise Stopped
        return result

    return watch


# Locks and transactions that no act comes to, and the tests of what they are for.
ELSEWHERE = {
    "accounts/forms.py NewPasswordForm.save": "accounts/test_reset_confirms.py",
    "accounts/guests.py confirm_from_mailbox": "accounts/test_reset_confirms.py",
    "accounts/forms.py SignupForm._do_the_same_work": "accounts/test_addresses_stay_secret.py",
    "accounts/forms.py SignupForm.try_save": "at_once/test_forms_of_accounts.py",
    "events/fetch_slots.py fetch_slot": "events/test_fetch_slots.py",
    "events/locks.py try_lock": "events/test_fetch_slots.py",
    "events/locks.py unlock": "events/test_fetch_slots.py",
    "reviews/consent_mails.py notify_editors_of_declined_consent": "reviews/test_consent_mails.py",
    "reviews/form_kinds.py ReviewerThreadForms.check_may_write": "test_drafts_in_forms.py",
    "reviews/form_kinds.py EditorThreadForms.check_may_write": "test_drafts_in_forms.py",
    "reviews/services/redacting.py read_original": "reviews/test_redacting.py",
    "reviews/services/reopening.py _return_assessment": "reviews/test_confirm_reviews.py",
    "mails/digests.py send_digest": "mails/test_digests.py",
    "mails/management/commands/try_mails_now.py Command.handle": "mails/test_mail_server.py",
    "ingest/harvests/announcements.py _schedule": "ingest/test_announcements.py",
    "ingest/harvests/run.py _keep": "ingest/test_harvest_survives_kills.py",
    "ingest/harvests/run.py only_one": "ingest/test_harvest_runs.py",
    "ingest/harvests/intake.py _store": "ingest/test_harvest_runs.py",
    "ingest/http/pacing.py KeptHosts.alone": "ingest/test_lookups_do_not_wait.py",
    "ingest/http/pacing.py _give_back": "ingest/test_lookups_do_not_wait.py",
    "ingest/http/pacing.py _take_before_others": "ingest/test_pacing.py",
    "ingest/http/pacing.py _take_unless_wanted": "ingest/test_pacing.py",
    "ingest/harvests/scheduled_fetches.py _storable": "ingest/test_scheduled_fetch_faults.py",
    "ingest/harvests/scheduled_fetches.py _store_batch": "ingest/test_scheduled_fetch_faults.py",
    "search/services.py learn_words": "search/test_documents.py",
    "search/services.py rebuild": "search/test_documents.py",
    "ingest/lookup_slots.py lookup_slot": "ingest/test_lookups_do_not_wait.py",
    "reviews/notifications.py _pass_on": "at_once/test_mails_passed_on.py",
    "drafts/closing.py is_closed": "privacy/test_retention.py",
    "privacy/exporting.py _record_originals": "privacy/test_exporting.py",
}


@pytest.mark.django_db
@pytest.mark.usefixtures("_outside_is_away")
def test_every_function_with_a_lock_or_a_transaction_runs_in_an_act():
    seen: set[CodeType] = set()

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call":
            seen.add(frame.f_code)

    for act in ALL:
        with transaction.atomic():
            call = act.prepare()
            sys.setprofile(note)
            try:
                call()
            finally:
                sys.setprofile(None)
            transaction.set_rollback(True)
    run = {
        f"{Path(code.co_filename).relative_to(settings.BASE_DIR)} {code.co_qualname}"
        for code in seen
        if code.co_filename.startswith(f"{settings.BASE_DIR}/")
    }
    found = set(functions_with_locks())
    assert len(found) > 80
    assert found - run - ELSEWHERE.keys() == set(), (
        "Give each an act in ACTS (tests/at_once/), or name the test that shows it in ELSEWHERE."
    )
    assert ELSEWHERE.keys() - (found - run) == set(), "an act comes to it, or it is gone"
    assert all((settings.BASE_DIR / "tests" / shown).exists() for shown in ELSEWHERE.values())


def functions_with_locks() -> Iterator[str]:
    """Each function of our apps that locks or opens a transaction: file and name."""
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            tree = ast.parse(path.read_text())
            for name, node in functions(tree):
                source = ast.unparse(node)
                if LOCKS_OR_BEGINS.search(source):
                    yield f"{path.relative_to(settings.BASE_DIR)} {name}"


def functions(node: ast.AST, before: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield f"{before}{child.name}", child
        elif isinstance(child, ast.ClassDef):
            yield from functions(child, f"{before}{child.name}.")
