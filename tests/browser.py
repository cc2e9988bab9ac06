"""A real Chromium for tests of pages, and the sizes of screen that they are looked at in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, sync_playwright

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_ONE = (
    "no Chromium found, so the pages are not tested: install one (apt install chromium, or playwright install "
    "chromium) or name one in REPORTEDLY_CHROMIUM"
)
WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser named in REPORTEDLY_CHROMIUM, or whichever is found; without one the test is skipped and says so."""
    with sync_playwright() as playwright:
        named = os.environ.get("REPORTEDLY_CHROMIUM")
        found = named or next(filter(None, map(shutil.which, CHROMIUMS)), None)
        if found is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip(HOW_TO_GET_ONE)
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
