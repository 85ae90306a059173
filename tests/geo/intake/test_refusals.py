"""Each refusal has its cause, a sentence, what to do, and a test: one table holds them together.

`docs/refusals.md` is that table to be read; `KETENKAART_GOLDEN=new` writes it anew.
"""

from __future__ import annotations

import os
import re
from functools import cache

import pytest
from intakes import read_here
from refusals import REFUSALS

from geo.data.folders import ROOT
from geo.data.reading_apart import SandboxError
from geo.intake.model.result import Notice
from geo.intake.process import sandbox
from geo.intake.process.inspection import CONTENT_RULES
from geo.intake.process.sandbox import read_upload
from layers.sentences.intake_notices import notice_remedy, notice_words
from layers.words.text import table, text

PAPER = ROOT / "docs" / "refusals.md"
RAISED = re.compile(r'(?:FileRefused|SandboxError)\(\s*"([a-z_0-9]+)"')
PASSED_ON = {"shape_nesting", "table_too_large", "too_many_rows"}  # raised as faults of a value
PARTS = {"kind": "kind_unsupported", "damage": "file_damaged", "heavy": "takes_too_much"}
# What a planner has at hand, and who or what else can help.
AT_HAND = re.compile(r"Excel|QGIS|Google Earth|Numbers|\bzip\b|GeoJSON|\.xlsx|kaartlaag")
OTHERS = re.compile(r"error\.(?:project_|template_|scene|store_|mapping_)")
BAR = "\\|"
SAYS_IT_AT_ONCE = {"project_name"}  # what is asked is what to do
HELD_BY = "tests/geo/intake/test_refusals.py"


def parts_of(code: str) -> tuple[str, str, str]:
    """Code of a refusal, and the value that says which of its causes it is."""
    name, _, value = code.partition(".")
    return (PARTS[name], name, value) if value else (name, "", "")


@cache
def refused(code: str) -> Notice:
    refusal = REFUSALS[code]
    read = read_upload if refusal.hostile else read_here
    notice = read(refusal.name, refusal.make()).refused
    assert notice is not None
    return notice


def test_the_table_holds_every_refusal_there_is() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "geo").rglob("*.py"))
    codes = set(RAISED.findall(sources)) | {rule.code for rule in CONTENT_RULES} | PASSED_ON
    causes = {
        f"{name}.{key.split('.')[2]}"
        for name in PARTS
        for key in table()
        if key.startswith(f"intake.{name}.")
    }
    assert set(REFUSALS) == (codes - set(PARTS.values())) | causes


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(code, marks=[pytest.mark.slow] * refusal.hostile)
        for code, refusal in REFUSALS.items()
        if refusal.name
    ],
)
def test_a_file_with_the_cause_is_refused_for_it(code: str) -> None:
    whole, name, value = parts_of(code)
    notice = refused(code)
    assert notice.code == whole
    assert notice.params.get(name, "") == value
    for lang in ("nl", "en"):
        sentence, remedy = notice_words(notice, lang), notice_remedy(notice, lang)
        # Its cause is named, and nothing is left to be filled in.
        assert not value or text(f"intake.{code}", lang) in sentence
        assert not re.search(r"[{}]", sentence + remedy)
        assert not re.search(r"kon niet worden gelezen|could not be read", sentence)
        assert lang == "en" or AT_HAND.search(remedy), remedy


@pytest.mark.parametrize("code", [code for code, refusal in REFUSALS.items() if not refusal.name])
def test_what_no_file_shows_by_itself_is_tested_elsewhere(code: str) -> None:
    file, _, name = REFUSALS[code].test.partition("::")
    content = (ROOT / file).read_text("utf-8")
    assert f"def {name}(" in content
    assert code in content


