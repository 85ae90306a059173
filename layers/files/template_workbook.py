"""The workbook to fill in: headings that are recognised, examples, drop-downs, explanation."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from geo.data.cities import CITIES
from layers.sentences.intake_notices import role_words
from layers.words.palette import Palette
from layers.words.text import text

ROLES = (
    "name",
    "kind",
    "sector",
    "stage",
    "hub",
    "city",
    "address",
    "postcode",
    "x",
    "y",
    "sbi",
    "kvk",
    "year_from",
    "year_to",
    "starter",
    "previous_hub",
    "next_place",
    "count",
    "website",
)
HEADINGS = {
    "nl": "naam soort sector schakel hub plaats adres postcode x_rd y_rd sbi kvk sinds tot starter"
    " vorige_plek volgende_plek aantal website",
    "en": "name kind sector stage hub city address postcode x_rd y_rd sbi kvk since until starter"
    " previous_place next_place count website",
}
AS_TEXT = ("postcode", "sbi", "kvk")
KINDS = {"nl": ("hub", "huurder", "partner", "horeca"), "en": ("hub", "tenant", "partner", "cafe")}
FILLED_ROWS = 2000
EXPLAINED = ("x", "kind", "sector", "stage", "sbi", "hub", "year_from", "starter", "next_place")


def headings(lang: str) -> list[str]:
    """Return the headings of the template, in the order of its columns.

    Examples
    --------
    >>> headings("nl")[:4]
    ['naam', 'soort', 'sector', 'schakel']
    """
    return HEADINGS[lang].split()


def _examples(lang: str, sector: str) -> list[dict[str, object]]:
    word = text("intake.template_example", lang)
    hub, tenant = KINDS[lang][0], KINDS[lang][1]
    return [
        {
            "name": f"Loods ({word})",
            "kind": hub,
            "city": "Amsterdam",
            "address": "Overtoom 301",
            "postcode": "1054 HW",
            "year_from": 2014,
        },
        {
            "name": f"Atelier ({word})",
            "kind": tenant,
            "sector": sector,
            "hub": f"Loods ({word})",
            "city": "Amsterdam",
            "x": 119650,
            "y": 486250,
            "sbi": "9003",
            "kvk": "01234567",
            "year_from": 2018,
            "count": 1,
        },
    ]


def template_xlsx(look: Palette, lang: str) -> bytes:
    """Return the template as XLSX.

    Parameters
    ----------
    look : Palette
        Names of the chains, for the drop-down.
    lang : str

    Returns
    -------
    bytes
        Three sheets: data with two examples, lists, explanation. Codes are text, so that no zero
        is lost.
    """
    book = Workbook()
    data = book.active
    assert isinstance(data, Worksheet)
    data.title = text("intake.template_rows", lang)
    chains = list(look.chain_names.values())
    lists = book.create_sheet(text("intake.template_lists", lang))
    _fill_lists(lists, lang, chains)
    _fill_data(data, lang, chains[0])
    _add_choices(data, lists.title, (len(KINDS[lang]), len(chains), len(CITIES)))
    _fill_help(book.create_sheet(text("intake.template_help", lang)), lang)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill_data(sheet: Worksheet, lang: str, sector: str) -> None:
    sheet.append(headings(lang))
    for example in _examples(lang, sector):
        sheet.append([example.get(role) for role in ROLES])
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="EDE9DF")
    for i, role in enumerate(ROLES, 1):
        letter = get_column_letter(i)
        sheet.column_dimensions[letter].width = 22 if role in ("name", "address", "hub") else 14
        if role in AS_TEXT:
            for row in range(2, FILLED_ROWS + 1):
                sheet[f"{letter}{row}"].number_format = "@"
    sheet.freeze_panes = "B2"


def _fill_lists(sheet: Worksheet, lang: str, chains: list[str]) -> None:
    columns = (KINDS[lang], tuple(chains), CITIES)
    for column, (role, values) in enumerate(
        zip(("kind", "sector", "city"), columns, strict=True), 1
    ):
        sheet.cell(1, column, role_words(role, lang)).font = Font(bold=True)
        for row, word in enumerate(values, 2):
            sheet.cell(row, column, word)
        sheet.column_dimensions[get_column_letter(column)].width = 24


def _add_choices(sheet: Worksheet, lists: str, lengths: tuple[int, int, int]) -> None:
    """Let kind, sector and city be chosen from the lists; other words are allowed too."""
    for column, (role, n) in enumerate(zip(("kind", "sector", "city"), lengths, strict=True)):
        letter, own = get_column_letter(column + 1), get_column_letter(ROLES.index(role) + 1)
        formula = f"'{lists}'!${letter}$2:${letter}${n + 1}"
        choice = DataValidation(type="list", formula1=formula, allow_blank=True)
        choice.errorStyle = "warning"
        sheet.add_data_validation(choice)
        choice.add(f"{own}2:{own}{FILLED_ROWS}")


def _fill_help(sheet: Worksheet, lang: str) -> None:
    sheet.append([text("intake.template_title", lang)])
    sheet.append([text("intake.template_intro", lang)])
    sheet.append([])
    for role in EXPLAINED:
        sheet.append(
            [headings(lang)[ROLES.index(role)], text(f"intake.template_help_{role}", lang)]
        )
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.column_dimensions["A"].width = 18
