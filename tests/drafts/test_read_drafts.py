"""A saved text can be read when its form takes none any more."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from curation.models import Entry
from drafts.models import Draft
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, publish
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client):
    """What an editor was still writing when another editor published the issue."""
    entry = EntryFactory()
    editor = UserFactory(editor=True)
    draft = Draft.objects.create(
        owner=editor,
        key=f"entry:{entry.pk}",
        saved_at=NOW,
        fields={"recommendation": "Half a sen", "seen": "0123456789abcdef"},
        others=[{"tab": "", "saved_at": NOW.isoformat(), "fields": {"section": "Elsewhere"}}],
    )
    publish(entry.issue)
    client.force_login(editor)
    return draft


def test_a_draft_is_listed_and_shown_with_its_other_texts(client, draft):
    page = reverse("reading:saved_text", args=[draft.key])
    assert page in client.get("/me/").content.decode()
    words = client.get(page).content.decode()
    assert "Half a sen" in words
    assert "Elsewhere" in words
    assert "0123456789abcdef" not in words


def test_the_page_names_the_form_and_the_work_and_leads_to_the_form_while_it_is_open(client, draft):
    entry = Entry.objects.get()
    words = client.get(reverse("reading:saved_text", args=[draft.key])).content.decode()
    assert f"A recommendation for an issue: {entry.version.title_html}" in words
    assert "It cannot be sent any more." in words
    assert "Go on writing" not in words
    other = EntryFactory(issue__number=2)
    key = f"entry:{other.pk}"
    Draft.objects.create(owner=draft.owner, key=key, fields={}, saved_at=NOW)
    words = client.get(reverse("reading:saved_text", args=[key])).content.decode()
    form = f"{reverse('curation:issue', args=[other.issue_id])}#entry-{other.pk}"
    assert f'<a href="{form}">Go on writing</a>' in words


def test_only_its_writer_reads_or_deletes_a_draft(client, draft):
    client.force_login(UserFactory(editor=True))
    assert client.get(reverse("reading:saved_text", args=[draft.key])).status_code == 404
    assert client.post(reverse("drafts:delete", args=[draft.key])).status_code == 404
    assert Draft.objects.exists()


def test_text_that_was_saved_since_it_was_read_is_not_deleted(client, draft):
    page, to = (reverse(name, args=[draft.key]) for name in ("reading:saved_text", "drafts:delete"))
    shown = re.search(r'name="saved_at" value="(.*?)"', client.get(page).content.decode())
    draft.saved_at, draft.fields = NOW + timedelta(milliseconds=1), {"recommendation": "Half a s"}
    draft.save()
    answer = client.post(to, {"saved_at": shown[1]}, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "Newer text was saved since" in answer.content.decode()
    assert Draft.objects.get() == draft
    shown = re.search(r'name="saved_at" value="(.*?)"', answer.content.decode())
    client.post(to, {"saved_at": shown[1]})
    assert not Draft.objects.exists()


@pytest.mark.parametrize("shown", ["", "2025-02-31T00:00:00Z", "2025-02-01T00:00:00"])
def test_a_page_that_does_not_say_what_it_showed_deletes_the_draft(client, draft, shown):
    client.post(reverse("drafts:delete", args=[draft.key]), {"saved_at": shown})
    assert not Draft.objects.exists()


def test_deleting_a_draft_leaves_those_of_others(client, draft):
    other = Draft.objects.create(owner=UserFactory(), key=draft.key, saved_at=NOW)
    mine = Draft.objects.create(owner=draft.owner, key="review:1", saved_at=NOW)
    client.post(reverse("drafts:delete", args=[draft.key]))
    assert set(Draft.objects.all()) == {other, mine}
