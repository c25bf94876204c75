import re
from html import unescape

import pytest
from django.urls import reverse

from accounts.models import Profile
from curation import form_texts
from curation.models import Entry, Issue
from curation.services.building import add_entry, save_entry
from curation.services.publishing import publish_issue
from drafts.models import Draft
from reviews.models import Review, Submission
from tests.curation.works import fill, make_candidate, make_editor, write_editorial
from tests.factories.accounts import UserFactory
from tests.factories.curation import IssueFactory, publish
from tests.factories.times import NOW
from web.templatetags.verso import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def issue(editor):
    return IssueFactory(editor=editor)


@pytest.fixture
def entry(issue, editor):
    return fill(issue, editor, make_candidate())


def address(name, *arguments):
    app = "reading" if name == "issue_preview" else "curation"
    return reverse(f"{app}:{name}", args=arguments)


def page_of(client, issue):
    return client.get(address("issue", issue.pk))


def test_the_list_shows_issues_in_the_making_and_published_ones(signed_in, issue, entry, editor):
    write_editorial(issue, editor)
    publish_issue(issue.pk, editor=editor, now=NOW)
    IssueFactory(number=2, title="When it fails", editor=editor)
    page = signed_in.get(address("issues")).content.decode()
    assert page.index("When it fails") < page.index("Published") < page.index("Agents that choose")


def test_the_next_number_stands_in_the_form_and_begins_an_issue(signed_in, issue):
    form = signed_in.get(address("issues")).context["form"]
    answer = signed_in.post(address("begin_issue"), {"title": "When it fails", **form.initial})
    begun = Issue.objects.get(number=2)
    assert (answer.status_code, answer["Location"]) == (302, address("issue", begun.pk))


def test_a_taken_number_is_said_and_what_was_typed_is_kept(signed_in, issue):
    typed = {"title": "When it fails", "volume": 1, "number": 1}
    answer = signed_in.post(address("begin_issue"), typed)
    assert answer.status_code == 422
    assert "There is an issue with this number already." in answer.content.decode()
    assert 'value="When it fails"' in answer.content.decode()


def test_the_builder_shows_entries_candidates_and_what_is_missing(signed_in, issue, entry):
    eligible, not_ready = make_candidate(), make_candidate(strength="incomplete")
    answer = page_of(signed_in, issue)
    page = answer.context["page"]
    assert [row.entry for row in page.entries] == [entry]
    assert [one.candidate.preprint for one in page.eligible] == [eligible]
    assert [one.candidate.preprint for one in page.not_eligible] == [not_ready]
    assert "The editorial is not written yet." in answer.content.decode()
    assert "The strength of evidence is below solid" in answer.content.decode()


def test_the_fields_of_two_entries_have_different_ids(signed_in, issue, entry, editor):
    fill(issue, editor, make_candidate())
    ids = re.findall(r' id="(\w*_recommendation)"', page_of(signed_in, issue).content.decode())
    assert len(ids) == len(set(ids)) == 2


def test_the_score_is_drawn_and_described_in_words(signed_in, issue):
    make_candidate(ratings=(("important", "solid"), ("important", "solid")))
    page = page_of(signed_in, issue).content.decode()
    assert 'aria-label="Score 0.45 on a scale from 0 to 1; 2 reviewers; mean 0.45' in page
    assert page.count('class="score__dot" cx="94"') == 2


def test_a_work_is_added_moved_and_taken_out(signed_in, issue, entry):
    work = make_candidate()
    signed_in.post(address("add_entry", issue.pk, work.pk), {"so_it_is": "on"})
    added = issue.entries.get(preprint=work)
    answer = signed_in.post(address("move_entry", added.pk, "up"))
    assert answer["Location"] == f"{address('issue', issue.pk)}#entry-{added.pk}"
    assert [one.pk for one in issue.entries.order_by("position")] == [added.pk, entry.pk]
    signed_in.post(address("move_entry", added.pk, "down"))
    signed_in.post(address("remove_entry", entry.pk))
    assert issue.entries.get().preprint == work


def test_a_work_that_is_not_eligible_is_refused_with_the_reason(signed_in, issue):
    work = make_candidate(strength="incomplete")
    to = address("add_entry", issue.pk, work.pk)
    answer = signed_in.post(to, {"so_it_is": "on"}, follow=True)
    assert "is not eligible. The strength of evidence is below solid" in answer.content.decode()
    assert not issue.entries.exists()


