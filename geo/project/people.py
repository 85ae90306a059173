"""Who is at work, and what they may do.

A name is believed from two sources only: a header of the reverse proxy, if a setting names that
header, and Streamlit's own OpenID login. A browser can send any header, so one that no setting
names counts for nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from geo.project.fault import ProjectError

USER_HEADER = "KETENKAART_USER_HEADER"
GROUPS_HEADER = "KETENKAART_GROUPS_HEADER"
EDITORS = "KETENKAART_EDITORS"
EDITOR_GROUPS = "KETENKAART_EDITOR_GROUPS"
UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters and marks that count as printable and show nothing; and so do variation selectors."""
SELECTORS = range(0xFE00, 0xFE10)
LONGEST = 200


@dataclass(frozen=True)
class Person:
    """Somebody at work: a name for the audit trail, and "none", "read" or "edit"."""

    name: str
    role: str = "edit"

    def must_read(self) -> None:
        """Raise ``project_may_not_read`` unless this person may read."""
        if self.role not in ("read", "edit"):
            raise ProjectError("project_may_not_read", name=self.name)

    def must_edit(self) -> None:
        """Raise ``project_may_not_edit`` unless this person may edit."""
        if self.role != "edit":
            raise ProjectError("project_may_not_edit", name=self.name)


NOBODY = Person("", "none")


def person_of(
    settings: Mapping[str, str], headers: Mapping[str, str], login: Mapping[str, object]
) -> Person:
    """Tell who is at work with a team's store.

    Parameters
    ----------
    settings : mapping
        ``KETENKAART_USER_HEADER`` and ``KETENKAART_GROUPS_HEADER`` name the headers of the proxy;
        ``KETENKAART_EDITORS`` lists, with commas, the names that may edit, and
        ``KETENKAART_EDITOR_GROUPS`` the groups: a person who is called as a group is not in it.
    headers : mapping
        Of the request.
    login : mapping
        What the OpenID provider says: ``email``, ``email_verified``, ``groups``; empty without a
        login.

    Returns
    -------
    Person
        `NOBODY` when nobody says who it is, or in letters that cannot be seen; a person who is not
        among the editors may read.

    Examples
    --------
    >>> team = {"KETENKAART_USER_HEADER": "X-Remote-User", "KETENKAART_EDITORS": "fatima"}
    >>> person_of(team, {"X-Remote-User": "fatima"}, {})
    Person(name='fatima', role='edit')
    >>> person_of({"KETENKAART_EDITORS": "fatima"}, {"X-Remote-User": "fatima"}, {})
    Person(name='', role='none')
    """
    if settings.get(USER_HEADER):
        name = _header(headers, settings[USER_HEADER])
        groups = _header(headers, settings.get(GROUPS_HEADER, ""), several=True)
        return _with_role(name, groups.split(","), settings)
    email = login.get("email")
    # Some providers leave the word out; one that says no is believed.
    if isinstance(email, str) and login.get("email_verified", True) is True:
        said = login.get("groups")
        groups_said = [str(group) for group in said] if isinstance(said, list) else []
        return _with_role(email, groups_said, settings)
    return NOBODY


def _header(headers: Mapping[str, str], wanted: str, *, several: bool = False) -> str:
    """Return a header by its name; "" when it is absent, or was sent twice (then one is forged)."""
    if not wanted:
        return ""
    found = [value for name, value in headers.items() if name.casefold() == wanted.casefold()]
    if len(found) != 1 or ("," in found[0] and not several):
        return ""
    return found[0].strip()


def _with_role(name: str, groups: list[str], settings: Mapping[str, str]) -> Person:
    tidy = unicodedata.normalize("NFC", name).strip()
    if not tidy or len(tidy) > LONGEST or not all(map(_shows, tidy)):
        return NOBODY
    edits = tidy.casefold() in _listed(settings, EDITORS)
    theirs = {unicodedata.normalize("NFC", group).strip().casefold() for group in groups}
    return Person(tidy, "edit" if edits or theirs & _listed(settings, EDITOR_GROUPS) else "read")


def _listed(settings: Mapping[str, str], name: str) -> set[str]:
    words = unicodedata.normalize("NFC", settings.get(name, ""))
    return {one.strip().casefold() for one in words.split(",")} - {""}


def _shows(letter: str) -> bool:
    """Say whether a letter can be seen: a name with one that cannot would pass for another's."""
    return letter.isprintable() and letter not in UNSEEN and ord(letter) not in SELECTORS
