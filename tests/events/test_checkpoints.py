"""Checkpoints: signed by the journal, and proof against a log that was made anew."""

import base64
import subprocess
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from events import checkpoints
from events.checkpoints import (
    CheckpointError,
    checkpoint_text,
    make_checkpoint,
    public_key_text,
    read_checkpoint,
)
from events.locks import Lock
from events.models import Checkpoint, Event, Outbox, Seal
from events.outbox import promise, work
from events.sealing import seal_new_events
from events.services import NamedSubject, record_event
from events.tasks import make_checkpoint as make_daily_checkpoint
from events.verifying import verify_log
from tests.events.test_complete_log import empty_the_log, tamper
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC)


def log(*titles):
    for title in titles:
        record_event("preprint.listed", about=NamedSubject("V1", 1), now=NOW, data={"t": title})


def kept_checkpoint(*titles):
    """What somebody keeps of a log of these events."""
    log(*titles)
    return checkpoint_text(make_checkpoint(AT))


def test_a_checkpoint_says_how_long_the_chain_is_and_its_head(settings):
    settings.SITE_URL = "https://journal.example"
    text = kept_checkpoint("one", "two")
    head = Seal.objects.get(position=2).chain_hash
    (checkpoint,) = Checkpoint.objects.all()
    assert text == (
        "Verso log checkpoint, format 1\n"
        "journal: https://journal.example\n"
        "links: 2\n"
        f"head: {head}\n"
        "at: 2026-03-04T05:06:07Z\n"
        f"key: {checkpoint.public_key}\n"
        f"signature: {checkpoint.signature}\n"
    )


def test_another_program_agrees_that_the_signature_fits(tmp_path):
    """OpenSSL, with the key in the form of RFC 8410."""
    text = kept_checkpoint("one")
    *_, key, signature = [line.split(": ")[1] for line in text.splitlines()[1:]]
    der = bytes.fromhex("302a300506032b6570032100") + base64.b64decode(key)
    (tmp_path / "key").write_bytes(der)
    (tmp_path / "signature").write_bytes(base64.b64decode(signature))
    signed = text[: text.index("signature:")]
    for words, expected in ((signed, 0), (signed.replace("links: 1", "links: 2"), 1)):
        (tmp_path / "words").write_text(words)
        options = ["-pubin", "-keyform", "DER", "-inkey", "key", "-rawin", "-in", "words"]
        command = ["openssl", "pkeyutl", "-verify", *options, "-sigfile", "signature"]
        answer = subprocess.run(command, cwd=tmp_path, capture_output=True)
        assert answer.returncode == expected, answer.stderr


def test_there_is_one_of_each_length_and_none_of_an_empty_log():
    assert make_checkpoint(AT) is None
    assert make_daily_checkpoint() == 0
    log("one")
    first = make_checkpoint(AT)
    assert make_checkpoint(AT + timedelta(days=1)).at == first.at
    log("two", "three")
    assert make_daily_checkpoint() == 3
    assert list(Checkpoint.objects.values_list("links", flat=True)) == [3, 1]


def test_checkpoints_are_never_changed_or_removed():
    kept_checkpoint("one")
    for write in (
        lambda rows: rows.update(head="0" * 64),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            write(Checkpoint.objects.all())
    assert Checkpoint.objects.count() == 1


def test_the_key_is_the_settings_own_or_made_from_the_secret_one(settings):
    made = public_key_text(checkpoints.signing_key())
    settings.SECRET_KEY = "another one of at least 32 characters"
    assert public_key_text(checkpoints.signing_key()) != made
    seed = bytes(range(32))
    settings.LOG_SIGNING_KEY = base64.b64encode(seed).decode()
    own = Ed25519PrivateKey.from_private_bytes(seed)
    assert public_key_text(checkpoints.signing_key()) == public_key_text(own)
    assert public_key_text(own) in kept_checkpoint("one")
    settings.SECRET_KEY = "a third one of at least 32 characters"
    assert verify_log(now=NOW).broken_at is None


def test_a_kept_checkpoint_is_read_again_also_as_a_mail_changed_it():
    text = kept_checkpoint("one")
    kept = read_checkpoint(text)
    assert (kept.links, kept.head) == (1, Seal.objects.get().chain_hash)
    assert read_checkpoint("\r\n" + text.replace("\n", "\r\n") + "\r\n\r\n") == kept


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("links: 1", "links: 2"),
        lambda text: text.replace("at: 2026", "at: 2025"),
        lambda text: text.replace("key: ", "key: AAAA"),
        lambda text: text.replace("signature: ", "signature: AAAA")[:-5],
        lambda text: text.partition("signature")[0],
        lambda text: text + text,
        lambda text: "",
        lambda text: "links: 1",
    ],
)
def test_what_was_changed_in_a_checkpoint_is_noticed(change):
    text = kept_checkpoint("one")
    with pytest.raises(CheckpointError):
        read_checkpoint(change(text))


