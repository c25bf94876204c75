"""Editors declare competing interests of the works that they choose, recommend or publish (R12)."""

from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Role, User
from curation import errors
from curation.selectors.interests import asked_in
from curation.services.building import remove_entry, save_entry
from curation.services.declaring import declare_interests
from curation.services.publishing import publish_issue
from events.completeness import compare_with_published
from events.models import Event
from reviews.interests import Interests
from reviews.models import EditorInterests, IssueInterests
from reviews.redaction_errors import NotYoursToRedact
from reviews.services.redacting_issue_interests import redact_issue_interests
from reviews.services.redaction_steps import Passage
from tests.curation.works import declare, fill, make_candidate, make_editor, write_editorial
from tests.events.published import set_row
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
RIVAL = Interests(kinds=("rival",), words="We compete for one grant.")
TICK = {"so_it_is": "on"}


@pytest.fixture
def issue(editor):
    issue = IssueFactory(editor=editor)
    fill(issue, editor, make_candidate())
    fill(issue, editor, make_candidate())
    return write_editorial(issue, editor)


def declared():
    rows = IssueInterests.objects.order_by("pk")
    return [(row.editor_id, row.version.preprint_id, row.interests) for row in rows]


def text_of(answer):
    return unescape(answer.content.decode())


def test_one_tick_declares_with_what_is_added_and_without_it_nothing_is(client, editor):
    client.force_login(editor)
    issue, work, bystander = IssueFactory(editor=editor), make_candidate(), make_candidate()
    page, to = (
        reverse("curation:issue", args=[issue.pk]),
        reverse("curation:add_entry", args=[issue.pk, work.pk]),
    )
    assert text_of(client.get(page)).count("I have no competing interests of this work.") == 2
    assert "Please tick what you declare" in text_of(client.post(to, follow=True))
    assert (issue.entries.count(), declared()) == (0, [])
    client.post(to, TICK)
    assert [entry.preprint_id for entry in issue.entries.all()] == [work.pk]
    assert declared() == [(editor.pk, work.pk, Interests.none())]
    assert [one.candidate.preprint for one in client.get(page).context["page"].eligible] == [
        bystander
    ]


def test_what_was_declared_of_the_work_before_is_confirmed_in_one_tick(client, editor):
    client.force_login(editor)
    issue, work = IssueFactory(editor=editor), make_candidate()
    EditorInterests.objects.create(
        submission=work.submissions.get(),
        editor=editor,
        kinds=["rival"],
        words=RIVAL.words,
        declared_at=NOW,
    )
    page = text_of(client.get(reverse("curation:issue", args=[issue.pk])))
    assert (
        f"still so: Competes with an author: for the result, a grant or a post. {RIVAL.words}"
        in page
    )
    client.post(reverse("curation:add_entry", args=[issue.pk, work.pk]), TICK)
    assert declared() == [(editor.pk, work.pk, RIVAL)]


def test_a_tie_in_the_catalogue_is_declared_or_the_work_left(client, issue):
    tied = make_editor("Tara Tied")
    first, second = issue.entries.order_by("position")
    first.version.authors.update(affiliation="Tower College")
    tied.profile.affiliation = "tower  college"
    tied.profile.save()
    client.force_login(tied)
    shown = [str(one.version_id) for one in (first, second)]
    everything = reverse("curation:declare_same", args=[issue.pk])
    refused = client.post(everything, {**TICK, "version": shown}, follow=True)
    assert "They work where an author of the work does." in text_of(refused)
    before = declared()
    one = reverse("curation:declare_interests", args=[issue.pk, first.preprint_id])
    typed = {
        "interests_choice": "declared",
        "interest_employer": "on",
        "competing_interests": "We never met.",
    }
    assert client.post(one, {**typed, "interest_employer": ""}).status_code == 422
    assert client.post(one, typed).status_code == 302
    client.post(everything, {**TICK, "version": shown})
    said = Interests(("employer",), "We never met.")
    assert declared() == [
        *before,
        (tied.pk, first.preprint_id, said),
        (tied.pk, second.preprint_id, Interests.none()),
    ]


def test_an_author_cannot_declare_to_have_none(issue):
    author = make_editor("Ada Author")
    entry = issue.entries.first()
    entry.version.authors.update(user=author)
    with pytest.raises(errors.UndeclaredTie, match="You are an author of it"):
        declare(issue, author)
    assert not IssueInterests.objects.filter(editor=author).exists()


