"""Tables as text with marks, zeros, quotes and headings where none belong."""

from __future__ import annotations

import pytest
from intakes import read_here

from geo.intake.readers.content import kind_of

FIRST = "naam;plaats;x;y\nKade;Amsterdam;121236;490100\nLoods;Amsterdam;120400;487600\n"
SECOND = "naam;plaats;x;y\nWerkhal;Rotterdam;92800;436500\n"
PLACES = [(121236.0, 490100.0), (120400.0, 487600.0), (92800.0, 436500.0)]


def names_and_places(content: bytes) -> tuple[list[str], list[tuple[float, float]]]:
    intake = read_here("a.csv", content)
    return intake.rows["kk_name"].tolist(), [(p.x, p.y) for p in intake.rows.geometry]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize(
    "second",
    [
        SECOND,
        "Naam;PLAATS;X;Y\nWerkhal;Rotterdam;92800;436500\n",
        "y;naam;x;plaats\n436500;Werkhal;92800;Rotterdam\n",
        f"sep=;\n{SECOND}",
        f"\n\n{SECOND}",
    ],
)
def test_files_that_were_joined_are_one_table(second: str, encoding: str) -> None:
    content = FIRST.encode(encoding) + second.encode(encoding)
    assert names_and_places(content) == (["Kade", "Loods", "Werkhal"], PLACES)


def test_a_row_with_the_word_of_a_heading_stays_a_row() -> None:
    rows = read_here("a.csv", (FIRST + "naam;Rotterdam;92800;436500\n").encode()).rows
    assert rows["kk_name"].tolist() == ["Kade", "Loods", "naam"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda c: c + bytes(512),
        lambda c: bytes(512) + c,
        lambda c: c.replace(b"\n", b"\n" + bytes(40)),
        lambda c: c.replace(b";", b"\x00;"),
        lambda c: c.replace(b"Kade", b"Ka\x00de"),
        lambda c: c + bytes(100_000),
    ],
)
def test_zeros_are_left_out_wherever_they_stand(spoil: object) -> None:
    content = spoil((FIRST + SECOND.partition("\n")[2]).encode())  # type: ignore[operator]
    assert names_and_places(content) == (["Kade", "Loods", "Werkhal"], PLACES)
    assert "nul_bytes" in {n.code for n in read_here("a.csv", content).notices}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_still_told_by_its_zeros(encoding: str) -> None:
    assert read_here("a.csv", FIRST.encode(encoding)).encoding == encoding


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_single_quotes_hold_the_delimiter(mark: str) -> None:
    lines = [
        ["'naam'", "'straat'", "'x'", "'y'"],
        [f"'Loods{mark} Noord'", "'''t Weena'", "'121236'", "'490100'"],
        ["'Kade'", "''", "'120400'", "'487600'"],
    ]
    rows = read_here("a.csv", "\n".join(map(mark.join, lines)).encode()).rows
    assert rows["kk_name"].tolist() == [f"Loods{mark} Noord", "Kade"]
    assert rows["kk_street"].tolist()[0] == "'t Weena"
    assert rows.geometry.notna().all()


def test_single_quotes_only_where_they_are_needed() -> None:
    content = b"naam;x;y\n'Loods; Noord';121236;490100\nKade;120400;487600\nHal;120400;487600\n"
    assert read_here("a.csv", content).rows["kk_name"].tolist() == ["Loods; Noord", "Kade", "Hal"]


def test_names_with_an_apostrophe_are_left_alone() -> None:
    names = ["'t Hoekje", "'s-Gravenhuis", "Loods '14", "De 'Kade'"]
    lines = [f"{name};121236;490100" for name in names]
    intake = read_here("a.csv", "\n".join(["naam;x;y", *lines]).encode())
    assert intake.rows["kk_name"].tolist() == names
    assert "single_quotes" not in {n.code for n in intake.notices}


def test_a_few_control_characters_do_not_make_a_table_binary() -> None:
    assert kind_of(FIRST.replace("Kade", "Ka\x01d\x02e").encode()) == "csv"
    assert kind_of(bytes(range(1, 32)) * 4) == "binary"


ALIGNED = """naam             plaats          x       y
Loods Noord      Amsterdam  121236  490100
De Kade          Amsterdam  120400  487600
Werkhal          Rotterdam   92800  436500
"""
RULED = """naam        plaats    x      y
----------- --------- ------ ------
Loods Noord Amsterdam 121236 490100
De Kade     Amsterdam 120400 487600
Werkhal     Rotterdam  92800 436500

(3 rows affected)
"""
MARKDOWN = """| naam | plaats | x | y |
|---|:---:|--:|---|
| Loods Noord | Amsterdam | 121236 | 490100 |
| De Kade | Amsterdam | 120400 | 487600 |
| Werkhal | Rotterdam | 92800 | 436500 |
"""
PRINTED = """+-------------+-----------+--------+--------+
| naam        | plaats    | x      | y      |
+-------------+-----------+--------+--------+
| Loods Noord | Amsterdam | 121236 | 490100 |
| De Kade     | Amsterdam | 120400 | 487600 |
+-------------+-----------+--------+--------+
| Werkhal     | Rotterdam | 92800  | 436500 |
+-------------+-----------+--------+--------+
"""


