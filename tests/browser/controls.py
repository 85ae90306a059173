"""The controls of a page, used as a planner does: by what they say, and without guessing times."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

# Streamlit writes at the app whether a script runs; kept here is whether it ran since.
WATCH = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const state = () => app.dataset.testScriptState;
  window.ranSince = false;
  new MutationObserver((_, watcher) => {
    if (state() !== 'notRunning') { window.ranSince = true; watcher.disconnect(); }
  }).observe(app, { attributes: true });
}"""


def settled(page: Page) -> None:
    """Wait until no script runs."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")


@contextmanager
def taken_in(page: Page) -> Iterator[None]:
    """Wait until the page has run for what is done inside, and the answer stands on it.

    A page at rest says nothing: it may be at rest because it has not begun yet.
    """
    settled(page)
    page.evaluate(WATCH)
    yield
    page.wait_for_function("() => window.ranSince")
    settled(page)


def chosen(page: Page, question: str, answer: str) -> None:
    """Click one answer of a row of buttons, unless it is chosen already."""
    group = page.get_by_test_id("stButtonGroup").filter(has_text=question)
    button = group.get_by_role("radio", name=answer, exact=True)
    if not button.is_checked():
        with taken_in(page):
            button.click()


def picked(page: Page, question: str, answer: str) -> None:
    """Pick one answer from a list, opened after all scrolling: a page that scrolls closes it."""
    box = page.get_by_test_id("stSelectbox").filter(has_text=question).get_by_role("combobox")
    if box.input_value() == answer:
        return
    settled(page)
    box.focus()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
    box.press("ArrowDown")
    with taken_in(page):
        page.get_by_role("option", name=answer, exact=True).click()
    expect(box).to_have_value(answer)
