"""The chain model: complete tables, classification, and sums that add up."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.chains import (
    classify_osm,
    classify_sbi,
    load_chain_model,
    model_faults,
    stage_matrix,
    stage_shares,
)
from geo.errors import DataErrors
from geo.store import DATA
from geo.toy import toy_dataset

MODEL = load_chain_model()


def test_the_ten_chains_and_what_stands_beside_them() -> None:
    assert set(MODEL.ten) == {
        "architecture", "fashion", "visual_art", "music", "film_media", "games_digital", "design",
        "performing_arts", "publishing", "crafts",
    }  # fmt: skip
    assert MODEL.chain_codes[10:] == ["food", "other", "unknown"]


def test_the_line_runs_from_conceiving_to_the_public() -> None:
    assert MODEL.stage_line == ["conceive", "make", "distribute", "public"]
    assert [MODEL.next_stage(s) for s in MODEL.stage_line] == ["make", "distribute", "public", None]
    assert MODEL.next_stage("support") is None


def test_no_two_chains_share_a_colour_and_no_two_stages_a_shape() -> None:
    ten = MODEL.chains[MODEL.chains["code"].isin(MODEL.ten)]
    assert ten["colour"].is_unique
    assert MODEL.stages["shape"].is_unique


def test_every_code_is_an_official_one_and_its_title_is_the_official_title() -> None:
    official = pd.read_csv(DATA / "sbi_codes.csv", sep=";", encoding="utf-8-sig", dtype=str)
    titles = dict(zip(official["sbi"], official["title_nl"], strict=True))
    assert [titles.get(code) for code in MODEL.sbi["sbi"]] == MODEL.sbi["title_nl"].tolist()


def test_the_codes_a_chain_needs_are_there() -> None:
    # From the design: makers and distributors that the creative industry's definition lacks.
    needed = {
        "fashion": "1413 1419 46421 47711 47712 47713 47714 47716 47717",
        "visual_art": "9003 91022 47783 91021",
        "publishing": "9003 5811 18121 18129 1814 4761",
        "music": "90011 5920 4763 90041",
    }
    for chain, codes in needed.items():
        has = set(MODEL.sbi.loc[MODEL.sbi["chain"].eq(chain), "sbi"])
        assert set(codes.split()) <= has, chain


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("71111", {("architecture", "conceive"): 1.0}),
        ("9003", {("visual_art", "make"): 0.5, ("publishing", "conceive"): 0.5}),
        ("90031", {("visual_art", "make"): 0.5, ("publishing", "conceive"): 0.5}),
        ("0111", {("unknown", "unknown"): 1.0}),
        ("", {("unknown", "unknown"): 1.0}),
        (None, {("unknown", "unknown"): 1.0}),
        (pd.NA, {("unknown", "unknown"): 1.0}),
    ],
)
def test_an_sbi_code_leads_to_chain_and_stage(code, expected) -> None:
    found = {(chain, stage): share for chain, stage, share in classify_sbi(code, MODEL)}
    assert found == expected


def test_osm_tags_lead_to_chain_and_stage() -> None:
    assert classify_osm({"amenity": "cinema"}, MODEL) == (("film_media", "public", 1.0),)
    assert classify_osm({"tourism": "hotel"}, MODEL) == (("unknown", "unknown", 1.0),)


def test_the_toy_matrix_by_hand() -> None:
    toy = toy_dataset()
    matrix = stage_matrix(toy.tenants, toy.chain_model)
    by_hand = {
        ("fashion", "conceive"): 1, ("fashion", "make"): 2, ("fashion", "distribute"): 1,
        ("music", "make"): 0.5, ("music", "distribute"): 0.5, ("music", "public"): 1,
        ("visual_art", "make"): 2, ("architecture", "conceive"): 1, ("unknown", "unknown"): 1,
        ("food", "support"): 1,
    }  # fmt: skip
    found = matrix.stack()
    assert found[found > 0].to_dict() == by_hand
    assert matrix.to_numpy().sum() == 11


def test_a_strange_code_is_counted_as_unknown_never_dropped() -> None:
    rows = pd.DataFrame(
        {
            "id": ["a", "b"], "hub_id": ["h", "h"], "chain": ["magic", None],
            "stage": ["make", "make;nowhere"], "is_total": [False, False],
        }
    )  # fmt: skip
    shares = stage_shares(rows, MODEL)
    assert shares["weight"].sum() == 2
    assert shares["chain"].tolist() == ["unknown"] * 3
    assert shares["stage"].tolist() == ["make", "make", "unknown"]


def test_a_tenant_in_two_chains_and_two_stages_counts_a_quarter_in_each() -> None:
    rows = pd.DataFrame(
        {"id": ["a"], "hub_id": ["h"], "chain": ["music;design"], "stage": ["make;public"],
         "is_total": [False]}
    )  # fmt: skip
    assert stage_shares(rows, MODEL)["weight"].tolist() == [0.25] * 4


def test_faults_in_edited_tables_name_file_and_row(tmp_path) -> None:
    for name in ("chains", "stages", "osm_chain"):
        text = (DATA / "chain_model" / f"{name}.csv").read_text(encoding="utf-8-sig")
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    (tmp_path / "sbi_chain.csv").write_text(
        "sbi;chain;stage;share;title_nl;note\n71111;architecture;conceive;0,4;x;\n"
        "5811;magic;make;1;x;\n", encoding="utf-8-sig",
    )  # fmt: skip
    with pytest.raises(DataErrors) as caught:
        load_chain_model(tmp_path)
    found = {(f.code, f.params["row"], f.params["column"]) for f in caught.value.errors}
    assert found == {("share_sum", 2, "share"), ("code_unknown", 3, "chain")}


def test_the_shipped_model_has_no_faults() -> None:
    assert list(model_faults(MODEL)) == []
