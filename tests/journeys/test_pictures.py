"""The demo as a reader sees it, on a phone and a desk, by day and by night."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.journeys.screenshots import take_screenshot

pytestmark = pytest.mark.journey

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


@pytest.fixture(scope="module")
def addresses(demo_journal):
    with httpx.Client(base_url=demo_journal.address, trust_env=False) as api:
        entry = api.get("/api/v1/preprints/", params={"status": "selected"}).json()["results"][-1]
    return {"home": "/", "preprint": f"/preprints/{entry['id']}/", "issue": "/issues/1/2/"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["home", "preprint", "issue"])
def test_a_page_fits_its_screen(visit_demo, addresses, pictures, name, size, scheme):
    width, height = SIZES[size]
    page = visit_demo(viewport={"width": width, "height": height}, color_scheme=scheme)
    answer = page.goto(addresses[name])
    assert answer is not None
    assert answer.ok
    expect(page.get_by_text("This is a demonstration").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    take_screenshot(page, path=pictures / f"{name}-{size}-{scheme}.png")


def test_a_style_takes_the_place_of_the_line_to_cite(visit_demo, addresses):
    page = visit_demo()
    page.goto(addresses["preprint"])
    line = page.locator("#citation")
    expect(line).to_contain_text(" Reviewed in Verso, ")
    page.get_by_role("link", name="IEEE").click()
    expect(line).to_contain_text("[Online]. Available: ")
    expect(page.get_by_role("link", name="IEEE")).to_have_attribute("aria-current", "true")


def test_without_scripts_a_style_is_a_page_of_its_own(visit_demo, addresses):
    page = visit_demo(java_script_enabled=False)
    page.goto(addresses["preprint"])
    page.get_by_role("link", name="IEEE").click()
    expect(page.get_by_text("[Online]. Available: ")).to_be_visible()


def test_the_scale_is_drawn_with_borders_which_are_printed(visit_demo, addresses):
    page = visit_demo()
    page.goto(addresses["preprint"])
    page.emulate_media(media="print")
    drawn = page.locator(".scale__mark").evaluate_all(
        """marks => marks.map(mark => {
          const style = getComputedStyle(mark, "::after");
          return [parseFloat(style.borderLeftWidth), parseFloat(style.height)];
        })"""
    )
    assert len(drawn) >= 10
    assert all(width >= 1 and height > 5 for width, height in drawn)
    assert sorted({width for width, _height in drawn}) == [1, 4]  # the chosen ones are the thick


def test_no_grid_breaks_over_two_pages_in_print(visit_demo, addresses):
    page = visit_demo()
    page.goto(addresses["home"])
    page.emulate_media(media="print")
    for part in (".latest", ".contents", ".home-columns"):
        display = page.locator(part).first.evaluate("part => getComputedStyle(part).display")
        assert display in ("block", "flow-root"), part


def test_on_paper_are_the_texts_and_no_button(visit_demo, addresses):
    page = visit_demo(color_scheme="dark")
    page.goto(addresses["preprint"])
    reviews = page.locator(".review-card").count()
    page.emulate_media(media="print")
    ink = page.evaluate("getComputedStyle(document.documentElement).color")
    assert ink == "rgb(0, 0, 0)", "also for who reads by night"
    shown = page.locator(".review-card:visible, .assessment:visible, #abstract:visible")
    assert shown.count() >= reviews + 2
    for part in ("nav", "button", "form", ".foot", ".cite .meta"):
        assert page.locator(f"{part}:visible").count() == 0, part
    assert (
        page.locator(".read-on a")
        .first.evaluate("link => getComputedStyle(link, '::after').content")
        .startswith('"http')
    ), "the address is written out"


def fetched(page, address):
    """The names of the files that a page needs, with how many bytes come over the network."""
    sizes = {}

    def note(request):
        sizes[request.url.rpartition("/")[2]] = request.sizes()["responseBodySize"]

    page.on("requestfinished", note)
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    page.remove_listener("requestfinished", note)
    return sizes


def test_a_page_is_small_and_fetches_the_font_for_formulas_where_it_has_some(visit_demo, addresses):
    has_formulas = set()
    for name, address in addresses.items():
        page = visit_demo()
        sizes = fetched(page, address)
        for_formulas = {file for file in sizes if file.startswith("verso-maths")}
        text = sum(size for file, size in sizes.items() if file not in for_formulas)
        assert text <= 100_000, name
        styles = (".css", ".js")
        assert sum(size for file, size in sizes.items() if file.endswith(styles)) <= 60_000
        assert bool(for_formulas) == bool(page.locator("math").count()), name
        assert sum(sizes[file] for file in for_formulas) <= 35_000, for_formulas
        has_formulas.add(bool(for_formulas))
    assert has_formulas == {False, True}


def test_the_pages_read_without_a_script(visit_demo, addresses):
    page = visit_demo(java_script_enabled=False)
    for address in addresses.values():
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok
        assert len(page.locator("main").inner_text()) > 500


def test_an_anonymous_reader_gets_no_cookie(visit_demo, addresses):
    page = visit_demo()
    for address in addresses.values():
        page.goto(address)
    assert page.context.cookies() == []
