"""Draws the pictures of docs/explanation/design.md.

    .venv/bin/python scripts/draw_design.py            the colours, as SVG; with --check, says
                                                       whether they are current
    .venv/bin/python scripts/draw_design.py ADDRESS MAIL_FOLDER
                                                       also pictures of a running demo (`make run`)

ADDRESS is http://127.0.0.1:8000, MAIL_FOLDER var/mail, where `make run` has nothing else.
"""

import re
import shutil
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs/images"
PICTURE = IMAGES / "design-colours.svg"
# Pixels: of the picture of colours, of a row in it, of a swatch; and of the windows of the others.
WIDTH, ROW, SWATCH, MARGIN = 960, 34, 150, 12
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
AROUND, TALLEST = 16, 480  # pixels: around what is shown, and how much of it at most
NEWEST_REVIEWED = "/preprints/?sort=significance"
# File, address, what is shown of the page, the window. An address that ends in → leads on to the
# first work of its list.
PICTURES = [
    ("scale", f"{NEWEST_REVIEWED}→", ".assessment", DESK),
    ("list", NEWEST_REVIEWED, ".works > li:first-child", DESK),
    ("review", f"{NEWEST_REVIEWED}→", ".review-card", DESK),
    ("cover", "/issues/", ".cover", DESK),
    ("phone", "/", "", PHONE),
]
MAIL_WITHIN = 30  # seconds


def main() -> int:
    drawn = draw_colours((ROOT / "static/css/base.css").read_text(encoding="utf-8"))
    if sys.argv[1:] == ["--check"]:
        if PICTURE.exists() and PICTURE.read_text(encoding="utf-8") == drawn:
            return 0
        sys.stderr.write(f"{PICTURE.relative_to(ROOT)} is out of date: scripts/draw_design.py\n")
        return 1
    PICTURE.write_text(drawn, encoding="utf-8")
    if len(sys.argv) == 3:
        photograph(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
    return 0


def colours(css: str) -> list[tuple[str, str, str, str]]:
    """Of each colour: its name, by day, by night, and what it is for."""
    by_day, by_night = css.split("@media (prefers-color-scheme: dark)")
    night = dict(re.findall(r"--(colour-[\w-]+): (#\w+);", by_night))
    rows = re.findall(r"--(colour-[\w-]+): (#\w+); /\* (.*?) \*/", by_day)
    return [(name, day, night[name], use) for name, day, use in rows]


def draw_colours(css: str) -> str:
    rows = colours(css)
    height = 2 * MARGIN + ROW * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>The colours by day and by night, with what each is for</title>",
        "<style>text { font: 13px system-ui, sans-serif; fill: #1e1b17 }"
        " .name { font-family: ui-monospace, monospace }"
        " @media (prefers-color-scheme: dark) { text { fill: #e7e2d8 } }</style>",
    ]
    for number, (name, day, night, use) in enumerate(rows):
        top = MARGIN + number * ROW
        parts.append(f'<text class="name" x="{MARGIN}" y="{top + 20}">--{name}</text>')
        for left, colour in ((210, day), (210 + SWATCH + 8, night)):
            parts.append(
                f'<rect x="{left}" y="{top}" width="{SWATCH}" height="{ROW - 8}" fill="{colour}"'
                ' stroke="#857d70"/>'
            )
        parts.append(f'<text x="{210 + 2 * (SWATCH + 16)}" y="{top + 18}">{use}</text>')
    return "\n".join([*parts, "</svg>", ""])


def photograph(address: str, mails: Path) -> None:
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    installed = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            for name, path, part, window in PICTURES:
                page = open_page(browser, address, scheme, window)
                page.goto(path.removesuffix("→"))
                if path.endswith("→"):
                    page.locator(".works a").first.click()
                page.evaluate("document.fonts.ready")
                taken = IMAGES / f"design-{name}-{scheme}.png"
                if part:
                    page.screenshot(path=taken, full_page=True, clip=place_of(page, part))
                else:
                    page.screenshot(path=taken)
        photograph_mail(open_page(browser, address, "light", DESK), mails)
        browser.close()


def place_of(page: Page, part: str) -> FloatRect:
    box = page.locator(part).first.bounding_box()
    if box is None:
        raise ValueError(f"{part} is not shown on {page.url}.")
    left, top = max(box["x"] - AROUND, 0), box["y"] - AROUND
    height = min(box["height"] + 2 * AROUND, TALLEST)
    return {"x": left, "y": top, "width": box["width"] + 2 * AROUND, "height": height}


def open_page(browser: Browser, address: str, scheme: str, window: dict[str, int]) -> Page:
    context = browser.new_context(
        base_url=address,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": window["width"], "height": window["height"]},
    )
    return context.new_page()


def photograph_mail(page: Page, mails: Path) -> None:
    """Of what is mailed to who has forgotten a password."""
    before = sizes(mails)
    page.goto("/accounts/password/reset/")
    page.get_by_label("mail").first.fill("reader@demo.invalid")
    page.locator("main form button").first.click()
    deadline = time.monotonic() + MAIL_WITHIN
    while sizes(mails) == before and time.monotonic() < deadline:
        time.sleep(0.2)
    time.sleep(1)  # until it is written to its end
    grown = [file for file, size in sizes(mails).items() if size > before.get(file, 0)]
    mail = max(grown, key=lambda file: file.stat().st_mtime).read_bytes()
    *_earlier, written, _end = mail.split(b"-" * 79)
    message = message_from_bytes(written.lstrip(), policy=policy.default)
    html = message.get_body(("html",))
    if html is None:
        raise ValueError("This mail has no part in HTML.")
    apart = page.context.new_page()  # the policy of our pages refuses the styles of a mail
    apart.set_viewport_size({"width": 640, "height": 320})
    apart.set_content(html.get_content())
    apart.screenshot(path=IMAGES / "design-mail.png")


def sizes(mails: Path) -> dict[Path, int]:
    """A process adds its mails to one file."""
    return {file: file.stat().st_size for file in mails.glob("*")}


if __name__ == "__main__":
    sys.exit(main())
