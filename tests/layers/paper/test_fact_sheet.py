"""What a fact sheet says, against counts worked out from the rows themselves."""

from __future__ import annotations

import io
import re
import shutil
import subprocess

import geopandas as gpd
import pytest
import shapely
from pypdf import PdfReader

from geo.answers.known_around import known_in_clusters
from geo.data.coverage import load_coverage
from geo.data.selection import Filters, select
from geo.data.store import load_dataset
from geo.evidence.clusters import describe_clusters, find_clusters
from geo.evidence.unseen import unseen_in
from geo.network.graph import load_network
from layers.map.layer_context import LayerContext
from layers.paper.atlas import fact_sheet_pdf
from layers.paper.fact_sheet import FactSheetMaker
from layers.paper.fact_sheet_parts import MOST_ROWS, SheetsAsked
from layers.paper.map_sheet import figure_frame, map_figure
from layers.words.house_styles import HOUSE_STYLES
from layers.words.palette import palette

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not there")


@pytest.fixture(scope="module")
def maker() -> FactSheetMaker:
    data = load_dataset()
    chosen = select(data, Filters(cities=("Rotterdam",)))
    found = find_clusters(chosen.hubs, "hdbscan", 3, 400)
    table = describe_clusters(chosen.hubs, found["cluster"], chosen.shares, data.chain_model)
    coverage = load_coverage(data.chain_model)
    bases = {"Rotterdam": unseen_in(data, chosen.filters, coverage, "Rotterdam")}
    opened = known_in_clusters(table, chosen, bases)
    asked = SheetsAsked(
        LayerContext(data, chosen, palette(data.chain_model, "nl"), "nl"),
        {"Rotterdam": load_network("Rotterdam")},
        table.assign(
            stability=0.5, place="Cool", times=2.0, p=0.01, verdict="cluster", open=opened
        ),
        made_on="2026-11-25",
    )
    return FactSheetMaker(asked)


def text_of(content: bytes) -> str:
    said = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(said.stdout.decode().split())


@pytest.mark.slow
def test_there_is_a_sheet_of_everything_on_the_map(maker: FactSheetMaker) -> None:
    chosen = maker.asked.context.selection
    assert set(maker.refs("hub")) == {f"hub:{i}" for i in chosen.hubs["id"]}
    districts = maker.asked.context.dataset.districts
    assert len(maker.refs("district")) == districts["city"].eq("Rotterdam").sum()
    assert len(maker.refs("cluster")) == len(maker.asked.clusters)


@pytest.mark.slow
def test_a_district_counts_what_lies_inside_it(maker: FactSheetMaker) -> None:
    data, chosen = maker.asked.context.dataset, maker.asked.context.selection
    row = data.districts[data.districts["name"].eq("Delfshaven")].iloc[0]
    sheet = maker.sheet(f"district:Rotterdam:{row['code']}")
    hubs = [
        hub
        for hub, point in zip(chosen.hubs["id"], chosen.hubs.geometry, strict=True)
        if shapely.contains(row.geometry, point)
    ]
    figures = {words: value for value, words in sheet.figures}
    assert figures["gebouwen"] == str(len(hubs))
    inside = chosen.tenants[chosen.tenants["hub_id"].isin(hubs)]
    rooms = int(inside["row_kind"].ne("organisation").sum())
    label = f"huurders bij naam bekend, van wie {rooms} geen organisatie"
    assert rooms and figures[label] == str(len(inside))
    residents = data.neighbourhoods[data.neighbourhoods["district_code"].eq(row["code"])]
    residents = residents[residents["city"].eq("Rotterdam")]["residents"].sum()
    assert f"{residents:,}".replace(",", ".") in figures.values()
    assert len(sheet.table.rows) == min(len(hubs), MOST_ROWS) + (len(hubs) > MOST_ROWS)
    # On the map only what is its own has symbols of chain and stage; other houses show their place.
    drawn = {layer.key: layer.frame for layer in sheet.view.layers}
    assert set(drawn["sectors"]["id"]) <= set(hubs)
    assert drawn["partners"].within(row.geometry).all()
    assert len(drawn["partners"]) == int(chosen.partners.within(row.geometry).sum())
    assert set(drawn["hubs"]["id"]) == set(hubs)
    assert len(drawn["other_houses"])
    # The mix: what stands before a bracket is the sum of what stands in it.
    mix = sheet.mix[1]
    shares = chosen.shares[chosen.shares["hub_id"].isin(hubs)]
    music = shares[shares["chain"].eq("music")].groupby("stage")["weight"].sum()
    told = re.search(r"muziek ([\d,]+) \(([^)]*)\)", mix)
    assert told is not None
    decimal = [float(each.replace(",", ".")) for each in re.findall(r"[\d,]*\d", told[0])]
    assert decimal[0] == pytest.approx(music.sum(), abs=0.05)
    assert sorted(decimal[1:]) == pytest.approx(sorted(music), abs=0.05)


