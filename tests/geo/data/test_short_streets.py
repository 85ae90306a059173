"""Streets written short: found where they mean one street, left alone where several."""

from __future__ import annotations

import pytest

from geo.data.address_faults import address_faults
from geo.data.gazetteer import Gazetteer, shipped_gazetteer
from geo.data.placement import NOWHERE, place_row
from geo.data.short_streets import short_streets

NAMES = (
    *("Prins Hendrikkade", "Prinses Irenestraat", "Jacob van Lennepkade", "Van Woustraat"),
    *("Eerste Van der Helststraat", "Jan Steenstraat", "Johan Steenstraat", "Haarlemmerdijk"),
    *("Nieuwezijds Voorburgwal", "Albert Cuijpstraat", "Prof. Tulpplein", "'t Blauwe Theehuis"),
)


def meant(written: str) -> tuple[str, ...]:
    return short_streets(NAMES).meant(written)


@pytest.mark.parametrize(
    ("written", "street"),
    [
        ("Pr. Hendrikkade", "Prins Hendrikkade"),
        ("Pr. Irenestr.", "Prinses Irenestraat"),
        ("J. v. Lennepkade", "Jacob van Lennepkade"),
        ("J.v.Lennepkd", "Jacob van Lennepkade"),
        ("Jac. van Lennepkade", "Jacob van Lennepkade"),
        ("A. Cuypstr", "Albert Cuijpstraat"),
        ("N.Z. Voorburgw.", "Nieuwezijds Voorburgwal"),
        ("Haarlemmerd.", "Haarlemmerdijk"),
        ("PR. HENDRIKKADE", "Prins Hendrikkade"),
    ],
)
def test_the_one_street_that_begins_so_is_meant(written: str, street: str) -> None:
    assert meant(written) == (street,)


@pytest.mark.parametrize(
    "written",
    [
        "Prins Hendrikkade",  # in full
        "Prin Hendrikkade",  # no dot: a fault in typing, and no word that breaks off
        "Hendrikkade",  # a word less
        "P.",  # nothing left to tell it by
        "P. H.",
        "'t Theehuis",  # the 't is no initial
        "A.B.C.D.E.F.G.H.I. Steenstraat",
        "",
    ],
)
def test_what_is_not_short_or_too_short_means_nothing(written: str) -> None:
    assert meant(written) == ()


def test_several_streets_are_named_and_none_is_chosen() -> None:
    assert meant("J. Steenstr.") == ("Jan Steenstraat", "Johan Steenstraat")
    known = Gazetteer(names={"Amsterdam": NAMES})
    assert known.in_full("Amsterdam", "J. Steenstr. 5") == "J. Steenstr. 5"
    assert address_faults("Amsterdam", "J. Steenstr. 5", "", known) == ("streets",)


def test_a_street_in_two_spellings_is_one() -> None:
    twice = short_streets(["Burgemeester De Vlugtlaan", "Burg. de Vlugtln"])
    assert len(twice.meant("B. de Vlugtlaan")) == 1


@pytest.mark.parametrize(
    ("city", "short", "full"),
    [
        ("Amsterdam", "Pr. Hendrikkade 33", "Prins Hendrikkade 33"),
        ("Amsterdam", "J. v. Lennepkade 10", "Jacob van Lennepkade 10"),
        ("Amsterdam", "v. Woustr. 12", "Van Woustraat 12"),
        ("Amsterdam", "Burg. de Vlugtln 125", "Burgemeester de Vlugtlaan 125"),
        ("Amsterdam", "Museumpl. 6 hs", "Museumplein 6 hs"),
        ("Rotterdam", "W. de Withstr. 50", "Witte de Withstraat 50"),
        ("Rotterdam", "Nw. Binnenweg 326", "Nieuwe Binnenweg 326"),
    ],
)
def test_an_address_written_short_stands_where_it_does_in_full(
    city: str, short: str, full: str
) -> None:
    places = [
        place_row(
            {"city": city, "address": address, "postcode": None, "area": None, "point": None}
            | {"point_precision": "none"},
            shipped_gazetteer(),
        )
        for address in (short, full)
    ]
    assert places[0] == places[1] != NOWHERE


def test_no_street_of_the_shipped_tables_is_taken_for_another() -> None:
    known = shipped_gazetteer()
    for city, names in known.names.items():
        assert [name for name in names if known.in_full(city, f"{name} 1") != f"{name} 1"] == []
