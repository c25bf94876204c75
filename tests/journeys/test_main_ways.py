"""The main ways through the journal: by the keyboard alone, and in a browser without scripts."""

import re
from dataclasses import dataclass

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.journeys.keyboard import choose, press, type_into, walk
from tests.journeys.writers import open_form, sign_in_once
from tests.search.finding import index
from text.markdown.points import Points
from text.markdown.render import render_markdown

pytestmark = pytest.mark.journey
TITLE = "Quokkas that choose their own switch"
BODY = "<h3>A model</h3><p>The agent learns to ignore the switch.</p>" + "<p>More.</p>" * 40
WEAKNESSES = "1. Fine.\n2. Why “learns to ignore the switch”?"
SIZES = {"wide": {"width": 1280, "height": 720}, "phone": {"width": 360, "height": 640}}
WITHOUT_SCRIPTS = {"java_script_enabled": False}
LINKS = {
    "keyboard": "https://arxiv.org/abs/1707.08567",
    "scripts off": "https://www.lesswrong.com/posts/SyntheticPlain001/x",
}


@dataclass(frozen=True)
class Post:
    page: str
    beside: str


@pytest.fixture(scope="module")
def post(journal) -> Post:
    """Shown in full, reviewed and assessed; it is found by its title."""
    with journal.inside():
        work = PreprintFactory(version=None, status="reviewed", shows_full_text=True)
        words = {"title": TITLE, "title_html": TITLE, "title_plain": TITLE}
        version = VersionFactory(preprint=work, body_html=BODY, **words)
        opened = RoundFactory(
            submission__preprint=work,
            submission__version=version,
            version=version,
            state="assessed",
        )
        html = render_markdown(WEAKNESSES, points=Points("r1-point-"))
        ReviewFactory(round=opened, published=True, number=1, weaknesses_html=html)
        AssessmentFactory(round=opened, published=True)
        index(work)
        beside = reverse("reading:side_by_side", args=[work.pk, version.number])
        return Post(work.get_absolute_url(), beside)


def signed_in(journal, page, email):
    with journal.inside():
        session = sign_in_once(UserFactory(email=email, verified=True))
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": journal.address}])


@pytest.mark.parametrize("size", SIZES)
def test_find_read_compare_cite_and_follow_by_keyboard(journal, visit, post, size):
    page = visit(viewport=SIZES[size])
    signed_in(journal, page, f"keyboard-{size}@example.org")
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    type_into(page, page.locator("#search-box"), "quokkas switch")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    press(page, page.get_by_role("link", name=TITLE))
    page.wait_for_url(f"**{post.page}")
    press(page, page.get_by_role("button", name="Follow", exact=True))
    expect(page.get_by_role("button", name="Unfollow")).to_be_visible()
    citation = page.locator("#citation")
    before = citation.inner_text()
    press(page, page.locator(".cite").get_by_role("link", name="APA"))
    expect(citation).not_to_have_text(before)
    page.goto(post.page)
    press(page, page.locator(f'a[href="{post.beside}"]').first)
    page.wait_for_url(f"**{post.beside}")
    press(page, page.locator("a.quotation").first)
    page.wait_for_url("**#*")
    assert page.locator(":target").evaluate("one => one.getBoundingClientRect().bottom") > 0


@pytest.mark.parametrize("size", SIZES)
def test_wherever_the_tab_key_leads_it_is_seen_where_one_is(journal, visit, post, size):
    page = visit(viewport=SIZES[size])
    signed_in(journal, page, f"walker-{size}@example.org")
    for address in ("/", post.page, post.beside, "/preprints/", "/people/", "/submit/"):
        page.goto(address)
        assert walk(page) > 10
        walk(page, key="Shift+Tab")