def test_who_publishes_and_who_recommends_have_declared_of_each_work(issue, editor):
    publisher = make_editor("Pia Publisher")
    first, second = issue.entries.order_by("position")
    declare_interests(
        issue.pk, declared={first.version_id: Interests.none()}, editor=publisher, now=NOW
    )
    with pytest.raises(errors.PublisherHasToDeclare):
        publish_issue(issue.pk, editor=publisher, now=NOW)
    declare(issue, publisher)
    IssueInterests.objects.filter(editor=editor, version=second.version).delete()
    with pytest.raises(errors.RecommenderHasToDeclare, match=second.version.title_plain):
        publish_issue(issue.pk, editor=publisher, now=NOW)
    declare(issue, editor)
    assert publish_issue(issue.pk, editor=publisher, now=NOW).is_published


def test_readers_see_it_with_the_issue_and_the_log_holds_it(client, issue, editor):
    publisher = make_editor("Pia Publisher")
    first, second = issue.entries.order_by("position")
    declare(issue, publisher)
    declare_interests(issue.pk, declared={first.version_id: RIVAL}, editor=publisher, now=NOW)
    left = fill(issue, editor, make_candidate())
    remove_entry(left.pk, editor=editor, now=NOW)
    client.force_login(editor)
    preview = text_of(client.get(reverse("reading:issue_preview", args=[issue.pk])))
    publish_issue(issue.pk, editor=publisher, now=NOW)
    client.logout()
    page = text_of(client.get(issue.get_absolute_url()))
    words = "who chose it or published it: Competes with an author"
    assert preview.count(words) == page.count(words) == 1
    assert preview.count("who recommends it: None.") == page.count("who recommends it: None.") == 2
    shown = client.get(f"/api/v1/issues/{issue.pk}/").json()["interests"]
    assert [(one["version"], one["editor"], one["interest_kinds"]) for one in shown] == [
        (first.version.identifier, "recommends", []),
        (first.version.identifier, "other", ["rival"]),
        (second.version.identifier, "recommends", []),
        (second.version.identifier, "other", []),
    ]
    assert shown[1]["competing_interests"] == RIVAL.words
    assert IssueInterests.objects.count() == 4, "nothing is kept of the work that left"
    assert Event.objects.public().filter(kind="issue.interests_published").count() == 4
    row = IssueInterests.objects.get(editor=publisher, version=first.version)
    assert str(row) not in compare_with_published().unlogged
    set_row(row, competing_interests="A friend.")
    assert str(row) in compare_with_published().unlogged


def test_the_page_of_a_work_in_a_published_issue_shows_what_was_declared_and_no_form(
    client, issue, editor
):
    first, second = issue.entries.order_by("position")
    declare_interests(issue.pk, declared={first.version_id: RIVAL}, editor=editor, now=NOW)
    client.force_login(make_editor("Rita Reader"))
    page, other = (
        reverse("curation:declare_interests", args=[issue.pk, entry.preprint_id])
        for entry in (first, second)
    )
    assert "Declare this" in text_of(client.get(page))
    publish_issue(issue.pk, editor=editor, now=NOW)
    shown = text_of(client.get(page))
    assert "of the editor who recommends it: Competes with an author" in shown
    assert RIVAL.words in shown
    assert "of the editor who recommends it: None." in text_of(client.get(other))
    assert RIVAL.words not in text_of(client.get(other))
    for answer in (shown, text_of(client.get(other))):
        assert "Declare this" not in answer
        assert "interests_choice" not in answer
    left = make_candidate()
    elsewhere = reverse("curation:declare_interests", args=[issue.pk, left.pk])
    assert client.get(elsewhere).status_code == 404
    refused = client.post(page, {"interests_choice": "none"})
    assert (refused.status_code, "is published" in text_of(refused)) == (422, True)


def test_an_issue_of_editors_without_any_says_so_in_one_line(client, issue, editor):
    publish_issue(issue.pk, editor=editor, now=NOW)
    page = text_of(client.get(issue.get_absolute_url()))
    assert "declares none, of any of them." in page
    assert "who recommends it" not in page


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_what_is_published(issue, editor, change):
    other = IssueFactory(number=2, editor=editor)
    fill(other, editor, make_candidate())
    publish_issue(issue.pk, editor=editor, now=NOW)
    rows = IssueInterests.objects.filter(issue=issue.identifier)
    in_draft = IssueInterests.objects.filter(issue=other.identifier)
    act = {
        "update": lambda found: found.update(competing_interests="None at all."),
        "delete": lambda found: found.delete(),
    }[change]
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        act(rows)
    act(in_draft)
    assert rows.filter(competing_interests="").count() == 2