def test_entries_move_up_and_down_only(signed_in, entry):
    assert signed_in.post(address("move_entry", entry.pk, "sideways")).status_code == 404


def test_texts_are_saved_in_the_issue(signed_in, issue, entry):
    typed = {"section": "Agents", "recommendation": "Read *all* of it.", "seen": ""}
    typed["seen"] = form_texts.entry_fingerprint(entry)
    signed_in.post(address("save_entry", entry.pk), typed)
    entry.refresh_from_db()
    assert (entry.section, entry.first_sentence) == ("Agents", "Read all of it.")
    seen = form_texts.issue_fingerprint(issue)
    written = {"title": "When it fails", "editorial": "We looked.", "seen": seen}
    signed_in.post(address("save_issue", issue.pk), written)
    issue.refresh_from_db()
    assert (issue.title, issue.editorial_html) == ("When it fails", "<p>We looked.</p>\n")


def test_an_issue_without_a_title_is_not_saved_and_the_editorial_is_kept(signed_in, issue):
    answer = signed_in.post(address("save_issue", issue.pk), {"title": "", "editorial": "Typed."})
    assert answer.status_code == 422
    assert ">\nTyped.</textarea>" in answer.content.decode()


def test_text_saved_meanwhile_by_another_editor_is_replaced_only_knowingly(
    signed_in, issue, editor
):
    typed = {"title": "Mine", "editorial": "My words.", "seen": form_texts.issue_fingerprint(issue)}
    write_editorial(issue, make_editor("Otto Other"))
    answer = signed_in.post(address("save_issue", issue.pk), typed)
    assert answer.status_code == 422
    assert "Another editor saved another text while you wrote." in answer.content.decode()
    assert ">\nMy words.</textarea>" in answer.content.decode()
    typed["seen"] = answer.context["page"].form["seen"].value()
    assert signed_in.post(address("save_issue", issue.pk), typed).status_code == 302


def test_a_recommendation_changed_meanwhile_is_shown_beside_what_was_typed(signed_in, entry):
    typed = {"section": "", "recommendation": "My words.", "seen": "of another text"}
    answer = signed_in.post(address("save_entry", entry.pk), typed)
    assert answer.status_code == 422
    assert ">\nMy words.</textarea>" in answer.content.decode()
    assert "Read it for the second axiom." in answer.content.decode()


def test_what_is_typed_comes_back_and_has_to_be_saved_before_publishing(
    signed_in, issue, entry, editor
):
    write_editorial(issue, editor)
    typed = {"section": "Agents", "recommendation": "Half a sen", "draft_revision": "0"}
    signed_in.post(reverse("drafts:save", args=[f"entry:{entry.pk}"]), typed)
    page = page_of(signed_in, issue).content.decode()
    assert ">\nHalf a sen</textarea>" in page
    assert "Some of your text is not saved in the issue yet." in page
    answer = signed_in.post(address("publish_issue", issue.pk), follow=True)
    assert "Some of your text is not saved in the issue yet." in answer.content.decode()
    assert not Issue.objects.published().exists()


def test_a_draft_of_the_editorial_says_that_it_is_not_saved(signed_in, issue, editor):
    fields = {"title": "Drafted", "editorial": "Half", "seen": form_texts.issue_fingerprint(issue)}
    Draft.objects.create(owner=editor, key=f"issue:{issue.pk}", fields=fields, saved_at=NOW)
    page = page_of(signed_in, issue).content.decode()
    assert 'value="Drafted"' in page
    assert "it is not saved in the issue yet" in page


def test_publishing_leads_to_the_public_page_and_closes_the_builder(
    signed_in, issue, entry, editor
):
    write_editorial(issue, editor)
    assert "This cannot be undone." in page_of(signed_in, issue).content.decode()
    answer = signed_in.post(address("publish_issue", issue.pk))
    assert (answer.status_code, answer["Location"]) == (302, "/issues/1/1/")
    assert page_of(signed_in, issue)["Location"] == "/issues/1/1/"
    signed_in.post(address("remove_entry", entry.pk))
    assert Entry.objects.exists()
    late = signed_in.post(address("save_issue", issue.pk), {"title": "Written too late"})
    assert late.status_code == 409
    assert "Written too late" in late.content.decode()
    assert not Issue.objects.filter(title="Written too late").exists()


