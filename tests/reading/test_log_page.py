"""/log/, its files and keys, and the checkpoint that an issue is in."""

from datetime import timedelta

import pytest

from curation.services.publishing import publish_issue
from events.checkpoints import checkpoint_text, make_checkpoint, read_checkpoint
from events.models import Checkpoint
from events.services import NamedSubject, record_event
from tests.curation.works import fill, make_candidate, make_editor, write_editorial
from tests.factories.curation import IssueFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def sign(days=0):
    record_event("preprint.listed", about=NamedSubject("V1", 1), now=NOW)
    return make_checkpoint(NOW + timedelta(days=days))


def test_the_page_lists_the_checkpoints_and_the_key(client):
    assert "The first checkpoint is made tonight." in client.get("/log/").content.decode()
    first, second = sign(), sign(days=1)
    page = client.get("/log/").content.decode()
    assert page.index(f"/log/{second.links}.txt") < page.index(f"/log/{first.links}.txt")
    assert first.public_key in page
    assert first.head in page
    assert "tonight" not in page


def test_a_file_is_the_checkpoint_as_it_was_signed(client):
    checkpoint = sign()
    answer = client.get(f"/log/{checkpoint.links}.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == checkpoint_text(checkpoint)
    assert read_checkpoint(answer.content.decode()).head == checkpoint.head
    assert client.get(f"/log/{checkpoint.links + 1}.txt").status_code == 404


def test_a_key_that_signed_before_stays_known(client, settings):
    first = sign()
    settings.SECRET_KEY = "another one of at least 32 characters"
    second = sign(days=1)
    keys = client.get("/.well-known/log-keys.json").json()["keys"]
    assert [key["public_key"] for key in keys] == [second.public_key, first.public_key]
    assert [key["algorithm"] for key in keys] == ["Ed25519", "Ed25519"]
    assert keys[1]["first_used"] == keys[1]["last_used"] == f"{NOW:%F}"


def test_an_issue_leads_to_the_first_checkpoint_with_its_publication(client):
    before = sign()
    editor = make_editor()
    issue = write_editorial(IssueFactory(editor=editor), editor)
    fill(issue, editor, make_candidate())
    publish_issue(issue.pk, editor=editor, now=NOW)
    assert "/log/" not in client.get(issue.get_absolute_url()).content.decode().split("<footer")[0]
    signed = make_checkpoint(NOW)
    later = sign(days=1)
    page = client.get(issue.get_absolute_url()).content.decode()
    assert f"/log/{signed.links}.txt" in page
    assert Checkpoint.objects.count() == 3
    for other in (before, later):
        assert f"/log/{other.links}.txt" not in page
