"""Somebody without a mouse: the tab key, the arrows, Space and Enter; they see where they are."""

from playwright.sync_api import Locator, Page

MOST_STOPS = 250  # of the tab key, from one thing to the next
# What has the focus: is it outlined, in view, and not under anything else? Of a field for long
# texts the first line counts: that is where one begins to type.
FOCUS = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return "nothing has the focus";
  const name = focused.outerHTML.slice(0, 120);
  const style = getComputedStyle(focused);
  const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  if (!isOutlined) return `not outlined: ${name}`;
  const box = focused.getClientRects()[0];
  const bottom = focused.matches("textarea") ? box.top + 30 : box.bottom;
  const isTall = bottom - box.top > innerHeight / 2;
  const heights = isTall ? [] : [box.top + 2, (box.top + bottom) / 2, bottom - 2];
  const across = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const labels = [...(focused.labels || [])];
  for (const down of heights) {
    const top = document.elementFromPoint(across, down);
    if (!top) return `out of view: ${name}`;
    const isOwn = focused.contains(top) || top.contains(focused);
    if (!isOwn && !labels.some((label) => label.contains(top)))
      return `under ${top.outerHTML.slice(0, 80)}: ${name}`;
  }
  return "";
}"""
HAS_FOCUS = "one => one === document.activeElement"
OF_ITS_GROUP = "one => one.type === 'radio' && one.name === document.activeElement.name"


def go_to(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """Press the tab key until it is there; each stop on the way is seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        assert page.evaluate(FOCUS) == "", page.url
        if target.evaluate(HAS_FOCUS):
            return
    raise AssertionError(f"the tab key does not lead to {target} on {page.url}")


def press(page: Page, target: Locator) -> None:
    """Go to a link or a button, and press Enter."""
    go_to(page, target)
    page.keyboard.press("Enter")


def type_into(page: Page, target: Locator, words: str) -> None:
    go_to(page, target)
    page.keyboard.type(words)


def choose(page: Page, target: Locator) -> None:
    """One of several: the group is one stop, and the arrows lead from one to the next."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS) == "", page.url
        if target.evaluate(OF_ITS_GROUP):
            break
    page.keyboard.press("Space")
    for _ in range(MOST_STOPS):
        if target.evaluate(HAS_FOCUS):
            break
        page.keyboard.press("ArrowDown")
        assert page.evaluate(FOCUS) == "", page.url
    assert target.is_checked()


def walk(page: Page, *, key: str = "Tab") -> int:
    """Through the whole page, at each stop seeing where one is. Returns the number of stops."""
    for stops in range(MOST_STOPS):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement === document.body"):
            return stops
        assert page.evaluate(FOCUS) == "", page.url
    raise AssertionError(f"the tab key does not come to the end of {page.url}")
