"""One preprint from a pasted link to an issue, everything in the browser."""

import re
from dataclasses import dataclass
from datetime import timedelta

import feedparser
import httpx
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reviews.models import Assessment
from tests.journeys.people import (
    PASSWORD,
    Opinion,
    confirm,
    give_roles,
    sign_in,
    sign_up,
    write_review,
)

pytestmark = pytest.mark.journey


@dataclass(frozen=True)
class Work:
    """A work the replay server knows, and how the people of its journey are called apart."""

    key: str
    link: str
    title: str
    author: str
    words: str  # stands in its abstract or its text
    issue: str  # the title of its issue


WORKS = [
    Work(
        key="arxiv",
        link="have a look at https://arxiv.org/pdf/1605.08386v1.pdf please",
        title="Heat-bath random walks with Markov bases",
        author="Caprice Stanley",
        words="Graphs on lattice points are studied",
        issue="Walks and bases",
    ),
    Work(
        key="forum",
        link="https://www.lesswrong.com/s/abc/p/SyntheticRich0001?commentId=x",
        title="A Claim, with Footnotes",
        author="Ada Example",
        words="The claim",
        issue="Claims and notes",
    ),
]


@dataclass(frozen=True)
class People:
    editor: str
    second: str
    author: str
    invited: str
    volunteer: str


def people_of(work: Work) -> People:
    return People(
        *(f"{who}.{work.key}@example.org" for who in ("editor", "second", "author", "invited", "v"))
    )


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.key)
def test_from_a_pasted_link_to_an_issue(journal, visit, work):
    people = people_of(work)
    give_roles(
        journal,
        {
            people.editor: (f"Edith {work.key}", "managing-editor"),
            people.second: (f"Sven {work.key}", "editor"),
        },
    )
    page_of = signing_in_once(visit)
    preprint = submit(journal, visit, work, people)
    accept_and_invite(journal, page_of, work, people)
    review_by_invitation(journal, visit, work, people)
    review_as_volunteer(journal, visit, preprint, people)
    accept_reviews_and_assess(page_of, people)
    answer_the_draft(page_of, people)
    approve_and_send(page_of, people)
    read_first_and_post(page_of, preprint, people)
    respond(page_of, preprint, people)
    issue = publish_issue(page_of, work, people)
    read_everything(visit, work, preprint, issue)
    pull_everything(journal, work, preprint)


def signing_in_once(visit):
    """Gives the page on which somebody is signed in, in a browser of their own."""
    pages = {}

    def page_of(email):
        if email not in pages:
            pages[email] = visit()
            sign_in(pages[email], email)
        return pages[email]

    return page_of


def submit(journal, visit, work, people):
    page = visit()
    page.goto("/")
    page.get_by_label("Link to a preprint or post").fill(work.link)
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_label("Link or identifier")).to_have_value(work.link)
    sign_up(page, journal, f"{work.author} {work.key}", people.author)
    page.goto("/submit/")
    page.get_by_label("Link or identifier").fill(work.link)
    page.get_by_role("button", name="Find it").click()
    expect(page.get_by_role("heading", name="Is this the work?")).to_be_visible(timeout=15_000)
    assert page.title().startswith("Is this the work?"), "the tab says what the page shows by now"
    expect(page.get_by_text(work.title).first).to_be_visible()
    expect(page.get_by_text(work.author).first).to_be_visible()
    page.get_by_label("an author of this work").check()
    page.get_by_label("I have none").check()
    page.get_by_role("button", name="Ask for a review").click()
    expect(page.get_by_text("Thank you. The editors will decide")).to_be_visible()
    return page.url


def open_from_desk(page, act, *, title=""):
    """title: of the work, where every editor's desk has the row of any other work, too."""
    page.goto("/editor/")
    rows = page.get_by_role("listitem").filter(has_text=title)
    rows.get_by_role("link", name=act).first.click()


def accept_and_invite(journal, page_of, work, people):
    page = page_of(people.editor)
    journal.wait_for_mail(people.editor, work.title)
    open_from_desk(page, "Accept or decline", title=work.title)
    page.get_by_label("Second editor").select_option(label=f"Sven {work.key}")
    page.get_by_label("The submitter is this author").select_option(label=work.author)
    page.get_by_label("I have none").first.check()  # of the form above that for declining
    page.get_by_role("button", name="Propose to accept it").click()
    expect(page.get_by_text("A second editor agrees or decides otherwise.").first).to_be_visible()
    second = page_of(people.second)
    second.goto(page.url)
    second.locator("#proposal").get_by_label("I have none").check()
    second.get_by_role("button", name="Agree, and carry it out").click()
    journal.wait_for_mail(people.author, "accepted")
    page.reload()
    page.get_by_label("Name", exact=True).fill(f"Ivy {work.key}")
    page.get_by_label("E-mail address").fill(people.invited)
    page.get_by_label("A personal line").fill("You know these walks better than anybody.")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("The invitation is on its way.")).to_be_visible()


