"""The whole way of a reviewer who stays hidden: the name is nowhere but with the two editors."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory
from tests.journeys.people import Opinion, write_review
from tests.journeys.test_way_of_a_preprint import (
    People,
    accept_reviews_and_assess,
    approve_and_send,
    let_the_draft_rest,
    open_from_desk,
    read_first_and_post,
    signing_in_once,
)

pytestmark = pytest.mark.journey
NAME, MAILBOX = "Quentin Hiddenmann", "q.hiddenmann@example.org"
PEOPLE = People(
    editor="editor.hides@example.org",
    second="second.hides@example.org",
    author="author.hides@example.org",
    invited=MAILBOX,
    volunteer="fellow.hides@example.org",
)
OTHER_EDITOR = "other.hides@example.org"
SECRET = re.compile("hiddenmann", re.IGNORECASE)


def under_review():
    """A work with a known author, and a fellow reviewer whose review is in."""
    editor = UserFactory(email=PEOPLE.editor, name="Edith Hides", editor=True, verified=True)
    second = UserFactory(email=PEOPLE.second, name="Sven Hides", editor=True, verified=True)
    UserFactory(email=OTHER_EDITOR, name="Olga Other", managing_editor=True, verified=True)
    opened = RoundFactory(submission__editor=editor, submission__second_editor=second)
    author = UserFactory(email=PEOPLE.author, name="Ada Hides", verified=True)
    opened.version.authors.update(user=author)
    preprint = opened.submission.preprint
    preprint.status = "under-review"
    preprint.save()
    fellow = UserFactory(email=PEOPLE.volunteer, name="Fay Fellow", verified=True)
    review = ReviewFactory(round=opened, reviewer=fellow, submitted=True, confirmed=True)
    return opened, review


def test_a_hidden_reviewers_name_is_nowhere_from_the_invitation_to_the_posting(journal, visit):
    with journal.inside():
        opened, fellow = under_review()
        work = opened.submission.preprint.get_absolute_url()
    page_of = signing_in_once(visit)
    invite(page_of(PEOPLE.editor))
    review_by_link(journal, visit())
    own_page = f"/editor/submissions/{opened.submission_id}/"
    assert SECRET.search(text_of(page_of(PEOPLE.editor), own_page)), "where it is, it is seen"
    accept_reviews_and_assess(page_of, PEOPLE)
    with journal.inside():
        let_the_draft_rest()
    approve_and_send(page_of, PEOPLE)
    fellow_page = f"/reviews/{fellow.pk}/write/"
    look_everywhere(
        page_of, visit(), {PEOPLE.author: [f"{work}author/"], PEOPLE.volunteer: [fellow_page]}, work
    )
    read_first_and_post(page_of, work, PEOPLE)
    own = {PEOPLE.author: [f"{work}author/", f"{work}respond/"], PEOPLE.volunteer: [fellow_page]}
    nobody = visit()
    look_everywhere(page_of, nobody, own, work)
    assert "It hides, and is sound." in text_of(nobody, work)
    for who in (PEOPLE.author, PEOPLE.volunteer, OTHER_EDITOR):
        mails = journal.mails(who)
        assert [words for mail in mails for words in mail if SECRET.search(words)] == []


def invite(page):
    open_from_desk(page, "Invite")
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("E-mail address").fill(MAILBOX)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("The invitation is on its way.")).to_be_visible()


def review_by_link(journal, page):
    mail = journal.wait_for_mail(MAILBOX, "/invitations/")
    page.goto(re.search(r"http\S+/invitations/\w+/", mail).group())
    page.get_by_label("I have none").check()
    page.get_by_role("button", name="Yes, I will review it").click()
    write_review(page, Opinion("It hides, and is sound.", "Anonymously", "Important", "Solid"))
    page.get_by_role("button", name="Submit the review").click()
    expect(page.get_by_text("Your review is with the editor.")).to_be_visible()


def look_everywhere(page_of, nobody, own, work):
    """own: the pages that only one person opens, by whose they are."""
    number = int(work.rstrip("/").rsplit("/", 1)[1])
    everybodys = [
        *(work, f"{work}v1/", "/", "/preprints/", "/people/"),
        *(f"/api/v1/{name}/?preprint={number}" for name in ("reviews", "events", "assessments")),
        *("/feeds/reviews.atom", "/feeds/reviews.json"),
    ]
    editors = ["/editor/", "/editor/?editor=all", "/editor/outbox/?show=sent"]
    pages = {PEOPLE.author: [], PEOPLE.volunteer: [], OTHER_EDITOR: editors} | own
    for who, addresses in pages.items():
        for address in [*addresses, *everybodys, "/me/"]:
            assert_hidden(page_of(who), address)
    for address in everybodys:
        assert_hidden(nobody, address)


def assert_hidden(page, address):
    words = text_of(page, address)
    if address.startswith("/search/"):  # it says what was asked for
        words = words.replace("Hiddenmann", "")
    assert not SECRET.search(words), (address, page.url)


def text_of(page, address):
    """As the server sends it to who is signed in there."""
    return page.request.get(address).text()
