"""The controls of a page, used as a planner does: by what they say, and without guessing times."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def settled(page: Page) -> None:
    """Wait until the page has taken in what was typed or clicked.

    Streamlit marks the app as busy in the same moment that it sends a change, so that after a key
    or click this returns only when the answer stands on the page; no length of time is guessed.
    """
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")


def chosen(page: Page, question: str, answer: str) -> None:
    """Click one answer of a row of buttons."""
    group = page.get_by_test_id("stButtonGroup").filter(has_text=question)
    group.get_by_role("radio", name=answer, exact=True).click()
    settled(page)


def picked(page: Page, question: str, answer: str) -> None:
    """Pick one answer from a list, opened by the keyboard: a click that scrolls closes it again."""
    box = page.get_by_test_id("stSelectbox").filter(has_text=question).get_by_role("combobox")
    if box.input_value() == answer:
        return
    box.press("ArrowDown")
    page.get_by_role("option", name=answer, exact=True).click()
    expect(box).to_have_value(answer)
    settled(page)
