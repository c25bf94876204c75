"""Two editors write the same editorial or recommendation: neither text is lost."""

import json
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from curation import errors, rules
from curation.selectors.issue import issue_page
from curation.services import building
from drafts.errors import NotYourForm
from drafts.merging import fingerprints, write_fingerprints
from drafts.models import Draft
from drafts.services import SentDraft, save_draft
from tests.curation.works import declare, fill, make_candidate, make_editor
from tests.factories.curation import EntryFactory, IssueFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db

KENJI = "Kenji's editorial: this issue is about failure."
MARGUERITE = "Marguerite's editorial: failure teaches."


@pytest.fixture
def other():
    return make_editor("Otto Other")


@pytest.fixture
def issue(editor):
    return IssueFactory(editor=editor, title="When it fails")


@pytest.fixture
def signed_in(client, editor):
    client.force_login(editor)
    return client


def issue_form(page):
    """What the browser would send of the issue's form, as the page shows it."""
    return sent_by(page.context["page"])


def entry_form(page):
    return sent_by(page.context["page"].entries[0])


def sent_by(shown):
    draft = {"draft_revision": shown.draft.revision, "draft_base": shown.draft.base}
    return {name: shown.form[name].value() or "" for name in shown.form.fields} | draft


def page_of(client, issue):
    return client.get(reverse("curation:issue", args=[issue.pk]))


def send_issue(client, issue, form):
    return client.post(reverse("curation:save_issue", args=[issue.pk]), form)


def words_of(answer):
    return unescape(answer.content.decode())


def my_work(client, person):
    """Every text that the page "My work" of this person leads to."""
    client.force_login(person)
    pages = [
        client.get(reverse("reading:saved_text", args=[key]))
        for key in Draft.objects.filter(owner=person).values_list("key", flat=True)
    ]
    listed = words_of(client.get("/me/"))
    assert all(page.request["PATH_INFO"] in listed for page in pages)
    return "".join(words_of(page) for page in pages)


def test_the_other_editorial_stands_beside_the_form_and_the_other_title_stays(
    signed_in, issue, editor, other
):
    mine = {**issue_form(page_of(signed_in, issue)), "editorial": KENJI}
    building.save_issue(issue.pk, editor=other, title="What fails", editorial=MARGUERITE, now=NOW)
    answer = send_issue(signed_in, issue, mine)
    assert answer.status_code == 422
    assert MARGUERITE in words_of(answer)
    again = issue_form(answer)
    assert (again["title"], again["editorial"]) == ("What fails", KENJI)
    assert send_issue(signed_in, issue, again).status_code == 302
    issue.refresh_from_db()
    assert (issue.title, issue.editorial) == ("What fails", KENJI)


def test_a_replaced_editorial_is_in_its_writers_work_and_in_nobody_elses(
    signed_in, issue, editor, other
):
    mine = {**issue_form(page_of(signed_in, issue)), "editorial": KENJI}
    building.save_issue(issue.pk, editor=other, title=issue.title, editorial=MARGUERITE, now=NOW)
    send_issue(signed_in, issue, issue_form(send_issue(signed_in, issue, mine)))
    assert MARGUERITE in my_work(signed_in, other)
    assert MARGUERITE not in my_work(signed_in, editor)
    building.save_issue(
        issue.pk, editor=other, title=issue.title, editorial="A third text.", now=NOW
    )
    assert MARGUERITE in my_work(signed_in, other)  # sending a form does not delete it
    assert KENJI in my_work(signed_in, editor)


def test_a_replaced_text_is_kept_as_of_when_it_was_replaced(issue, editor, other):
    entry = EntryFactory(issue=issue, recommended_by=editor, recommendation="Of the first.")
    later = NOW + timedelta(days=2)
    building.save_issue(issue.pk, editor=editor, title="T", editorial=KENJI, now=NOW)
    building.save_issue(issue.pk, editor=other, title="T", editorial=MARGUERITE, now=later)
    building.save_entry(entry.pk, editor=other, section="", recommendation="Other.", now=later)
    kept = Draft.objects.filter(owner=editor, key__startswith="replaced")
    assert [draft.saved_at for draft in kept] == [later, later]
    assert not Draft.objects.filter(owner=other).exists()


