"""A page walked by keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_STEPS = 300
FOCUSED = """() => {
  const here = document.activeElement;
  return here.getAttribute("aria-label") || (here.labels && here.labels[0] ? here.labels[0].textContent : "")
    || here.textContent || "";
}"""


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until what has the focus is called so, or so and on after a colon."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        here = " ".join(str(page.evaluate(FOCUSED)).split())
        if here == name or here.startswith(f"{name}:"):
            return
    raise AssertionError(f"no Tab leads to “{name}”")