def test_an_editors_own_work_cannot_be_added_from_the_page(signed_in, issue, editor):
    work = make_candidate(submitter=editor)
    page = page_of(signed_in, issue).content.decode()
    assert "This is your own work" in page
    assert address("add_entry", issue.pk, work.pk) not in page


def test_an_entry_that_is_no_longer_eligible_says_why(signed_in, issue, entry):
    entry.preprint.status = "withdrawn"
    entry.preprint.save()
    page = page_of(signed_in, issue).content.decode()
    assert "This work cannot be published in the issue as it stands" in page


def issue_part(page):
    """The issue itself, without what a preview or a published page has around it."""
    found = page[page.index('<article class="stack--wide">') : page.index("</article>")]
    return " ".join(found.split())


def test_the_preview_is_the_page(signed_in, issue, editor):
    """The same words, order, sections, signatures and terms; only what publishing adds differs."""
    write_editorial(issue, editor)
    for section in ("Foundations", "Trust", "Foundations"):
        entry = fill(issue, editor, make_candidate())
        save_entry(entry.pk, editor=editor, section=section, recommendation="Read *it*.", now=NOW)
    previewed = issue_part(signed_in.get(address("issue_preview", issue.pk)).content.decode())
    issue = publish_issue(issue.pk, editor=editor, now=NOW)
    page = issue_part(signed_in.get(issue.get_absolute_url()).content.decode())
    for only_published in (
        f' href="{issue.get_absolute_url()}"',
        f'<a href="{issue.get_absolute_url()}evidence.json">evidence.json</a>',
        f"{issue.get_absolute_url()}evidence.json | python manage.py recompute_issue -</code>",
    ):
        assert only_published in page
    assert without_what_publishing_adds(previewed, issue) == without_what_publishing_adds(
        page, issue
    )
    assert page.count("<h2>Foundations</h2>") == previewed.count("<h2>Foundations</h2>") == 1
    assert previewed.index("<strong>promises</strong>") < previewed.index("Read <em>it</em>.")


def without_what_publishing_adds(page, issue):
    for before, after in (
        (f"/editor/issues/{issue.pk}/cover.svg", f"{issue.get_absolute_url()}cover.svg"),
        ('href=""', f'href="{issue.get_absolute_url()}"'),
        ("not published yet", str(day(issue.published_at))),
        (
            '<span class="cover__date"></span>',
            f'<span class="cover__date">{issue.published_at:%B %Y}</span>',
        ),
        (
            "recompute it: evidence.json",
            f'recompute it: <a href="{issue.get_absolute_url()}evidence.json">evidence.json</a>',
        ),
    ):
        page = page.replace(before, after)
    return page


def test_a_preview_says_where_a_recommendation_is_missing(signed_in, issue, editor):
    add_entry(issue.pk, preprint_id=make_candidate().pk, editor=editor, now=NOW)
    page = signed_in.get(address("issue_preview", issue.pk)).content.decode()
    assert "No recommendation yet." in page
    assert "Recommended by" not in page


def test_the_preview_of_a_published_issue_is_its_page(signed_in, issue):
    published = publish(issue)
    response = signed_in.get(address("issue_preview", issue.pk))
    assert response["Location"] == published.get_absolute_url()


def test_only_editors_see_the_cover_of_an_issue_in_the_making(client, signed_in, issue, entry):
    cover = f"/editor/issues/{issue.pk}/cover.svg"
    assert "<circle" in signed_in.get(cover).content.decode()
    client.logout()
    assert client.get(cover).status_code == 302


def test_no_reviewer_is_named_on_the_page(signed_in, issue, entry):
    names = ["Rita Reviewer", "Rosa Reviewer"]
    for review, name in zip(Review.objects.all(), names, strict=True):
        Profile.objects.filter(user=review.reviewer).update(name=name)
    submission = Submission.objects.get()
    handled = reverse("reviews:submission", args=[submission.pk])
    asked = [
        (address("issue", issue.pk), issue.editor, "2 reviewers; mean", []),
        (address("issue_preview", issue.pk), issue.editor, "Read it for the second axiom.", []),
        (handled, issue.editor, "Anonymous reviewer", []),
        (handled, submission.editor, "Anonymous reviewer", names),
    ]
    for page, editor, words, named in asked:
        signed_in.force_login(editor)
        answer = signed_in.get(page)
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert [name for name in names if name in answer.content.decode()] == named


