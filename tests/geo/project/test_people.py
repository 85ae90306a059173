"""Who may do what: a browser that says who it is counts for nothing unless a setting says so."""

from __future__ import annotations

import pytest

from geo.project.people import NOBODY, Person, person_of

PROXY = {
    "KETENKAART_USER_HEADER": "X-Remote-User",
    "KETENKAART_GROUPS_HEADER": "X-Remote-Groups",
    "KETENKAART_EDITORS": "Fatima, José",
    "KETENKAART_EDITOR_GROUPS": "ruimte-bewerkers",
}
LOGIN = {
    "KETENKAART_EDITORS": "fatima@stad.example",
    "KETENKAART_EDITOR_GROUPS": "bewerkers",
}


@pytest.mark.parametrize(
    ("headers", "person"),
    [
        ({"x-remote-user": "fatima"}, Person("fatima", "edit")),
        ({"X-Remote-User": "joost"}, Person("joost", "read")),
        (
            {"X-Remote-User": "joost", "X-Remote-Groups": "a, ruimte-bewerkers"},
            Person("joost", "edit"),
        ),
        ({}, NOBODY),
        ({"X-Remote-User": "  "}, NOBODY),
        # Sent by the browser and by the proxy: joined by the server, or twice in another case.
        ({"X-Remote-User": "fatima, joost"}, NOBODY),
        ({"X-Remote-User": "fatima", "x-remote-user": "joost"}, NOBODY),
        # Another header is the browser's own word.
        ({"X-Forwarded-User": "fatima"}, NOBODY),
        ({"X-Remote-Groups": "ruimte-bewerkers"}, NOBODY),
        # A name with what cannot be seen would pass for another's.
        ({"X-Remote-User": "fatima\x00\x1b[2J"}, NOBODY),
        *(
            ({"X-Remote-User": f"fat{letter}ima"}, NOBODY)
            for letter in "\x00\u200b\u00ad\u202e\u2060\ufeff\u3164\u2800\ufe0f\u034f\ud800"
        ),
        ({"X-Remote-User": "x" * 201}, NOBODY),
        # One letter, or a letter and an accent: the same name.
        ({"X-Remote-User": "Jose\u0301"}, Person("José", "edit")),
        # People and groups are told apart: who is called as a group is not in it.
        ({"X-Remote-User": "ruimte-bewerkers"}, Person("ruimte-bewerkers", "read")),
        ({"X-Remote-User": "joost", "X-Remote-Groups": "fatima"}, Person("joost", "read")),
    ],
)
def test_the_header_of_the_proxy(headers: dict[str, str], person: Person) -> None:
    assert person_of(PROXY, headers, {}) == person


def test_without_the_setting_no_header_is_believed() -> None:
    assert person_of(LOGIN, {"X-Remote-User": "fatima@stad.example"}, {}) == NOBODY


def test_with_the_setting_the_header_alone_counts() -> None:
    assert person_of(PROXY, {}, {"email": "fatima"}) == NOBODY


@pytest.mark.parametrize(
    ("login", "person"),
    [
        ({"email": "Fatima@stad.example"}, Person("Fatima@stad.example", "edit")),
        ({"email": "joost@stad.example"}, Person("joost@stad.example", "read")),
        (
            {"email": "joost@stad.example", "groups": ["bewerkers"]},
            Person("joost@stad.example", "edit"),
        ),
        ({"email": "fatima@stad.example", "email_verified": False}, NOBODY),
        ({"email": "fatima@stad.example", "email_verified": "false"}, NOBODY),
        ({"name": "fatima"}, NOBODY),
        ({}, NOBODY),
    ],
)
def test_the_login_of_streamlit(login: dict[str, object], person: Person) -> None:
    assert person_of(LOGIN, {}, login) == person


def test_without_editors_nobody_edits() -> None:
    alone = {"KETENKAART_USER_HEADER": "X-Remote-User", "KETENKAART_EDITORS": " , "}
    assert person_of(alone, {"X-Remote-User": "fatima"}, {}) == Person("fatima", "read")
