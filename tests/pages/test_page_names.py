"""An address of a page by its name or title in either language."""

from __future__ import annotations

import pytest

from pages.app import frame
from pages.app.page_names import meant

TITLES = tuple(frame.PAGES.items())


@pytest.mark.parametrize(
    ("asked", "page"),
    [("kaart", "kaart"), ("Kaart", "kaart"), ("map", "kaart"), ("wat-als", "wat_als"),
     ("wat_als", "wat_als"), ("what-if", "wat_als"), ("presentatie", "presentatie"),
     ("bronnen", "bronnen"), ("sources", "bronnen"), ("nonsense", None), ("", None),
     ("<b>", None), ("kaart2", None)],
)  # fmt: skip
def test_an_address_means_a_page(asked: str, page: str | None) -> None:
    assert meant(asked, TITLES) == page


def test_every_page_is_meant_by_its_own_name() -> None:
    assert {name: meant(name, TITLES) for name in frame.PAGES} == {n: n for n in frame.PAGES}
