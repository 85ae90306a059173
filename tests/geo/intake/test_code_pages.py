"""Text that is no UTF-8: read where a word can be nothing else, asked about where it may be two."""

from __future__ import annotations

import pytest
from intakes import read_here

from geo.intake.model.result import Intake

CENTRAL = ["Čapek", "Dvořák", "Wałęsa", "Łukasz", "Ivanović", "Gdańska", "Brâncuşi", "Małgorzata"]
WESTERN = [
    *("Café", "Scène", "Hélène", "Ève", "Zoë", "Bjørn", "Åsa", "São", "Señor", "L’Été", "m³"),
    *(
        "Fête",
        "Ruïne",
        "Übung",
        "Noël",
        "Molière",
        "Þór",
        "Håkon Sæther",
        "½ pand",
        "Één",
        "Simões",
    ),
    *("Kade²", "5° graden", "£ 300", "Nº 5", "¿Qué?"),
]


def read(names: list[str], encoding: str) -> Intake:
    lines = [f"{name};{121_230 + 40 * i};490467" for i, name in enumerate(names)]
    return read_here("a.csv", "\n".join(["naam;x;y", *lines]).encode(encoding))


def codes(intake: Intake) -> set[str]:
    return {notice.code for notice in intake.notices}


@pytest.mark.parametrize("name", CENTRAL)
def test_a_name_that_western_text_cannot_have_is_read_as_central(name: str) -> None:
    intake = read(["Loods", name, "Müller"], "cp1250")
    assert intake.rows["kk_name"].tolist() == ["Loods", name, "Müller"]
    assert intake.encoding == "windows-1250"
    told = next(n for n in intake.notices if n.code == "encoding_central")
    assert told.params["becomes"] == name


def test_one_sure_name_settles_the_doubtful_ones() -> None:
    assert read(["Kučera", "Dvořák"], "cp1250").rows["kk_name"].tolist() == ["Kučera", "Dvořák"]


@pytest.mark.parametrize("name", WESTERN)
def test_western_names_stay_western_and_nothing_is_asked(name: str) -> None:
    intake = read(["Loods", name], "cp1252")
    assert intake.rows["kk_name"].tolist() == ["Loods", name]
    assert not codes(intake) & {"encoding_central", "letters_central"}


@pytest.mark.parametrize("name", ["Kučera", "Němec", "Erdős"])
def test_a_name_that_may_be_either_is_asked_about(name: str) -> None:
    intake = read(["Loods", name], "cp1250")
    assert intake.rows["kk_name"].tolist()[1] == name.encode("cp1250").decode("cp1252")
    (asked,) = [p for p in intake.proposals if p.code == "letters_central"]
    assert (asked.row, asked.suggestion, asked.target) == (2, name, "name")


def test_signs_of_both_are_not_decided() -> None:
    content = "naam;x;y\nScène;121230;490467\n".encode("cp1252")
    content += "Čapek;121270;490467\n".encode("cp1250")
    intake = read_here("a.csv", content)
    assert intake.rows["kk_name"].tolist() == ["Scène", "Èapek"]
    assert [p.suggestion for p in intake.proposals if p.code == "letters_central"] == ["Čapek"]


@pytest.mark.parametrize("name", ["Huur € 300", "Cœur", "Dušan Œuvre €"])
def test_western_text_with_the_euro(name: str) -> None:
    intake = read(["Café", name], "iso8859-15")
    assert intake.rows["kk_name"].tolist() == ["Café", name]
    assert intake.encoding == "iso-8859-15"


@pytest.mark.parametrize("name", ["Foto´s", "´t Hoekje", "Zaal 1½", "¼ hal", "Café"])
def test_signs_that_windows_text_does_have_stay(name: str) -> None:
    assert read(["Loods", name], "latin-1").rows["kk_name"].tolist() == ["Loods", name]


def test_dos_has_a_euro_as_well() -> None:
    assert read(["Café €", "Zoë"], "cp858").rows["kk_name"].tolist() == ["Café €", "Zoë"]


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman", "cp1252"])
@pytest.mark.parametrize("name", ["Café Zoë", "Müller", "Köln", "Ruïne", "Één"])
def test_the_older_pages_are_still_told(name: str, encoding: str) -> None:
    assert read(["Loods", name], encoding).rows["kk_name"].tolist() == ["Loods", name]
