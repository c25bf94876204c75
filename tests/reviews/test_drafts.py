from datetime import timedelta

import pytest
from django.urls import reverse

from reviews import errors
from reviews.models import Draft
from reviews.services.drafts import form_fields, known_revision, save_draft
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
KEY = "review:1"


def save(owner, text, revision):
    return save_draft(
        owner, KEY, fields={"summary": text}, known_revision=revision, now=NOW
    ).revision


def test_each_save_counts_up():
    owner = UserFactory()
    assert save(owner, "a", 0) == 1
    assert save(owner, "ab", 1) == 2
    assert Draft.objects.get().fields == {"summary": "ab"}


def test_an_older_tab_does_not_overwrite_newer_text():
    owner = UserFactory()
    save(owner, "a", 0)
    save(owner, "newer", 1)
    with pytest.raises(errors.DraftOutOfDate):
        save(owner, "older", 1)
    assert Draft.objects.get().fields == {"summary": "newer"}


def test_the_same_text_twice_is_no_conflict():
    owner = UserFactory()
    save(owner, "a", 0)
    assert save(owner, "a", 0) == 2


def test_a_late_autosave_does_not_bring_back_a_form_that_was_sent():
    owner = UserFactory()
    save(owner, "a", 0)
    Draft.objects.all().delete()
    with pytest.raises(errors.DraftOutOfDate):
        save(owner, "a and more", 1)
    assert not Draft.objects.exists()


def test_drafts_of_two_people_are_apart():
    save(UserFactory(), "a", 0)
    save(UserFactory(), "b", 0)
    assert Draft.objects.count() == 2


def test_a_text_of_a_megabyte_is_refused():
    with pytest.raises(errors.DraftTooLong):
        save(UserFactory(), "x" * 1_000_000, 0)


def test_characters_no_database_keeps_are_dropped():
    assert form_fields({"summary": "a\x00b"}, ["summary", "missing"]) == {"summary": "ab"}


@pytest.mark.parametrize("text", ["", "x", "-1", "9" * 30])
def test_an_unreadable_revision_counts_as_none(text):
    assert known_revision({"draft_revision": text}) == 0


def test_the_autosave_answers_with_the_revision(client):
    client.force_login(UserFactory())
    url = reverse("reviews:save_draft", args=[KEY])
    answer = client.post(url, {"summary": "Hello", "draft_revision": "0"})
    assert answer.json()["revision"] == 1
    answer = client.post(url, {"summary": "Newer", "draft_revision": "0"})
    assert answer.status_code == 409
    assert "another tab" in answer.json()["error"]


def test_odd_names_of_fields_are_left_out(client):
    client.force_login(UserFactory())
    url = reverse("reviews:save_draft", args=[KEY])
    answer = client.post(url, {"a\x00b": "c", "x" * 500: "y", "summary": "Hello"})
    assert answer.status_code == 200
    assert Draft.objects.get().fields == {"summary": "Hello"}


def test_an_unknown_kind_of_draft_is_not_kept(client):
    client.force_login(UserFactory())
    assert client.post(reverse("reviews:save_draft", args=["diary:1"])).status_code == 404


def test_the_preview_is_what_the_page_will_show(client):
    client.force_login(UserFactory())
    answer = client.post(
        reverse("reviews:preview"), {"field": "summary", "summary": "*So* <script>x</script>"}
    )
    assert b"<em>So</em>" in answer.content
    assert b"<script>" not in answer.content


def test_a_draft_keeps_its_moment():
    saved = save_draft(
        UserFactory(), KEY, fields={}, known_revision=0, now=NOW + timedelta(hours=1)
    )
    assert saved.saved_at == NOW + timedelta(hours=1)
