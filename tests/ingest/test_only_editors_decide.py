"""What editors decide about sources is refused in words; `tests/access` has who may decide."""

import pytest

from events.models import Event
from ingest.errors import NotAnEditor
from ingest.models import Source
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def refuse(**values):
    raise NotAnEditor


@pytest.mark.parametrize("act", ["pause", "run", "allow-once", "ask-again", "sets", "remove"])
def test_what_the_service_refuses_the_page_says_in_words(client, monkeypatch, act):
    client.force_login(UserFactory(editor=True))
    monkeypatch.setattr("ingest.rules.check_is_editor", refuse)
    before = list(Source.objects.order_by("pk").values())
    fields = {"reason": "", "sets": "cs.CV", "instead_of": ""}
    answer = client.post(f"/editor/sources/arxiv/{act}/", fields, follow=True)
    assert "Only the journal&#x27;s editors can decide" in answer.content.decode()
    assert list(Source.objects.order_by("pk").values()) == before
    assert not Event.objects.exists()
