"""Which part of an address that was not found is not known: street, house number or postcode."""

from __future__ import annotations

from geo.data.cities import CITIES
from geo.data.gazetteer import Gazetteer
from geo.data.street_words import address_keys, postcode_of, street_keys, street_names

STREETS = "streets"
"""A street that is written short and may be one of several."""
STREET, NUMBER, POSTCODE, TOWN, NOTHING = "street", "number", "postcode", "town", "nothing"


def address_faults(city: str, address: str, postcode: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Say of an address without a place what of it is not known, one or two codes.

    Parameters
    ----------
    city : str
        One of both cities; "" for either.
    address, postcode : str
    gazetteer : Gazetteer

    Returns
    -------
    tuple of str
        Empty where every part is known by itself: both cities have such a street, or the place
        lies outside the city.

    Examples
    --------
    >>> from geo.data.street_numbers import NumberRange, StreetNumbers
    >>> street = StreetNumbers([NumberRange(1, 9, "odd", "1234AB", 0, 0)])
    >>> known = Gazetteer(numbers={("Amsterdam", "dorpsstraat"): street})
    >>> address_faults("Amsterdam", "Dorpsstraat 99", "", known)
    ('number',)
    >>> address_faults("Amsterdam", "Nergensstraat 1", "9999 ZZ", known)
    ('street', 'postcode')
    >>> address_faults("Utrecht", "Dorpsstraat 1", "", known), address_faults("", "", "", known)
    (('town',), ('nothing',))
    >>> known = Gazetteer(names={"Amsterdam": ("Jan Steenstraat", "Jan Steenplein")})
    >>> address_faults("Amsterdam", "Jan Steen. 5", "", known)
    ('streets',)
    """
    if city and city not in CITIES:
        return (TOWN,)
    if not address and not postcode:
        return (NOTHING,)
    towns = (city,) if city else CITIES
    return (*_of_street(towns, address, gazetteer), *_of_postcode(postcode, gazetteer))


def _of_street(towns: tuple[str, ...], address: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    short = [gazetteer.meant(town, name) for town in towns for name in street_names(address)]
    if any(len(found) > 1 for found in short):
        return (STREETS,)
    known = [(town, gazetteer.in_full(town, address)) for town in towns]
    keys = [(town, name) for town, full in known for name in street_keys(full)]
    if any(key in gazetteer.streets for key in keys):
        return ()
    if any(key in gazetteer.numbers for key in keys):
        return (NUMBER,)
    return (STREET,) if keys else ()


def _of_postcode(postcode: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    code = postcode_of(postcode)
    known = code is not None and (code in gazetteer.postcode6 or code[:4] in gazetteer.postcode4)
    return (POSTCODE,) if postcode and not known else ()


def number_unknown(city: str, address: str | None, gazetteer: Gazetteer) -> bool:
    """Tell whether an address has a house number that its street, as far as known, has not.

    Parameters
    ----------
    city : str
    address : str or None
    gazetteer : Gazetteer

    Returns
    -------
    bool
        False too where no numbers of that street are known at all, as in Rotterdam.

    Examples
    --------
    >>> from geo.data.street_numbers import NumberRange, StreetNumbers
    >>> street = StreetNumbers([NumberRange(1, 9, "odd", "1234AB", 0, 0)])
    >>> known = Gazetteer(numbers={("Amsterdam", "dorpsstraat"): street})
    >>> [number_unknown("Amsterdam", f"Dorpsstraat {n}", known) for n in (7, 99)]
    [False, True]
    """
    keys = address_keys(city, gazetteer.in_full(city, address or ""))
    if any(key in gazetteer.doors for key in keys):
        return False
    streets = [(gazetteer.numbers.get(key[:2]), key[2]) for key in keys]
    known = [(street, number) for street, number in streets if street and street.ranges]
    found = (street.in_range(number) or street.between(number) for street, number in known)
    return bool(known) and not any(found)
