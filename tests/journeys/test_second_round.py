"""A reviewed work is revised, reviewed again, assessed anew and declared final, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.journeys.people import Opinion, confirm, write_review
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
PEOPLE = People(
    *(f"{who}.twice@example.org" for who in ("editor", "second", "author", "earlier", "other"))
)
NOTE = "Section two is new: the constant is four."
FIRST, SECOND = "The constant is missing.", "This important work bounds the diameter."


def reviewed_once():
    """The work after its first round, with a newer version that nobody has declared."""
    editor = UserFactory(email=PEOPLE.editor, name="Edith Twice", editor=True, verified=True)
    second = UserFactory(email=PEOPLE.second, name="Sven Twice", editor=True, verified=True)
    author = UserFactory(email=PEOPLE.author, name="Ada Twice", verified=True)
    earlier = UserFactory(email=PEOPLE.invited, name="Ivy Twice", verified=True)
    answered = RoundFactory(
        state="assessed",
        closed_at=NOW,
        submission__editor=editor,
        submission__second_editor=second,
    )
    signed = {"byline_kind": "signed", "byline_name": "Ivy Twice"}
    ReviewFactory(round=answered, published=True, reviewer=earlier, **signed)
    AssessmentFactory(round=answered, published=True, text_html=f"<p>{FIRST}</p>")
    answered.version.authors.update(user=author)
    preprint = answered.submission.preprint
    preprint.status = "reviewed"
    preprint.save()
    VersionFactory(preprint=preprint, number=2)
    return preprint


def test_a_work_goes_through_two_rounds_and_is_declared_final(journal, visit):
    with journal.inside():
        preprint = reviewed_once()
        address = preprint.get_absolute_url()
    page_of = signing_in_once(visit)
    declare_revision(page_of(PEOPLE.author), address)
    decide_on_it(page_of(PEOPLE.editor))
    review_again(journal, page_of(PEOPLE.invited))
    with journal.inside():
        volunteer = UserFactory(email=PEOPLE.volunteer, verified=True)
        again = preprint.submissions.get().rounds.get(number=2)
        ReviewFactory(round=again, reviewer=volunteer, submitted=True, confirmed=True)
    accept_reviews_and_assess(page_of, PEOPLE)
    with journal.inside():
        let_the_draft_rest()
    approve_and_send(page_of, PEOPLE)
    read_first_and_post(page_of, address, PEOPLE)
    declare_final(page_of(PEOPLE.author), address)
    read_both_rounds(visit(), address)


def declare_revision(page, address):
    page.goto(address)
    page.get_by_role("link", name="What is next for my work").first.click()
    page.get_by_role("link", name="Declare version 2 the revision").click()
    page.get_by_role("textbox", name="What has changed").fill(NOTE)
    page.get_by_role("textbox", name=re.compile("answer to review 1")).fill("1. Given by now.")
    page.get_by_role("button", name="Declare the revision").click()
    expect(page.get_by_role("status")).to_be_visible()


def decide_on_it(page):
    open_from_desk(page, "Read it and decide")
    expect(page.get_by_text(NOTE)).to_be_visible()
    page.get_by_label("Full review again").check()
    page.get_by_label("Why", exact=True).fill("The constant should be looked at.")
    page.get_by_role("button", name="Decide and notify the authors").click()
    expect(page.get_by_role("status")).to_be_visible()


def review_again(journal, page):
    """By the link of the mail, signed in; their earlier review is of the version before."""
    mail = journal.wait_for_mail(PEOPLE.invited, "/invitations/")
    page.goto(re.search(r"http\S+/invitations/\w+/", mail).group())
    page.get_by_label("I have none").check()
    page.get_by_role("button", name="Yes, I will review it").click()
    write_review(page, Opinion("The constant is there.", "With my name", "Important", "Solid"))
    page.get_by_role("button", name="Submit the review").click()
    expect(page.get_by_text("Your review is with the editor.")).to_be_visible()


def declare_final(page, address):
    page.goto(address)
    page.get_by_role("link", name="What is next for my work").first.click()
    confirm(page, "Declare version 2 final")
    expect(page.get_by_text("You declared version 2 final.")).to_be_visible()


def read_both_rounds(page, address):
    page.goto(address)
    expect(page.get_by_text("an author has declared the work final")).to_be_visible()
    shown = page.get_by_role("main").inner_text()
    for words in (NOTE, "Given by now.", "The constant is there.", FIRST, SECOND):
        assert shown.count(words) == 1, words
    assert shown.index(SECOND) < shown.index(FIRST), "the newer assessment stands first"
    of_versions = page.get_by_role("heading", name=re.compile("assessment")).all_inner_texts()
    assert [re.search(r"of version (\d)", words).group(1) for words in of_versions] == ["2", "1"]
    happened = [words.splitlines()[0] for words in page.locator(".timeline li").all_inner_texts()]
    assert happened[0] == "Declared final by an author"
    assert "The revision is reviewed again" in happened