def test_a_log_that_grew_goes_on_from_what_was_kept(tmp_path):
    (tmp_path / "kept").write_text(kept_checkpoint("one", "two"))
    log("three")
    seal_new_events()
    out = StringIO()
    call_command("verify_log", since=str(tmp_path / "kept"), stdout=out)
    assert "3 links hold" in out.getvalue()
    assert "go on from the 2 links of the checkpoint of 2026-03-04T05:06:07Z" in out.getvalue()


def make_anew(*titles):
    """All of the log, its checkpoints too, as the owner of the database could."""
    tamper("DELETE FROM events_checkpoint")
    empty_the_log()
    log(*titles)
    seal_new_events()
    assert verify_log(now=NOW).broken_at is None, "by itself it holds"


@pytest.mark.parametrize(
    ("titles", "reason"),
    [
        (("one", "TWO", "three"), "link 2: a checkpoint says otherwise: the log was made anew"),
        (("one",), "link 2: a checkpoint knows of 2 links"),
        ((), "link 1: a checkpoint knows of 2 links"),
    ],
)
def test_whoever_kept_a_checkpoint_proves_that_the_log_was_made_anew(tmp_path, titles, reason):
    (tmp_path / "kept").write_text(kept_checkpoint("one", "two"))
    make_anew(*titles)
    with pytest.raises(CommandError, match=reason):
        call_command("verify_log", since=str(tmp_path / "kept"))


def test_a_log_made_anew_and_signed_anew_is_not_the_one_that_was_kept(tmp_path):
    (tmp_path / "kept").write_text(kept_checkpoint("one", "two"))
    make_anew("one", "TWO")
    make_checkpoint(AT)
    assert verify_log(now=NOW).broken_at is None
    with pytest.raises(CommandError, match="own checkpoint is not the one that was kept"):
        call_command("verify_log", since=str(tmp_path / "kept"))


@pytest.mark.parametrize("head", ["right", "ab" * 32])
def test_what_others_signed_says_nothing_of_the_log(tmp_path, settings, head):
    own, foreign = kept_checkpoint("one"), Ed25519PrivateKey.generate()
    if head == "right":
        head = Seal.objects.get().chain_hash

    def signed(journal):
        made = Checkpoint(journal=journal, links=1, head=head, at=AT)
        made.public_key = public_key_text(foreign)
        text = checkpoints.signed_text(made)
        return f"{text}signature: {base64.b64encode(foreign.sign(text.encode())).decode()}\n"

    for text, words in (
        (signed(settings.SITE_URL), "none of this journal's"),
        (signed("https://other.example"), "a checkpoint of https://other.example"),
    ):
        (tmp_path / "kept").write_text(text)
        with pytest.raises(CommandError, match=words) as refused:
            call_command("verify_log", since=str(tmp_path / "kept"))
        assert refused.value.returncode == 2
    settings.LOG_SIGNING_KEY = base64.b64encode(bytes(range(32))).decode()
    settings.SITE_URL = "https://moved.example"
    (tmp_path / "kept").write_text(own)
    call_command("verify_log", since=str(tmp_path / "kept"), stdout=StringIO())


def test_the_journals_own_checkpoints_are_compared_as_well():
    kept_checkpoint("one")
    empty_the_log()
    log("ONE")
    seal_new_events()
    assert verify_log(now=NOW).reason == "a checkpoint says otherwise: the log was made anew"


def test_a_checkpoint_that_was_changed_is_noticed():
    kept_checkpoint("one")
    tamper("UPDATE events_checkpoint SET at = at + interval '1 day'")
    assert verify_log(now=NOW).reason == "the signature of a checkpoint does not fit"


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"nothing"])
def test_a_file_that_is_no_checkpoint_is_one_clear_error(tmp_path, content):
    path = tmp_path / "kept"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match="checkpoint"):
        call_command("verify_log", since=str(path))


def test_an_issue_is_signed_once_its_event_has_its_link(second_connection):
    log("one")
    event = Event.objects.get()
    promise("events.sign_log", event_id=event.pk)
    second_connection.execute(f"SELECT pg_advisory_lock({Lock.SEAL})")
    work()
    assert not Checkpoint.objects.exists()
    second_connection.execute("SELECT pg_advisory_unlock_all()")
    Outbox.objects.update(due_at=NOW)
    work()
    assert Checkpoint.objects.get().links == Seal.objects.get(event=event).position
