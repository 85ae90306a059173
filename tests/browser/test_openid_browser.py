"""Signing in at an OpenID provider in a real Chromium; the claims say what one may do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openid_provider import provider, settings
from playwright.sync_api import Page, expect
from postgres import running  # noqa: E402 - stands beside the tests of the store

from geo.data.folders import ROOT
from geo.project.open_store import open_store
from geo.project.people import Person
from geo.project.project import Project
from layers.words.text import text

pytestmark = pytest.mark.browser
WAIT = 60_000


@pytest.fixture(scope="module")
def address(
    serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A server with a team's store and a provider; one project is in the store."""
    home = tmp_path_factory.mktemp("home")
    with running() as database, provider() as made, pytest.MonkeyPatch.context() as patch:
        secrets = home / ".streamlit" / "secrets.toml"
        secrets.parent.mkdir()
        secrets.write_text(settings(made))
        open_store(database.address).create(Project("Verkenning Oost"), Person("beheer"))
        patch.setenv("HOME", str(home))
        patch.setenv("KETENKAART_DATABASE", database.address)
        patch.setenv("KETENKAART_EDITOR_GROUPS", "redactie")
        yield serve(ROOT / "app.py")


def sign_in(page: Page, address: str, who: str) -> None:
    page.goto(f"{address}/project")
    page.get_by_role("button", name=text("project.sign_in", "nl")).click(timeout=WAIT)
    page.get_by_role("link", name=who, exact=True).click(timeout=WAIT)
    expect(page).to_have_url(f"{address}/", timeout=WAIT)
    page.goto(f"{address}/project")


def test_nobody_sees_anything_before_signing_in(page: Page, address: str) -> None:
    page.goto(f"{address}/project")
    expect(page.get_by_text(text("error.project_may_not_read", "nl"))).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("Verkenning Oost")).to_have_count(0)


@pytest.mark.parametrize(("who", "role"), [("fatima", "edit"), ("joost", "read")])
def test_the_role_follows_from_the_claims(page: Page, address: str, who: str, role: str) -> None:
    sign_in(page, address, who)
    name = f"{who}@example.nl"
    words = text(f"project.role_{role}", "nl", name=name)
    expect(page.get_by_text(words)).to_be_visible(timeout=WAIT)
    begin = page.get_by_role("button", name=text("project.begin", "nl"))
    expect(begin).to_have_count(1 if role == "edit" else 0)


def test_an_address_that_the_provider_did_not_check_is_nobody(page: Page, address: str) -> None:
    sign_in(page, address, "vals")
    expect(page.get_by_text(text("error.project_may_not_read", "nl"))).to_be_visible(timeout=WAIT)


def test_whoever_signs_out_is_nobody_again(page: Page, address: str) -> None:
    sign_in(page, address, "fatima")
    page.get_by_role("button", name=text("project.sign_out", "nl")).click(timeout=WAIT)
    expect(page).to_have_url(f"{address}/", timeout=WAIT)
    page.goto(f"{address}/project")
    expect(page.get_by_text(text("error.project_may_not_read", "nl"))).to_be_visible(timeout=WAIT)
