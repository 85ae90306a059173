"""The drawer beside the map closes by its button, and stays so until something is clicked."""

from __future__ import annotations

from app_pages import opened, said


def test_the_drawer_opens_on_what_is_chosen_and_closes_by_its_button() -> None:
    test = opened(stad="Amsterdam", kies="hub:a-lab")
    assert "Overhoeksplein 2" in said(test)
    test.button(key="kaart.close").click().run()
    assert not test.exception
    assert "Overhoeksplein 2" not in said(test)
    assert not [button for button in test.button if button.key == "kaart.close"]
