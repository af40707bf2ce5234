"""A real browser, headless, for tests of pages. Its package brings none: Debian's chromium does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]

SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
WAIT_MS = 60_000


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser; skips the test where there is none on the machine."""
    if CHROMIUM is None:
        pytest.skip("Chromium not found: install it, e.g. `apt-get install chromium`")
    # A sandbox of its own cannot be had by root.
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *flags])
        try:
            yield started
        finally:
            started.close()


def opened(browser: Browser, url: str, size: str = "desktop", scheme: str = "light") -> Page:
    """A page of its own, which has what it asks for; what it does wrong is an error of the test."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto(url)
    page.locator("#models a").first.wait_for()
    return page