# As heavy.workbook has a file of its own; these have none that is small.
@pytest.mark.parametrize(
    ("name", "cause"), [("a.csv", "heavy.table"), ("a.geojson", "heavy.map"), ("a", "heavy.map")]
)
@pytest.mark.parametrize("code", ["takes_too_much", "took_too_long"])
def test_work_that_is_too_much_names_what_probably_made_it_so(
    monkeypatch: pytest.MonkeyPatch, code: str, name: str, cause: str
) -> None:
    def too_much(*_: object) -> None:
        raise SandboxError(code, seconds=30)

    monkeypatch.setattr(sandbox, "ask", too_much)
    notice = read_upload(name, b"naam;x;y").refused
    assert notice is not None
    assert notice.code == code
    assert text(f"intake.{cause}", "nl") in notice_words(notice, "nl")
    assert notice_remedy(notice, "nl") == text(f"intake.{cause}.remedy", "nl")


def test_a_sheet_of_too_many_cells_says_where_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    # Twenty million of them are a file too large for a test.
    monkeypatch.setattr("geo.intake.readers.workbook.MAX_CELLS", 5)
    content = (ROOT / "tests/geo/intake/cases/43-year-notations.xlsx").read_bytes()
    notice = read_here("a.xlsx", content).refused
    assert notice is not None
    assert notice.code == "too_many_cells"
    assert "Ctrl+End" in notice_remedy(notice, "nl")


def paper() -> str:
    """The table to be read."""
    head = [
        "# Why a file is refused",
        "",
        "What a planner reads, by cause, with what to do and the test that holds it. Made from",
        "`tests/support/refusals.py` and `layers/words/texts/intake.csv`; see",
        f"`{HELD_BY}`.",
        "",
        "| code | cause | what a planner reads | what to do | test |",
        "|---|---|---|---|---|",
    ]
    others = [
        "",
        "## Projects, presentations and choices of columns",
        "",
        "Their texts stand in `layers/words/texts/`, each with what to do in its last sentence.",
        "",
        "| code | what a planner reads | test |",
        "|---|---|---|",
        *(
            f"| `{code}` | {table()[f'error.{code}']['nl'].replace('|', BAR)} | `{at}` |"
            for code, at in other_refusals().items()
        ),
    ]
    return "\n".join([*head, *map(line, REFUSALS), *others]) + "\n"


def line(code: str) -> str:
    refusal = REFUSALS[code]
    whole, name, value = parts_of(code)
    if refusal.name:
        notice = refused(code)
    else:
        notice = Notice(whole, "refused", params={name: value} if name else {})
    words = [notice_words(notice, "nl"), notice_remedy(notice, "nl")]
    if not refusal.name and not value:
        words[0] = table()[f"intake.{code}"]["nl"]
    cells = [f"`{code}`", refusal.cause, *words, f"`{refusal.test or HELD_BY}`"]
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def other_refusals() -> dict[str, str]:
    """What else comes from outside and is refused, by code; the name of a test file that holds it.

    Whether it says what to do shows from a second sentence, or what follows a colon or semicolon.
    """
    codes = [key.removeprefix("error.") for key in table() if OTHERS.match(key)]
    files = sorted((ROOT / "tests").rglob("*.py"), key=lambda p: (p.stem[:4] != "test", str(p)))
    texts = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in files}
    named = {
        code: [
            at
            for at, said in texts.items()
            if re.search(rf"[\"'.]{code}[\"']", said) and at != HELD_BY
        ]
        for code in codes
    }
    return {code: next(iter(at), "") for code, at in named.items()}


def test_every_other_refusal_has_a_test_and_says_what_to_do() -> None:
    others = other_refusals()
    assert [code for code, held_by in others.items() if not held_by] == []
    for code in others:
        for lang in ("nl", "en"):
            words = table()[f"error.{code}"][lang]
            assert len(re.findall(r"[.;:] \w", words)) > 0 or code in SAYS_IT_AT_ONCE, words


@pytest.mark.slow
def test_the_paper_shows_the_table() -> None:
    if os.environ.get("KETENKAART_GOLDEN") == "new":
        PAPER.write_text(paper(), encoding="utf-8")
    assert PAPER.read_text(encoding="utf-8") == paper(), "write it anew: KETENKAART_GOLDEN=new"
