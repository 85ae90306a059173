"""*Eigen gegevens* as a planner meets it, run by Streamlit's own AppTest."""

from __future__ import annotations

from concurrent.futures import Future

import pytest
from app_pages import opened, said, turned_to
from archives import zipped
from intakes import read_here
from streamlit.testing.v1 import AppTest

from geo.data.folders import ROOT
from geo.intake.model.result import Intake
from geo.intake.process.pipeline import Options
from layers.sentences.intake_notices import notice_remedy
from layers.words.plain_text import literal
from layers.words.text import text
from pages.own.file import KEPT, READING, OwnFile, Reading

pytestmark = pytest.mark.slow

FILES = ROOT / "tests" / "geo" / "intake" / "cases"


def page(file: str = "", tab: str = "", lang: str = "nl") -> AppTest:
    """The page, with a file of the cases already brought and a tab open."""
    content = (FILES / file).read_bytes() if file else b""
    return brought(file, content, tab, lang)


def brought(name: str, content: bytes, tab: str = "", lang: str = "nl") -> AppTest:
    """The page with a file of its own and a tab open."""
    kept = {KEPT: OwnFile(name, content, Options(), read_here(name, content))} if name else {}
    return opened("eigen", {**kept, **({"eigen.tab": tab} if tab else {})}, taal=lang)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_page_opens_without_a_file(lang: str) -> None:
    test = page(lang=lang)
    assert not test.exception
    assert text("eigen.intro", lang) in said(test)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_counts_and_map_of_a_file(lang: str) -> None:
    test = page("17-null-island.csv", lang=lang)
    assert not test.exception
    assert text("eigen.counts", lang, n=7, on=3, off=4) in said(test)


def test_a_refused_file_says_why_and_what_to_do() -> None:
    test = page("53-html-table.xlsx")
    assert not test.exception
    assert "webpagina (HTML), geen Excel" in said(test)
    assert text("intake.web_page.remedy", "nl") in said(test)
    assert "__ketenkaart_xss" not in said(test)


def test_a_refused_file_leaves_what_was_loaded_before() -> None:
    name = "17-null-island.csv"
    content = (FILES / name).read_bytes()
    own = OwnFile(name, content, Options(), read_here(name, content))
    # Nothing more is chosen of it than that it is read, and refused, while the planner looks on.
    answer: Future[Intake] = Future()
    refused = read_here("leeg.csv", b"")
    assert refused.refused is not None
    answer.set_result(refused)
    reading = Reading("leeg.csv", b"", Options(), answer, None)
    test = opened("kaart", {KEPT: own, READING: reading}, eigen="1")
    assert not test.exception
    assert literal(name) in said(test)  # the banner: its rows take part
    assert test.session_state[KEPT] is own
    turned_to(test, "eigen")
    assert not test.exception
    assert text("eigen.refused_name", "nl", name=literal("leeg.csv")) in said(test)
    assert notice_remedy(refused.refused, "nl") in said(test)
    assert text("eigen.refused_stays", "nl", name=literal(name)) in said(test)
    assert text("eigen.counts", "nl", n=7, on=3, off=4) in said(test)


@pytest.mark.parametrize(
    ("file", "tab", "values"),
    [
        ("17-null-island.csv", {"n": 4}, "eigen.tab_notices"),
        ("05-swapped-two-of-six.csv", {"n": 2}, "eigen.tab_proposals"),
        ("17-null-island.csv", {"n": 4}, "eigen.tab_rejected"),
        ("110-html-and-js-names.csv", {}, "eigen.tab_columns"),
        ("110-html-and-js-names.csv", {}, "eigen.tab_rows"),
        ("120-same-point.csv", {}, "eigen.tab_join"),
        ("114-curly-brace-names.csv", {}, "eigen.tab_export"),
    ],
)
def test_every_tab_is_drawn(file: str, tab: dict[str, int], values: str) -> None:
    test = page(file, text(values, "nl", **tab))
    assert not test.exception


def test_proposals_count_only_after_a_yes() -> None:
    test = page("05-swapped-two-of-six.csv", text("eigen.tab_proposals", "nl", n=2))
    assert text("eigen.counts", "nl", n=6, on=4, off=2) in said(test)
    test.checkbox(key="eigen.accept_all").check().run()
    test.button(key="eigen.accept").click().run()
    assert not test.exception
    kept = test.session_state[KEPT]
    assert (kept.intake.n_on_map, kept.intake.n_off_map) == (6, 0)