def review_by_invitation(journal, visit, work, people):
    mail = journal.wait_for_mail(people.invited, "/invitations/")
    link = re.search(r"http\S+/invitations/\w+/", mail).group()
    page = visit()
    page.goto(link)
    expect(page.get_by_text("You know these walks better than anybody.")).to_be_visible()
    page.get_by_label("I have none").check()
    page.get_by_role("button", name="Yes, I will review it").click()
    opinion = Opinion("It bounds the $\\alpha$-diameter.", "With my name", "Important", "Solid")
    page.get_by_label("Summary").fill("Half a thou")
    expect(page.get_by_text(re.compile("^Draft saved at"))).to_be_visible(timeout=10_000)
    page.goto("about:blank")
    page.goto(link)
    page.get_by_role("link", name="Continue the review").click()
    expect(page.get_by_label("Summary")).to_have_value("Half a thou")
    write_review(page, opinion)
    page.locator(".writing", has=page.get_by_label("Summary")).get_by_role(
        "button", name="Preview"
    ).click()
    # The first formula of a server starts its renderer.
    preview = page.locator(".writing:has(#id_summary) .writing__preview")
    expect(preview.locator("math").first).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Submit the review").click()
    expect(page.get_by_text("Your review is with the editor.")).to_be_visible()
    expect(page.get_by_role("heading", name="Keep this account")).to_be_visible()
    confirm_from_mailbox(journal, visit, people)
    keep_the_account(journal, page, people)


def confirm_from_mailbox(journal, visit, people):
    """From another browser: the mailbox is what counts, not where the review was written."""
    mail = journal.wait_for_mail(people.invited, "/confirm-review/")
    page = visit()
    page.goto(re.search(r"http\S+/confirm-review/\w+/", mail).group())
    expect(page.get_by_role("heading", name="Is this your review?")).to_be_visible()
    page.get_by_role("button", name="Yes, this review is mine").click()
    expect(page.get_by_role("heading", name="You have confirmed this review")).to_be_visible()


def keep_the_account(journal, page, people):
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_text("We sent you an e-mail.")).to_be_visible()
    mail = journal.wait_for_mail(people.invited, "/keep-account/")
    page.goto(re.search(r"http\S+/keep-account/\w+/", mail).group())
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_text("Your account is ready.")).to_be_visible()
    sign_in(page, people.invited)


def review_as_volunteer(journal, visit, preprint, people):
    page = visit()
    sign_up(page, journal, "Hidden Volunteer", people.volunteer)
    page.goto(preprint)
    page.get_by_role("link", name="Write a review").first.click()
    page.get_by_label("I have none").check()
    page.get_by_role("button", name="Start my review").click()
    write_review(page, Opinion("It counts moves.", "Anonymously", "Valuable", "Convincing"))
    page.get_by_role("button", name="Submit the review").click()
    expect(page.get_by_text("Your review is with the editor.")).to_be_visible()


def accept_reviews_and_assess(page_of, people):
    page = page_of(people.editor)
    for _ in range(2):
        open_from_desk(page, "Read the review")
        confirm(page, "Accept this review")
        expect(page.get_by_text("The review is accepted")).to_be_visible()
    open_from_desk(page, "Write it")
    page.get_by_role("radio", name=re.compile("Important:")).check()
    page.get_by_role("radio", name=re.compile("Solid:")).check()
    page.get_by_role("textbox", name="Assessment").fill(
        "This important work bounds the diameter. The evidence is solid."
    )
    page.get_by_label("I have none").check()
    page.get_by_role("button", name="Ask the second editor").click()
    expect(page.get_by_text("The second editor has been asked")).to_be_visible()


def answer_the_draft(page_of, people):
    for reviewer in (people.invited, people.volunteer):
        page = page_of(reviewer)
        page.goto("/me/")
        page.get_by_role("link", name="Read the draft").first.click()
        expect(page.get_by_text("The evidence is solid.").first).to_be_visible()
        page.get_by_label("I agree with it").check()
        page.get_by_role("button", name="Send your answer").click()
        expect(page.get_by_text("The two editors read your answer.")).to_be_visible()