@pytest.mark.slow
def test_the_map_of_a_hub_shows_the_ground_round_it_and_counts_only_that(
    maker: FactSheetMaker,
) -> None:
    ref = maker.refs("hub")[0]
    sheet = maker.sheet(ref)
    hubs = next(layer for layer in sheet.view.layers if layer.key == "hubs").frame
    me = hubs[hubs["ref"].eq(ref)].iloc[0]
    minx, miny, maxx, maxy = sheet.view.extent
    assert ((minx + maxx) / 2, (miny + maxy) / 2) == pytest.approx((me.geometry.x, me.geometry.y))
    # The frame is a little wider than asked for, never more than the next round scale.
    assert hubs.distance(me.geometry).max() < 1_000
    legend = [e for layer in sheet.view.layers if layer.key == "hubs" for e in layer.legend]
    assert sum(entry.count for entry in legend) == len(hubs)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "scale"),
    [
        ("Delfshaven", 40_000),
        # 10,028 m high on a map of 81.5 mm with 4 mm of room on both sides: 1:136,000 at least.
        ("Prins Alexander", 150_000),
        ("Botlek-Europoort-Maasvlakte", 300_000),  # the harbour, 27 km long
    ],
)
def test_a_district_is_whole_on_its_map_and_houses_round_it_have_no_name(
    maker: FactSheetMaker, name: str, scale: int
) -> None:
    rows = maker.asked.context.dataset.districts
    row = rows[rows["name"].eq(name)].iloc[0]
    sheet = maker.sheet(f"district:Rotterdam:{row['code']}")
    frame = figure_frame(sheet.view, sheet.map_size)
    assert frame.scale == scale
    window = shapely.box(*frame.window)
    assert row.geometry.within(window)
    layers = {layer.key: layer.frame for layer in sheet.view.layers}
    mine, others = layers["hubs"], layers["other_houses"]
    assert mine.within(row.geometry).all()
    assert not others.within(row.geometry).any()
    assert set(others["label"]) <= {""}
    assert set(others["size"]) <= {3.0}
    assert len(mine) + len(others) == maker.asked.context.selection.hubs.within(window).sum()


def test_a_cluster_lists_its_own_buildings(maker: FactSheetMaker) -> None:
    sheet = maker.sheet(maker.refs("cluster")[0])
    names = maker.asked.context.selection.hubs.set_index("id")["name"]
    own = {names[i] for i in maker.asked.clusters["hub_ids"].iloc[0] if i in names.index}
    listed = {row[0] for row in sheet.table.rows if not row[0].startswith("…")}
    assert listed <= own
    assert len(own) == int(sheet.figures[0][0])


@pytest.mark.parametrize("ref", ["hub:no-such", "district:Rotterdam:ZZ", "nonsense", "cluster:x"])
def test_what_does_not_exist_has_no_sheet(maker: FactSheetMaker, ref: str) -> None:
    with pytest.raises(KeyError):
        maker.sheet(ref)


@pytest.mark.programs
@needs_poppler
def test_a_sheet_is_one_tagged_page_with_its_sources(maker: FactSheetMaker) -> None:
    ref = next(ref for ref in maker.refs("hub") if "keile" in ref)
    content = fact_sheet_pdf(maker, ref, HOUSE_STYLES["rotterdam"])
    about = subprocess.run(["pdfinfo", "-"], input=content, capture_output=True, check=True)
    assert b"Pages:           1\n" in about.stdout
    assert b"Tagged:          yes" in about.stdout
    said = text_of(content)
    for words in (
        maker.title_of(ref), "Bron van dit gebouw", "© OpenStreetMap contributors", "1:10.000",
        "huurders bij naam bekend", "Dichtstbijzijnde volgende schakels (te voet)", "kenmerk",
    ):  # fmt: skip
        assert words in said
    # Under the map and below it: a scale holds on one size of paper alone.
    assert said.count("1:10.000 (A4)") == said.count("1:10.000") == 2


