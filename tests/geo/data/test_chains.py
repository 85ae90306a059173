"""The chain model: complete tables, classification, and sums that add up."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pandas as pd
import pytest

from geo.data.chains import (
    UNKNOWN,
    cells_without_code,
    classify_osm,
    classify_sbi,
    load_chain_model,
    model_faults,
    spread_codes,
    stage_shares,
)
from geo.data.errors import DataErrors
from geo.data.folders import DATA
from geo.toy.city import toy_dataset

MODEL = load_chain_model()
CREATORS = {
    ("publishing", "conceive"): 1 / 3, ("visual_art", "conceive"): 1 / 6,
    ("visual_art", "make"): 1 / 6, ("music", "conceive"): 1 / 6, ("music", "make"): 1 / 6,
}  # fmt: skip
GROUND = re.compile(
    r"creatieve industrie: (ja|nee) / UNESCO: (creatie|productie|verspreiding"
    r"|vertoning en ontvangst|uitrusting en materiaal|onderwijs en opleiding|geen( \([a-z ]+\))?)"
    r" / ESSnet: (creatie|productie en uitgave|verspreiding en handel|behoud|onderwijs"
    r"|beheer en regeling|geen)"
)
MONITOR = set(re.findall(r"\d+", """
    5811 5813 5814 5819 5821 5829 59111 59112 5912 5913 5914 5920 6010 6020 6391 7021 71111 71112
    7311 7312 74101 74102 74103 74201 85521 85522 90011 90012 90013 9002 9003 90041 90042 91011
    91012 91019 91021 91022 9103 94994