@pytest.mark.parametrize("works", [2, 12])
def test_the_pages_do_as_many_queries_for_many_works(
    signed_in, issue, editor, works, django_assert_num_queries
):
    for _ in range(works):
        fill(issue, editor, make_candidate())
        make_candidate()
        make_candidate(strength="incomplete")
    with django_assert_num_queries(20):
        page_of(signed_in, issue)
    with django_assert_num_queries(7):
        signed_in.get(address("issues"))
    with django_assert_num_queries(10):
        signed_in.get(address("issue_preview", issue.pk))


READ = ["issues", "issue", "issue_preview"]
WRITE = [
    "begin_issue",
    "save_issue",
    "publish_issue",
    "add_entry",
    "save_entry",
    "move_entry",
    "remove_entry",
]


@pytest.fixture
def addresses(issue, entry):
    one, other = issue.pk, entry.pk
    arguments = {
        "issues": (),
        "begin_issue": (),
        "add_entry": (one, entry.preprint_id),
        "save_entry": (other,),
        "move_entry": (other, "up"),
        "remove_entry": (other,),
    }
    return {name: address(name, *arguments.get(name, (one,))) for name in READ + WRITE}


@pytest.mark.parametrize("name", READ + WRITE)
def test_anonymous_people_are_sent_to_sign_in_and_readers_refused(client, addresses, name):
    ask = client.get if name in READ else client.post
    assert ask(addresses[name])["Location"].startswith("/accounts/login/")
    client.force_login(UserFactory())
    assert ask(addresses[name]).status_code == 403


@pytest.mark.parametrize("name", WRITE)
def test_a_link_to_a_form_leads_to_its_page_and_changes_nothing(signed_in, addresses, name):
    response = signed_in.get(addresses[name])
    page = addresses["issues" if name == "begin_issue" else "issue"]
    assert (response.status_code, response["Location"]) == (302, page)
    assert (Issue.objects.filter(published_at=None).count(), Entry.objects.count()) == (1, 1)


def test_a_removed_entry_with_a_recommendation_is_named_until_it_is_back(
    signed_in, issue, entry, editor
):
    unwritten = add_entry(
        issue.pk,
        preprint_id=make_candidate().pk,
        editor=editor,
        now=NOW,
    )
    elsewhere = IssueFactory(number=2, editor=editor)
    save_entry(entry.pk, editor=editor, section="", recommendation="Read it.", now=NOW)
    sentence = f"Removed: {entry.version.title_plain}; its recommendation is kept"
    assert sentence not in words(page_of(signed_in, issue))
    for one in (entry, unwritten):
        signed_in.post(address("remove_entry", one.pk))
    assert words(page_of(signed_in, issue)).count("its recommendation is kept and returns") == 1
    assert sentence in words(page_of(signed_in, issue))
    assert sentence not in words(page_of(signed_in, elsewhere))
    signed_in.post(address("add_entry", issue.pk, entry.preprint_id))
    assert sentence not in words(page_of(signed_in, issue))
    assert "Read it." in words(page_of(signed_in, issue))


def test_editorial_and_recommendation_are_previewed_without_a_script(signed_in, issue, entry):
    before = entry.recommendation_html
    editorial = {"title": "", "editorial": "Read *it*.", "seen": "", "preview": "1"}
    answer = signed_in.post(address("save_issue", issue.pk), editorial)
    assert answer.status_code == 200
    assert words(answer).count("<p>Read <em>it</em>.</p>") == 1
    recommended = {"section": "", "recommendation": "Why *so*.", "seen": "", "preview": "1"}
    answer = signed_in.post(address("save_entry", entry.pk), recommended)
    assert words(answer).count("<p>Why <em>so</em>.</p>") == 1
    assert "Read <em>it</em>" not in words(answer)
    issue.refresh_from_db()
    entry.refresh_from_db()
    assert (issue.editorial, entry.recommendation_html) == ("", before)
    assert set(Draft.objects.values_list("key", flat=True)) == {
        f"issue:{issue.pk}",
        f"entry:{entry.pk}",
    }


def words(answer):
    return " ".join(unescape(answer.content.decode()).split())