def let_the_draft_rest():
    """The days of the reviewers are over, without an answer."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Assessment.objects.filter(state="proposed").update(answer_by=yesterday)


def approve_and_send(page_of, people):
    second = page_of(people.second)
    open_from_desk(second, "Read the assessment")
    no_interests = second.get_by_label("I have none")  # whoever has declared is not asked again
    if no_interests.count():
        no_interests.first.check()
    second.get_by_role("button", name="Approve it").click()
    expect(
        second.get_by_text("Approved. The handling editor sends it to the authors, or posts it.")
    ).to_be_visible()
    page = page_of(people.editor)
    open_from_desk(page, "Send it or post it")
    confirm(page, "Send all to the authors")
    expect(page.get_by_text("The authors read it all first.")).to_be_visible()


def read_first_and_post(page_of, preprint, people):
    page = page_of(people.author)
    page.goto(preprint)
    page.get_by_role("link", name="What is next for my work").first.click()
    expect(page.get_by_text("State the constant.").first).to_be_visible()
    confirm(page, "Post it now")
    expect(page.get_by_text("The reviews and the assessment are public now.")).to_be_visible()


def respond(page_of, preprint, people):
    page = page_of(people.author)
    page.goto(preprint)
    page.get_by_role("link", name="Respond to the reviews").first.click()
    expect(page.get_by_text("State the constant.").first).to_be_visible()
    page.get_by_role("textbox", name="Your response").fill("We give the constant: $c = 4$.")
    page.get_by_label("I have none").check()
    page.get_by_role("button", name="Publish the response").click()
    expect(page.get_by_text("Your response stands beside the reviews now.")).to_be_visible()


def publish_issue(page_of, work, people):
    page = page_of(people.editor)
    page.goto("/editor/issues/")
    page.get_by_label("Title").fill(work.issue)
    page.get_by_role("button", name="Start this issue").click()
    candidate = page.locator("#candidates .planned", has_text=work.title)
    candidate.get_by_label("competing interests of this work").check()
    candidate.get_by_role("button", name="Add to the issue").click()
    page.get_by_text("Write the recommendation").click()
    page.get_by_label("Recommendation", exact=True).fill(
        "Read it for the bound. Few works say so plainly what they leave open."
    )
    page.locator("#entries").get_by_role("button", name="Save in the issue").click()
    page.get_by_label("Editorial", exact=True).fill("This issue holds one work, and it is *good*.")
    page.locator("#editorial").get_by_role("button", name="Save in the issue").click()
    confirm(page, "Publish this issue")
    expect(page).to_have_url(re.compile(r"/issues/1/\d+/$"))
    return page.url


def read_everything(visit, work, preprint, issue):
    """What a reader sees who is not signed in."""
    page = visit()
    page.goto("/")
    expect(page.get_by_text(work.issue).first).to_be_visible()
    page.goto(issue)
    expect(page.get_by_text("Read it for the bound.")).to_be_visible()
    page.get_by_role("link", name=work.title).first.click()
    expect(page).to_have_url(re.compile(r"/preprints/\d+/"))
    expect(page.get_by_text(work.words).first).to_be_visible()
    for words in (
        "This important work bounds the diameter.",
        "It counts moves.",
        "We give the constant",
        "2 reviewers were asked about this assessment: 2 agreed.",
        "Anonymous reviewer",
        "Volume 1, Issue",
    ):
        expect(page.get_by_text(words).first).to_be_visible()
    text = page.locator("body").inner_text()
    assert "Hidden Volunteer" not in text
    assert "State the constant." not in text
    for address in (f"{preprint}v1/reviews/1/", f"{preprint}v1/reviews/2/", "/preprints/"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok
    page.goto(f"{preprint}v1/reviews/1/")
    page.get_by_role("link", name=f"Ivy {work.key}").first.click()
    expect(page).to_have_url(re.compile("/people/"))
    expect(page.get_by_text(work.title).first).to_be_visible()


def pull_everything(journal, work, preprint):
    """What a program gets from the API and the feeds."""
    number = int(preprint.rstrip("/").rsplit("/", 1)[1])
    with httpx.Client(base_url=journal.address, trust_env=False) as api:
        found = api.get(f"/api/v1/preprints/{number}/").raise_for_status().json()
        assert found["status"] == "selected"
        reviews = api.get("/api/v1/reviews/", params={"preprint": number}).json()["results"]
        assert {review["byline"] for review in reviews} == {
            f"Ivy {work.key}",
            "Anonymous reviewer",
        }
        assessments = api.get("/api/v1/assessments/", params={"preprint": number}).json()
        assert assessments["results"][0]["significance"]["term"] == "important"
        issues = api.get("/api/v1/issues/").json()["results"]
        assert work.issue in {issue["title"] for issue in issues}
        for name in ("preprints", "reviews", "issues"):
            feed = feedparser.parse(api.get(f"/feeds/{name}.atom").content)
            assert not feed.bozo
            assert feed.entries
        everything = api.get("/api/v1/reviews/").text + api.get("/feeds/reviews.atom").text
    assert "Hidden Volunteer" not in everything