def test_a_field_that_only_the_other_changed_is_no_conflict_and_is_said(signed_in, issue, other):
    mine = {**issue_form(page_of(signed_in, issue)), "editorial": KENJI}
    building.save_issue(issue.pk, editor=other, title="What fails", editorial="", now=NOW)
    answer = signed_in.post(reverse("curation:save_issue", args=[issue.pk]), mine, follow=True)
    issue.refresh_from_db()
    assert (issue.title, issue.editorial) == ("What fails", KENJI)
    assert "Another editor had changed this meanwhile, and it stays: Title." in words_of(answer)


def test_a_draft_shows_the_title_that_was_saved_since_and_the_own_text(
    signed_in, issue, editor, other
):
    typed = {**issue_form(page_of(signed_in, issue)), "editorial": "Half\r\n\r\nof it"}
    signed_in.post(reverse("drafts:save", args=[f"issue:{issue.pk}"]), typed)
    building.save_issue(issue.pk, editor=other, title="What fails", editorial=MARGUERITE, now=NOW)
    shown = issue_form(page_of(signed_in, issue))
    assert shown["title"] == "What fails"
    assert shown["editorial"].split() == ["Half", "of", "it"]
    answer = send_issue(signed_in, issue, shown)
    assert answer.status_code == 422
    assert MARGUERITE in words_of(answer)


def test_a_recommendation_of_another_editor_is_shown_then_kept_for_them(
    signed_in, issue, editor, other
):
    entry = fill(issue, other, make_candidate())
    bystander = fill(issue, other, make_candidate())
    mine = {**entry_form(page_of(signed_in, issue)), "recommendation": "Read it twice."}
    building.save_entry(
        entry.pk, editor=other, section="Agents", recommendation="Read it at night.", now=NOW
    )
    address = reverse("curation:save_entry", args=[entry.pk])
    asked = signed_in.post(address, mine)
    assert "Please declare your competing interests of this work first" in words_of(asked)
    declare(issue, editor)
    answer = signed_in.post(address, mine)
    assert answer.status_code == 422
    assert answer.context["page"].entries[0].form.theirs[0].text == "Read it at night."
    again = entry_form(answer)
    assert again["section"] == "Agents"
    assert signed_in.post(address, again).status_code == 302
    entry.refresh_from_db()
    assert (entry.section, entry.recommendation) == ("Agents", "Read it twice.")
    assert "Read it at night." in my_work(signed_in, other)
    assert bystander.recommendation not in my_work(signed_in, other)


def test_each_form_names_the_saved_texts_that_it_was_loaded_with(issue, editor, other):
    EntryFactory(issue=issue, section="Trust", recommendation="Read it.")
    texts = {"title": "What fails", "editorial": MARGUERITE}
    issue = building.save_issue(issue.pk, editor=other, **texts, now=NOW)
    page = issue_page(issue, editor, now=NOW)
    of_entry = {"section": "Trust", "recommendation": "Read it."}
    for form, saved in ((page, texts), (page.entries[0], of_entry)):
        seen = {"seen": write_fingerprints(saved)}
        assert json.loads(form.draft.base) == fingerprints(saved | seen)


def test_changing_ones_own_text_keeps_nothing(issue, editor):
    building.save_issue(issue.pk, editor=editor, title="One", editorial=KENJI, now=NOW)
    building.save_issue(issue.pk, editor=editor, title="Two", editorial="Other words.", now=NOW)
    assert not Draft.objects.exists()


def test_nothing_is_typed_into_texts_that_are_kept(issue, editor, other):
    building.save_issue(issue.pk, editor=other, title=issue.title, editorial=MARGUERITE, now=NOW)
    building.save_issue(issue.pk, editor=editor, title=issue.title, editorial=KENJI, now=NOW)
    (kept,) = Draft.objects.all()
    with pytest.raises(NotYourForm):
        save_draft(other, kept.key, sent=SentDraft({"editorial": "New"}), now=NOW)
    with pytest.raises(NotYourForm):
        save_draft(editor, kept.key, sent=SentDraft({"editorial": "New"}), now=NOW)


def test_a_mark_that_cannot_be_read_replaces_nothing():
    saved, sent = {"text": "Theirs"}, {"text": "Mine"}
    for seen in ("", "0123456789abcdef", "[1]", '{"text": 5}'):
        with pytest.raises(errors.TextChanged):
            rules.merge_with_saved(saved=saved, sent=sent, seen=seen)
    known = write_fingerprints(saved)
    assert rules.merge_with_saved(saved=saved, sent=sent, seen=known) == sent
    assert rules.merge_with_saved(saved=saved, sent=sent, seen=None) == sent
    assert rules.merge_with_saved(saved=saved, sent=saved, seen="") == saved