def test_another_session_sees_nothing_of_it() -> None:
    page("17-null-island.csv")
    assert "17-null-island.csv" not in said(page())


POINTS = """{"type": "FeatureCollection", "features": [{"type": "Feature", "properties":
{"soort": "linde"}, "geometry": {"type": "Point", "coordinates": [4.89, 52.37]}}]}"""
FIRMS = [f"Bedrijf {i};{10_000_000 + i};{121_000 + i};487000" for i in range(9)]
REGISTER = "\n".join(["handelsnaam;kvk;x;y", *FIRMS, "Elders;20000000;136783;455860"])


def test_counts_of_a_register_hide_small_numbers() -> None:
    test = brought("a.csv", REGISTER.encode(), text("eigen.tab_counts", "nl"))
    assert not test.exception
    assert text("eigen.count_guarded", "nl", k=5, n=10) in said(test)
    (table,) = test.dataframe
    # One firm lies elsewhere: its number would be the total less the nine in Amsterdam.
    assert table.value.iloc[0].tolist()[1:] == ["•", "•", "10"]


def test_a_register_is_shown_to_be_confirmed() -> None:
    test = brought("a.csv", REGISTER.encode(), text("eigen.tab_columns", "nl"))
    assert not test.exception
    (asked,) = [box for box in test.selectbox if box.label == text("eigen.register", "nl")]
    found = text("eigen.register_yes", "nl")
    assert asked.options[0] == text("eigen.register_auto", "nl", found=found)


def test_a_table_of_counts_is_guarded_in_both_directions() -> None:
    table = "wijk;film;mode;muziek\nNoord;20;40;25\nOost;3;12;30\nWest;9;15;11"
    test = brought("a.csv", table.encode(), text("eigen.tab_counts", "nl"))
    assert not test.exception
    (shown,) = test.dataframe
    assert shown.value.iloc[:, 1:].to_numpy().tolist() == [
        ["20", "40", "25", "85"],
        ["•", "•", "30", "45"],
        ["•", "•", "11", "35"],
        ["32", "67", "66", "165"],
    ]


def test_no_map_file_of_single_register_rows_is_offered() -> None:
    tab = text("eigen.tab_export", "nl")
    names = {name: text(f"eigen.{name}", "nl") for name in ("rows_gpkg", "map_png")}
    of_register = brought("a.csv", REGISTER.encode(), tab)
    assert not of_register.exception
    assert text("eigen.register_files", "nl") in [w.value for w in of_register.warning]
    kinds = next(b for b in of_register.selectbox if b.key == "eigen.file_kind").options
    assert names["rows_gpkg"] in kinds and names["map_png"] not in kinds
    other = brought("a.csv", REGISTER.replace("kvk", "volgnummer").encode(), tab)
    assert (
        names["map_png"] in next(b for b in other.selectbox if b.key == "eigen.file_kind").options
    )


def test_of_a_zip_with_several_kinds_one_is_chosen_and_then_another() -> None:
    table = "naam;adres;x;y\nLoods;Weena 5;92000;437300\n"
    test = brought("a.zip", zipped({"hubs.csv": table, "punten.geojson": POINTS}))
    for kind, other in (("hubs.csv", "punten.geojson"), ("punten.geojson", "hubs.csv")):
        own = test.session_state[KEPT]
        assert dict(own.intake.layers) == {kind: 1}
        box = next(box for box in test.multiselect if box.label == text("eigen.layers", "nl"))
        assert (box.options, box.value) == (["hubs.csv", "punten.geojson"], [kind])
        box.set_value([other]).run()
        assert not test.exception
    assert dict(test.session_state[KEPT].intake.layers) == {"hubs.csv": 1}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_the_rows_are_is_said_at_the_top_and_changed_with_one_click(lang: str) -> None:
    test = page("17-null-island.csv", lang=lang)
    own = test.session_state[KEPT]
    kind, why = own.intake.decided
    assert kind == "hubs"
    words = {"entity": text("intake.entity.hubs", lang), "why": text(f"intake.why.{why}", lang)}
    assert text("eigen.decided", lang, **words) in said(test)
    key = f"eigen.decided.{own.intake.source.sha256[:8]}.hubs.0"
    test.button_group(key=key).set_value("tenants").run()
    assert not test.exception
    read = test.session_state[KEPT].intake
    assert read.decided == ("tenants", "said")
    assert read.rows["kk_entity"].eq("tenants").all()
