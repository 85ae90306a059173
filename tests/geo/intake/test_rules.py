"""Each rule speaks on its broken file, at its own level, and is silent on its clean one."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
from intakes import read_here

from geo.intake import rules
from geo.intake.model import limits
from geo.intake.model.draft import Draft
from geo.intake.model.refusal import FileRefused
from geo.intake.model.result import LEVELS
from geo.intake.process import inspection
from geo.intake.process.inspection import CONTENT_RULES
from geo.intake.process.rule_list import (
    BEFORE_PLACING,
    LAST_RULES,
    PLACING_RULES,
    READING_RULES,
    VALUE_RULES,
)
from geo.intake.rules.archive.archive_bomb import ArchiveBomb
from geo.intake.rules.column_rule import MendingRule
from geo.intake.rules.content_rule import ContentRule
from geo.intake.rules.file.file_too_large import FileTooLarge
from geo.intake.rules.place.area_no_building import AreaNoBuilding
from geo.intake.rules.place.line_no_building import LineNoBuilding
from geo.intake.rules.place.placed_by_address import PlacedByAddress
from geo.intake.rules.place.placed_by_building import PlacedByBuilding
from geo.intake.rules.place.street_in_full import StreetInFull
from geo.intake.rules.rule import Rule
from geo.intake.rules.table.register_rows import RegisterRows
from layers.words.text import table

FIXTURES = Path(__file__).parent / "rules"
APPLIED = (*READING_RULES, *BEFORE_PLACING, *PLACING_RULES, *VALUE_RULES, *LAST_RULES)


def rule_classes() -> list[type[Rule] | type[ContentRule]]:
    """Every class of a rule in the folder of rules that has a code of its own."""
    found = []
    for module in pkgutil.walk_packages(rules.__path__, "geo.intake.rules."):
        content = importlib.import_module(module.name)
        for _, thing in inspect.getmembers(content, inspect.isclass):
            own = thing.__module__ == content.__name__
            if own and issubclass(thing, Rule | ContentRule) and not inspect.isabstract(thing):
                found.append(thing)
    return [rule for rule in found if hasattr(rule, "code")]


CODES = {rule.code: rule for rule in rule_classes()}
# A file above the limit would be 200 MB in the repository: made in a test of its own.
WITH_FILES = sorted(set(CODES) - {"file_too_large"})


def codes_of(path: Path) -> dict[str, str]:
    return {n.code: n.level for n in read_here(path.name, path.read_bytes()).notices}


@pytest.mark.parametrize("code", WITH_FILES)
def test_rule_speaks_on_its_broken_file_only(code: str) -> None:
    (broken,) = FIXTURES.glob(f"*/{code}/broken.*")
    (clean,) = FIXTURES.glob(f"*/{code}/clean.*")
    assert codes_of(broken).get(code) == CODES[code].level
    assert code not in codes_of(clean)


@pytest.mark.slow
def test_clean_files_are_read() -> None:
    refused = [
        path
        for path in FIXTURES.glob("*/*/clean.*")
        if read_here(path.name, path.read_bytes()).refused
    ]
    assert refused == []


def test_one_rule_a_file_and_one_code_a_rule() -> None:
    classes = rule_classes()
    assert len({rule.code for rule in classes}) == len(classes)
    assert len({rule.__module__ for rule in classes}) == len(classes)
    assert {rule.level for rule in classes} <= set(LEVELS)


def test_every_rule_is_applied() -> None:
    applied = {type(rule) for rule in (*APPLIED, *CONTENT_RULES)}
    applied |= {PlacedByAddress, RegisterRows, AreaNoBuilding, LineNoBuilding}
    applied |= {PlacedByBuilding, StreetInFull}
    assert set(rule_classes()) - applied == set()


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_sentence_and_a_remedy(code: str) -> None:
    assert f"intake.{code}" in table()
    assert f"intake.{code}.remedy" in table()
    if issubclass(CODES[code], MendingRule):
        assert f"intake.{code}.change" in table()
    if CODES[code].level in ("rejected", "proposed"):
        assert f"intake.{code}.reason" in table()


def test_a_file_above_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.intake.rules.file.file_too_large.MAX_FILE", 10)
    with pytest.raises(FileRefused) as fault:
        FileTooLarge().check("a.csv", b"naam;x;y;z")
        FileTooLarge().check("a.csv", b"naam;x;y;zz")
    assert fault.value.code == "file_too_large"


def test_honest_workbooks_may_pack_a_hundred_to_one() -> None:
    # Forty megabytes of styles in a small workbook: 100:1 and more, and harmless.
    assert limits.SUSPECT_RATIO > 100
    path = FIXTURES / "archive" / "archive_bomb" / "broken.zip"
    with pytest.raises(FileRefused):
        ArchiveBomb().check(path.name, path.read_bytes())


def test_inspection_needs_no_more_than_the_bytes() -> None:
    with pytest.raises(FileRefused):
        inspection.inspect("../../etc/passwd", b"%PDF")


def test_which_rows_have_a_place_is_not_worked_out_row_by_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each time it is asked it is worked out for all rows: once a row is the square of a file."""
    asked: list[str] = []
    for name in ("placed", "open"):
        work_out = getattr(Draft, name).fget

        def counted(draft: Draft, name: str = name, work_out=work_out) -> object:
            asked.append(name)
            return work_out(draft)

        monkeypatch.setattr(Draft, name, property(counted))
    numbers = []
    for n in (60, 240):
        rows = (
            f"Plek {i % 50};Amsterdam;Overtoom {i};1054 HW;mode;1950;2010;{10_000_000 + i % 40};"
            f"90011;De Loods;{121_000 + i};{487_000 + i if i % 9 else ''}"
            for i in range(n)
        )
        head = "naam;plaats;adres;postcode;sector;m2;jaar van;kvk;sbi;gebouw;x;y"
        intake = read_here("a.csv", "\n".join([head, *rows]).encode())
        assert intake.n_rows == n
        numbers.append(len(asked))
        asked.clear()
    assert numbers[0] == numbers[1] < 100