"""))  # fmt: skip
"""Monitor Creatieve Industrie: arts and heritage, media and entertainment, creative services."""


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


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_chain_has_a_letter_of_its_own_from_its_name(lang: str) -> None:
    letters = MODEL.chains.set_index("code")[f"letter_{lang}"]
    assert letters.str.len().eq(1).all()
    assert letters.str.casefold().is_unique
    names = MODEL.chains.set_index("code")[lang].str.upper()
    assert all(letters[code] in names[code] for code in MODEL.ten)


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
        # Writers, visual artists and composers a third each; the last two conceive and make.
        ("9003", CREATORS),
        ("90031", CREATORS),
        ("0111", {("unknown", "unknown"): 1.0}),
        ("", {("unknown", "unknown"): 1.0}),
        (None, {("unknown", "unknown"): 1.0}),
        (pd.NA, {("unknown", "unknown"): 1.0}),
    ],
)
def test_an_sbi_code_leads_to_chain_and_stage(code, expected) -> None:
    found = {(chain, stage): share for chain, stage, share in classify_sbi(code, MODEL)}
    assert found == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize(
    ("code", "found_as"),
    [
        ("71111", "71111"),  # itself
        ("74.10.1", "74101"),
        ("90031", "9003"),  # its parent
        ("581199", "5811"),
        ("7420", "74201;74202;74203"),  # its children
        ("01", ""),
        ("beeldhouwer", ""),
    ],
)
def test_a_code_is_found_as_itself_its_parent_or_its_children(code: str, found_as: str) -> None:
    rows = MODEL.sbi[MODEL.sbi["sbi"].isin(found_as.split(";"))]
    by_hand = rows.groupby(["chain", "stage"])["share"].sum() / rows["sbi"].nunique()
    expected = by_hand.to_dict() if found_as else {("unknown", "unknown"): 1.0}
    found = {(chain, stage): share for chain, stage, share in classify_sbi(code, MODEL)}
    assert found == pytest.approx(expected)
    assert sum(found.values()) == pytest.approx(1)


def test_a_group_stands_for_the_codes_below_it_each_as_heavy() -> None:
    # 9001: 90011 half music make and half performing make, 90012 conceive, 90013 performing make.
    found = {(chain, stage): share for chain, stage, share in classify_sbi("9001", MODEL)}
    assert found == pytest.approx(
        {
            ("music", "make"): 1 / 6,
            ("performing_arts", "make"): 1 / 6 + 1 / 3,
            ("performing_arts", "conceive"): 1 / 3,
        }
    )


def test_osm_tags_lead_to_chain_and_stage() -> None:
    assert classify_osm({"amenity": "cinema"}, MODEL) == (("film_media", "public", 1.0),)
    assert classify_osm({"tourism": "hotel"}, MODEL) == (("unknown", "unknown", 1.0),)
    assert classify_osm({"craft": "plumber"}, MODEL) == (("unknown", "unknown", 1.0),)
    assert classify_osm({}, MODEL) == (("unknown", "unknown", 1.0),)


def test_the_finer_of_two_osm_tags_decides() -> None:
    art = {"tourism": "museum", "museum": "art"}
    assert classify_osm(art, MODEL) == (("visual_art", "public", 1.0),)
    assert classify_osm({"tourism": "museum"}, MODEL) == (("other", "public", 1.0),)
    recording = {"amenity": "studio", "studio": "audio"}
    assert classify_osm(recording, MODEL) == (("music", "make", 1.0),)


def test_the_tables_are_as_wide_as_the_creative_industry() -> None:
    assert set(MODEL.sbi["sbi"]) >= MONITOR
    assert MODEL.sbi["sbi"].nunique() > 150
    assert len(MODEL.osm) > 150
    assert MODEL.sbi["note"].str.len().gt(5).all()


def test_every_chain_has_every_stage_of_the_line_in_the_tables() -> None:
    tables = pd.concat([MODEL.sbi, MODEL.osm])
    has = set(zip(tables["chain"], tables["stage"], strict=True))
    every = {(chain, stage) for chain in MODEL.ten for stage in MODEL.stage_line}
    assert len(every) == 40
    assert every <= has
    assert cells_without_code(MODEL) == []


def test_a_cell_to_which_no_code_leads_is_named() -> None:
    lacking = replace(MODEL, sbi=MODEL.sbi[MODEL.sbi["sbi"].ne("4110")])
    osm = lacking.osm[lacking.osm["value"].ne("property_developer")]
    assert cells_without_code(replace(lacking, osm=osm)) == [("architecture", "distribute")]


@pytest.mark.parametrize("name", ["sbi", "osm"])
def test_every_row_of_the_tables_says_on_what_ground_it_stands(name: str) -> None:
    grounds = getattr(MODEL, name)["ground"]
    assert [ground for ground in grounds if not GROUND.fullmatch(ground)] == []


def test_the_ground_of_a_code_follows_the_dutch_definition() -> None:
    inside = MODEL.sbi["ground"].str.startswith("creatieve industrie: ja")
    assert set(MODEL.sbi.loc[inside, "sbi"]) == MONITOR
    assert MODEL.sbi.loc[~inside, "sbi"].isin(MONITOR).sum() == 0


def test_a_studio_of_own_work_conceives_and_makes() -> None:
    for value in ("artist", "atelier", "sculptor", "photographer", "pottery", "goldsmith"):
        found = classify_osm({"craft": value}, MODEL)
        assert [(stage, share) for _, stage, share in found] == [("conceive", 0.5), ("make", 0.5)]
    for value in ("carpenter", "printer", "bookbinder", "upholsterer"):  # another's design
        assert [stage for _, stage, _ in classify_osm({"craft": value}, MODEL)] == ["make"]


def test_a_row_of_several_codes_is_spread_and_sums_to_one() -> None:
    rows = pd.DataFrame(
        {"id": ["a", "b"], "chain": ["music;design", None], "stage": ["make;public", "make"]}
    )
    spread = spread_codes(rows)
    assert spread["weight"].tolist() == [0.25] * 4 + [1.0]
    assert spread["chain"].tolist() == ["music", "music", "design", "design", "unknown"]
    assert spread.groupby("id")["weight"].sum().tolist() == [1.0, 1.0]


def test_every_creative_code_of_the_tenants_is_in_the_table() -> None:
    tenants = pd.read_parquet(DATA / "tenants.parquet")
    creative = tenants[tenants["chain"].isin(MODEL.ten) & tenants["sbi"].notna()]
    lost = {code for code in creative["sbi"] if classify_sbi(code, MODEL) == UNKNOWN}
    # A bicycle shop, a data centre's laboratory: their source calls them so, their code does not.
    assert lost <= {"47641", "72199"}


@pytest.mark.parametrize("name", ["chains", "stages", "sbi_chain", "osm_chain"])
def test_dutch_excel_opens_the_tables(name: str) -> None:
    content = (DATA / "chain_model" / f"{name}.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    header, *rows = content.decode("utf-8-sig").splitlines()
    assert header.count(";") >= 4
    # A point in a number becomes a date or a text there.
    assert not [row for row in rows if re.search(r";\d\.\d", row)]


def test_the_toy_matrix_by_hand() -> None:
    toy = toy_dataset()
    shares = stage_shares(toy.tenants, toy.chain_model)
    found = shares.groupby(["chain", "stage"])["weight"].sum()
    by_hand = {
        ("fashion", "conceive"): 1, ("fashion", "make"): 2, ("fashion", "distribute"): 1,
        ("music", "make"): 0.5, ("music", "distribute"): 0.5, ("music", "public"): 1,
        ("visual_art", "make"): 2, ("architecture", "conceive"): 1, ("unknown", "unknown"): 1,
        ("food", "support"): 1,
    }  # fmt: skip
    assert found[found > 0].to_dict() == by_hand
    assert found.sum() == 11


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
        "sbi;chain;stage;share;title_nl;note;ground\n71111;architecture;conceive;0,4;x;;\n"
        "5811;magic;make;1;x;;\n", encoding="utf-8-sig",
    )  # fmt: skip
    with pytest.raises(DataErrors) as caught:
        load_chain_model(tmp_path)
    found = {(f.code, f.params["row"], f.params["id"]) for f in caught.value.errors}
    assert found == {("share_sum", 2, "71111"), ("code_unknown", 3, "5811")}


@pytest.fixture
def folder(tmp_path):
    for name in ("chains", "stages", "sbi_chain", "osm_chain"):
        shutil.copy(DATA / "chain_model" / f"{name}.csv", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("chains", "#CC6677", "url(x)", "look_unknown"),
        ("chains", "#CC6677", "CC6677", "look_unknown"),
        ("chains", "music;", "fashion;", "code_twice"),
        ("chains", "unknown;", "onbekend;", "code_missing"),
        ("chains", ";B;V;", ";Bkn;V;", "letter_unfit"),
        ("chains", ";B;V;", ";;V;", "letter_unfit"),
        ("chains", ";Z;M;", ";m;M;", "letter_twice"),
        ("stages", "diamond", "ster", "look_unknown"),
        ("stages", "public;", "publiek;", "code_missing"),
        ("sbi_chain", "0,5", "half", "share_sum"),
        ("sbi_chain", "0,5", "-0,5", "share_sum"),
        ("osm_chain", ";make;", ";maken;", "code_unknown"),
        ("osm_chain", "value;", "waarde;", "column_missing"),
        ("sbi_chain", ";", ",", "column_missing"),
    ],
)
def test_a_slip_in_an_edited_table_is_named(folder, name, old, new, code) -> None:
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8-sig")
    with pytest.raises(DataErrors) as caught:
        load_chain_model(folder)
    assert (code, f"{name}.csv") in {(f.code, f.params["file"]) for f in caught.value.errors}


def test_a_table_saved_in_another_encoding_or_empty_is_named(folder) -> None:
    for name, content in (("chains", "code;nl\nx;é".encode("cp1252")), ("stages", b"")):
        (folder / f"{name}.csv").write_bytes(content)
    with pytest.raises(DataErrors) as caught:
        load_chain_model(folder)
    assert [f.code for f in caught.value.errors] == ["file_unreadable"] * 2


def test_a_third_written_as_a_decimal_sums_to_one(folder) -> None:
    path = folder / "sbi_chain.csv"
    rows = "".join(f"9999;{chain};make;0,333;x;y;z\n" for chain in ("music", "design", "crafts"))
    path.write_text(path.read_text(encoding="utf-8-sig") + rows, encoding="utf-8-sig")
    shares = classify_sbi("9999", load_chain_model(folder))
    assert [share for _, _, share in shares] == pytest.approx([1 / 3] * 3)


def test_the_shipped_model_has_no_faults() -> None:
    assert list(model_faults(MODEL)) == []