def test_submit_a_link_by_keyboard(journal, visit):
    page = visit(viewport=SIZES["wide"])
    signed_in(journal, page, "submits-by-keyboard@example.org")
    page.goto("/")
    type_into(page, page.get_by_label("Link to a preprint or post"), LINKS["keyboard"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/submit/**")
    press(page, page.get_by_role("button", name="Find it"))
    expect(page.get_by_role("heading", name="Is this the work?")).to_be_visible()
    choose(page, page.get_by_label("a reader"))
    type_into(page, page.get_by_label("Why should it be reviewed?"), "It is new.")
    choose(page, page.get_by_label("I have none"))
    press(page, page.get_by_role("button", name="Ask for a review"))
    expect(page.get_by_text("Thank you. The editors will decide")).to_be_visible()


def write_by_keyboard(page: Page) -> None:
    for name in ("Summary", "Strengths", "Weaknesses"):
        type_into(page, page.get_by_role("textbox", name=name), f"{name}, in a few words.")
    name = "Do the arguments and data support the claims?"
    type_into(page, page.get_by_role("textbox", name=name), "They do.")
    choose(page, page.get_by_label("Anonymously"))
    for words in ("important:", "solid:", "4:"):
        choose(page, page.get_by_role("radio", name=re.compile(words, re.IGNORECASE)).first)
    for words in ("I have none", "I used none"):
        choose(page, page.get_by_label(words))


@pytest.mark.parametrize("size", SIZES)
def test_write_and_submit_a_review_by_keyboard(journal, visit, written, size):
    page = open_form(visit, journal, written, viewport=SIZES[size])
    write_by_keyboard(page)
    press(page, page.get_by_role("button", name="Submit the review"))
    expect(page.get_by_text("Your review is with the editor.")).to_be_visible()


def test_find_read_compare_cite_and_follow_without_scripts(journal, visit, post):
    page = visit(**WITHOUT_SCRIPTS)
    signed_in(journal, page, "no-scripts@example.org")
    page.goto("/")
    page.locator("#search-box").fill("quokkas switch")
    page.locator("#search-box").press("Enter")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page.get_by_role("button", name="Unfollow")).to_be_visible()
    page.goto(post.page)
    page.locator(".cite").get_by_role("link", name="APA").click()
    expect(page.get_by_text("Quokkas that choose")).to_be_visible()
    page.goto(post.page)
    page.locator(f'a[href="{post.beside}"]').first.click()
    page.locator("a.quotation").first.click()
    page.wait_for_url("**#*")
    expect(page.locator("#text :target")).to_contain_text("learns to ignore the switch")
    page.goto("/preprints/?status=all-reviewed")
    page.get_by_label("Status").select_option("reviewed")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile("status=reviewed"))


def test_submit_a_link_without_scripts(journal, visit):
    page = visit(**WITHOUT_SCRIPTS)
    signed_in(journal, page, "submits-without-scripts@example.org")
    page.goto("/submit/")
    page.get_by_label("Link or identifier").fill(LINKS["scripts off"])
    page.get_by_role("button", name="Find it").click()
    expect(page.get_by_role("heading", name="Is this the work?")).to_be_visible()
    page.get_by_label("a reader").check()
    page.get_by_label("Why should it be reviewed?").fill("It is new.")
    page.get_by_label("I have none").check()
    page.get_by_role("button", name="Ask for a review").click()
    expect(page.get_by_text("Thank you. The editors will decide")).to_be_visible()


def test_write_and_submit_a_review_without_scripts(plain):
    for name in ("Summary", "Strengths", "Weaknesses"):
        plain.get_by_role("textbox", name=name).fill(f"{name}, in a few words.")
    plain.get_by_role("textbox", name="Do the arguments").fill("They do.")
    plain.get_by_label("Anonymously").check()
    for words in ("important:", "solid:", "4:"):
        plain.get_by_role("radio", name=re.compile(words, re.IGNORECASE)).first.check()
    for words in ("I have none", "I used none"):
        plain.get_by_label(words).check()
    plain.get_by_role("button", name="Preview").last.click()
    expect(plain.locator("#preview")).to_contain_text("Strengths, in a few words.")
    plain.get_by_role("button", name="Submit the review").click()
    expect(plain.get_by_text("Your review is with the editor.")).to_be_visible()