def test_a_managing_editor_redacts_a_passage_and_the_log_still_holds(client, issue, editor):
    first = issue.entries.order_by("position")[0]
    named = Interests(("rival",), "Dr X and I compete.")
    declare(issue, editor, named)
    submission = first.preprint.submissions.get()
    for who in (editor, make_editor("Bea Bystander")):
        EditorInterests.objects.create(
            submission=submission, editor=who, kinds=["rival"], words=named.words, declared_at=NOW
        )
    publish_issue(issue.pk, editor=editor, now=NOW)
    row = IssueInterests.objects.get(version=first.version)
    managing = UserFactory(managing_editor=True)
    client.force_login(managing)
    assert reverse("reviews:redact_declaration", args=[row.pk]) in text_of(
        client.get(issue.get_absolute_url())
    )
    passage = {"passage": Passage("competing_interests", "Dr X"), "reason": "It names somebody."}
    with pytest.raises(NotYoursToRedact):
        redact_issue_interests(row.pk, editor=editor, now=NOW, **passage)
    redact_issue_interests(row.pk, editor=managing, now=NOW, **passage)
    page = text_of(client.get(issue.get_absolute_url()))
    assert "[redacted] and I compete." in page
    assert "It names somebody." in page
    assert page.count("Dr X") == 1, "of the other work"
    as_editors = EditorInterests.objects.order_by("pk").values_list("words", flat=True)
    assert list(as_editors) == ["[redacted] and I compete.", named.words]
    differences = compare_with_published()
    assert str(row) not in differences.unlogged
    assert differences.resealed == []


def test_who_only_declared_is_not_published_as_an_editor_who_chose_it(client, issue, editor):
    leaver, chooser = make_editor("Lea Leaver"), make_editor("Cho Chooser")
    entry = fill(issue, chooser, make_candidate())
    save_entry(entry.pk, editor=editor, section="Foundations", recommendation="Read.", now=NOW)
    for who, words in ((leaver, "I left."), (chooser, "I chose."), (editor, "I publish.")):
        declare(issue, who, Interests(words=words))
    publish_issue(issue.pk, editor=editor, now=NOW)
    page = text_of(client.get(issue.get_absolute_url()))
    assert "I left." not in page
    assert "who chose it or published it: I chose." in page
    assert page.count("who recommends it: I publish.") == 3
    assert not IssueInterests.objects.filter(editor=leaver).exists()


@pytest.mark.parametrize("place", ["of the work", "in a draft"])
def test_what_another_editor_declared_of_the_work_is_not_offered_as_mine(client, editor, place):
    client.force_login(editor)
    issue, work, colleague = IssueFactory(editor=editor), make_candidate(), make_editor("Bea")
    said = {"editor": colleague, "declared_at": NOW}
    if place == "of the work":
        EditorInterests.objects.create(
            submission=work.submissions.get(), kinds=["rival"], words=RIVAL.words, **said
        )
    else:
        IssueInterests.objects.create(
            issue="V9.9",
            version=work.current_version,
            interest_kinds=["rival"],
            competing_interests=RIVAL.words,
            **said,
        )
    page = text_of(client.get(reverse("curation:issue", args=[issue.pk])))
    assert "I have no competing interests of this work." in page
    assert RIVAL.words not in page
    client.post(reverse("curation:add_entry", args=[issue.pk, work.pk]), TICK)
    assert IssueInterests.objects.get(editor=editor).interests == Interests.none()
    client.force_login(colleague)
    assert RIVAL.words in text_of(client.get(reverse("curation:issue", args=[issue.pk])))


def test_what_was_declared_for_another_issue_is_asked_again(issue, editor):
    other = IssueFactory(number=2, editor=editor)
    first = issue.entries.order_by("position")[0]
    EntryFactory(issue=other, preprint=first.preprint, version=first.version)
    declare(other, editor)
    IssueInterests.objects.filter(issue=issue.identifier, version=first.version).delete()
    assert [one.version for one in asked_in(issue, editor)] == [first.version]
    assert asked_in(other, editor) == []
    with pytest.raises(errors.RecommenderHasToDeclare, match=first.version.title_plain):
        publish_issue(issue.pk, editor=editor, now=NOW)


def test_who_declared_it_redacts_it_not_even_as_a_managing_editor(issue, editor):
    declare(issue, editor, Interests(("rival",), "Dr X and I compete."))
    Role.objects.create(user=editor, name=Role.Name.MANAGING_EDITOR)
    publish_issue(issue.pk, editor=editor, now=NOW)
    row = IssueInterests.objects.order_by("pk")[0]
    named = {"passage": Passage("competing_interests", "Dr X"), "reason": "A name.", "now": NOW}
    declarer = User.objects.get(pk=editor.pk)  # with the new role
    assert declarer.is_managing_editor
    with pytest.raises(NotYoursToRedact):
        redact_issue_interests(row.pk, editor=declarer, **named)
    redact_issue_interests(row.pk, editor=UserFactory(managing_editor=True), **named)
    row.refresh_from_db()
    assert row.competing_interests == "[redacted] and I compete."
