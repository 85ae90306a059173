"""Names of streets as people say them."""

from __future__ import annotations

import pytest

from geo.data.told_streets import told_street


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("Overtoom", ("Overtoom", "")),
        ("2e Glanshof", ("2e Glanshof", "")),
        ("Rijksweg A20", ("Rijksweg A20", "")),
        ("Plein 1940", ("Plein 1940", "")),
        ("IJsselstraat (RZB)", ("IJsselstraat", "Rozenburg")),
        ("Lepelaarsingel[WATER]", ("Lepelaarsingel", "")),
        ("KARL POPPERLAAN", ("Karl Popperlaan", "")),
        ("HET AMSTERDAMSE PAD", ("Het Amsterdamse Pad", "")),
        ("1E COENTUNNEL", ("1e Coentunnel", "")),
        ("ODE-BRUG", ("Ode-Brug", "")),
        ("LELIESLUIS 061", ("Leliesluis", "")),
        ("KP DE NIEUWE MEER", ("Knooppunt de Nieuwe Meer", "")),
        ("0210 BRUG", ("", "")),
        ("0041 VIADUCT", ("", "")),
        ("OSDORP 6", ("", "")),
        ("AMSTERDAM-ZUIDOOST AMC 2", ("", "")),
        ("AMSTERDAM-SLOTERMEER 4 &amp; 5", ("", "")),
        ("12", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_name_of_the_source_as_people_say_it(source: str, told: tuple[str, str]) -> None:
    assert told_street(source) == told
