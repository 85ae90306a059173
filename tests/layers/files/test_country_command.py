"""The command that makes the folder of a national register: what it says, and what it leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from registers import register_rows, squares

from geo.country.folder import REJECTED, open_folder
from layers.files.country_command import main


def test_it_says_what_became_of_the_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = register_rows(30)
    rows.loc[3, "X"] = float("nan")
    rows.to_csv(tmp_path / "register.csv", index=False)
    squares().to_file(tmp_path / "gemeenten.gpkg")
    given = [str(tmp_path / "register.csv"), str(tmp_path / "land")]
    assert main([*given, "--areas", str(tmp_path / "gemeenten.gpkg"), "--title", "Proef"]) == 0
    said = capsys.readouterr().out
    assert "29 van 30 rijen" in said
    assert "1 × geen leesbare plek" in said
    assert "4 gebieden uit gemeenten.gpkg" in said
    folder = open_folder(tmp_path / "land")
    assert (folder.told.title, folder.told.areas) == ("Proef", "gemeenten.gpkg")
    rejected = (folder.path / REJECTED).read_text(encoding="utf-8-sig").splitlines()
    assert rejected[0] == "rij;nummer;plek;reden"
    assert rejected[1].startswith("4;000000000003;")


def test_a_fault_is_said_with_its_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "register.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    assert main([str(tmp_path / "register.csv"), str(tmp_path / "land"), "--lang", "en"]) == 1
    assert "--sbi" in capsys.readouterr().err