@pytest.mark.parametrize(
    "content",
    [
        ALIGNED,
        f"Panden in 2025\n\n{ALIGNED}",
        ALIGNED.replace("\n", "\r\n"),
        RULED,
        MARKDOWN,
        PRINTED,
    ],
)
def test_tables_drawn_with_blanks_and_dashes(content: str) -> None:
    names, places = names_and_places(content.encode())
    assert names == ["Loods Noord", "De Kade", "Werkhal"]
    assert places == PLACES


def test_a_letter_is_not_cut_by_its_blanks() -> None:
    letter = b"Geachte heer,\n\nHierbij  de lijst.\nMet  vriendelijke groet,\n\nJan\n"
    assert "fixed_width" not in {n.code for n in read_here("a.txt", letter).notices}


@pytest.mark.parametrize(
    "content",
    [
        "naam;plek\nA;SRID=28992;POINT(121236 490100)\n",
        "naam,plek\nA,POINT Z (121236 490100 3)\n",
        "naam,plek,soort\nA,MULTIPOINT ((121236 490100), (121236 490100)),hub\n",
    ],
)
def test_a_geometry_without_quotes_is_one_cell(content: str) -> None:
    assert names_and_places(content.encode()) == (["A"], [(121236.0, 490100.0)])


@pytest.mark.parametrize(
    "letter",
    [
        "Geachte heer,\n\nHierbij de lijst van panden, en de Wibaut in Oost.\n\nGroet, Jan\n",
        "Notities van 3 maart.\nDe loods in Noord staat weer leeg, zegt de gemeente.\n",
    ],
)
def test_a_letter_is_no_table(letter: str) -> None:
    refused = read_here("a.txt", letter.encode()).refused
    assert refused is not None
    assert refused.params["kind"] == "text"


@pytest.mark.parametrize(
    "content",
    [
        "Organisatie;Contact\nDe Stichting voor Kunst en Cultuur in Oost;Jan\n",
        "OT301\nDe Ceuvel\nKeilewerf 1\n",
        "naam\nDe vereniging van vrienden van het huis, afdeling Oost.\n",
        "Wat is de naam van uw organisatie?;Waar zit u?\nStudio A;Overtoom 301\nB;Weena 5\n",
    ],
)
def test_what_has_rows_is_a_table_whatever_its_words(content: str) -> None:
    assert read_here("a.csv", content.encode()).refused is None


def test_letters_that_a_web_page_wrote_out_cut_no_cells() -> None:
    content = b"naam;x;y\nCaf&eacute; &amp; Zo;121236;490100\nR&D;120400;487600\n"
    intake = read_here("a.csv", content)
    assert intake.rows["naam"].tolist() == ["Caf&eacute; &amp; Zo", "R&D"]
    assert intake.n_on_map == 2


@pytest.mark.parametrize("mark", ["::", "||", ";;", ",,", "##", "$$"])
def test_two_signs_divide_cells(mark: str) -> None:
    single = mark[0]
    lines = [
        ["naam", "plaats", "x", "y"],
        [f"Loods{single} Noord", "Amsterdam", "121236", "490100"],
        ["De Kade", "Amsterdam", "120400", "487600"],
        ["Werkhal", "", "92800", "436500"],
    ]
    intake = read_here("a.csv", "\n".join(map(mark.join, lines)).encode())
    assert intake.rows["kk_name"].tolist() == [f"Loods{single} Noord", "De Kade", "Werkhal"]
    assert [(p.x, p.y) for p in intake.rows.geometry] == PLACES
    assert intake.delimiter == mark
    assert "double_delimiter" in {n.code for n in intake.notices}


def test_empty_cells_are_no_double_delimiter() -> None:
    content = b"naam;;x;y\nLoods;;121236;490100\nKade;Noord;120400;487600\n"
    intake = read_here("a.csv", content)
    assert intake.rows["kk_name"].tolist() == ["Loods", "Kade"]
    assert "double_delimiter" not in {n.code for n in intake.notices}


def test_tabs_that_only_align_are_one() -> None:
    content = b"naam\t\t\tx\ty\nLoods Noord\t\t121236\t490100\nEen lange naam\t120400\t487600\n"
    intake = read_here("a.txt", content)
    assert intake.rows["kk_name"].tolist() == ["Loods Noord", "Een lange naam"]
    assert intake.n_on_map == 2


def test_tabs_round_an_empty_cell_stay() -> None:
    content = b"naam\tadres\tx\ty\nLoods\t\t121236\t490100\nKade\tWeena 5\t120400\t487600\n"
    rows = read_here("a.txt", content).rows
    assert rows["kk_address"].fillna("").tolist() == ["", "Weena 5"]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("Caf&eacute; &amp; Zo", "Café & Zo"), ("R&amp;", "R&"), ("&#233;&#233;n", "één")],
)
def test_letters_of_a_web_page_are_not_cut(cell: str, shown: str) -> None:
    rows = read_here("a.csv", f"naam;x;y\n{cell};121236;490100\nR&D;1;2\n".encode()).rows
    assert rows["naam"].tolist() == [cell, "R&D"]
    assert rows["kk_name"].tolist() == [shown, "R&D"]
    assert rows.geometry.notna().tolist()[0]