@pytest.mark.slow
def test_the_building_itself_is_always_named_on_its_map(maker: FactSheetMaker) -> None:
    for ref in maker.refs("hub")[::5]:
        sheet = maker.sheet(ref)
        drawn = map_figure(sheet.view, sheet.map_size)
        written = [" ".join(found.name.lines) for found in drawn.names]
        assert written.count(sheet.title) == 1


@pytest.mark.slow
def test_without_tenants_the_map_is_larger_and_partners_are_listed(maker: FactSheetMaker) -> None:
    sheets = [maker.sheet(ref) for ref in maker.refs("hub")[:16]]
    empty = [sheet for sheet in sheets if sheet.strip is None]
    assert empty and len(empty) < len(sheets)
    for sheet in sheets:
        assert sheet.map_size[1] > 100 if sheet in empty else sheet.map_size[1] < 100
    metres = [[float(row[-1]) for row in sheet.table.rows if row[-1]] for sheet in empty]
    assert any(metres)
    for found in metres:
        assert found == sorted(found)
        assert all(distance <= 500 for distance in found)


@pytest.mark.slow
def test_the_strip_is_of_a_chain_of_which_stages_are_known(maker: FactSheetMaker) -> None:
    chosen = maker.asked.context.selection
    line = ["conceive", "make", "distribute", "public"]
    ten = chosen.shares[chosen.shares["chain"].isin(maker.asked.context.dataset.chain_model.ten)]
    who = chosen.tenants.loc[chosen.tenants["row_kind"].eq("organisation"), "id"]
    seen = 0
    for hub_id, every in list(ten.groupby("hub_id"))[:12]:
        # A chain leads by organisations; a house of rooms alone shows what there is.
        mine = every[every["tenant_id"].isin(who)]
        rows, seen = (every, seen) if mine.empty else (mine, seen + 1)
        if f"hub:{hub_id}" not in maker.refs("hub") or not rows["stage"].isin(line).any():
            continue
        strip = maker.sheet(f"hub:{hub_id}").strip
        told = rows[rows["chain"].isin(rows.loc[rows["stage"].isin(line), "chain"])]
        largest = told.groupby("chain")["weight"].sum()
        best = {
            maker.asked.context.palette.chain(c) for c in largest.index[largest.eq(largest.max())]
        }
        assert strip is not None
        assert any(f"keten {name}:" in strip.title for name in best)
    assert 0 < seen < 12


@pytest.mark.slow
def test_the_fullest_house_stays_on_one_page() -> None:
    data = load_dataset()
    chosen = select(data, Filters(cities=("Amsterdam",)))
    none = gpd.GeoDataFrame({"cluster": [], "hub_ids": []}, geometry=[], crs=28992)
    context = LayerContext(data, chosen, palette(data.chain_model, "nl"), "nl")
    networks = {"Amsterdam": load_network("Amsterdam")}
    made = FactSheetMaker(SheetsAsked(context, networks, none, made_on="2026-11-25"))
    fullest = chosen.tenants["hub_id"].value_counts().index[0]
    content = fact_sheet_pdf(made, f"hub:{fullest}")
    assert len(PdfReader(io.BytesIO(content)).pages) == 1


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_house_of_most_words_stays_on_one_page(lang: str) -> None:
    # An end of the lease, many words on who stays, and four sources in one title.
    data = load_dataset()
    chosen = select(data, Filters())
    none = gpd.GeoDataFrame({"cluster": [], "hub_ids": []}, geometry=[], crs=28992)
    context = LayerContext(data, chosen, palette(data.chain_model, lang), lang)
    networks = {"Rotterdam": load_network("Rotterdam")}
    made = FactSheetMaker(SheetsAsked(context, networks, none, made_on="2026-11-25"))
    content = fact_sheet_pdf(made, "hub:schieblock")
    assert len(PdfReader(io.BytesIO(content)).pages) == 1
