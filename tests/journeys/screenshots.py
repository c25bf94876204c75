"""Pictures of pages, also where Chromium refuses the first one."""

from typing import Any

from playwright.sync_api import Error, Page


def take_screenshot(page: Page, **options: Any) -> bytes:
    """As `Page.screenshot`. On a busy machine Chromium now and then refuses a picture, mostly the
    first after its start, and takes the same one a moment later."""
    try:
        return page.screenshot(**options)
    except Error as error:
        if "Unable to capture screenshot" not in error.message:
            raise
        page.wait_for_timeout(250)
        return page.screenshot(**options)
