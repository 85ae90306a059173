"""The words of a map about itself."""

from __future__ import annotations

from dataclasses import replace

from views import MUSEUM_SOURCE, nasty_view, points, view_of

from layers.view.caption import caption, facts, source_line, synthetic_notes


def test_caption_says_what_is_drawn_what_is_not_and_why() -> None:
    view = view_of(points(["a", "b"], [(121_000, 487_000)] * 2))
    said = dict(caption(view, outside=1, extra=("5 van 9 namen",)))
    assert said == {
        "Filters": "Amsterdam · keten muziek",
        "Op de kaart": "Gebouwen: 2",
        "Niet op de kaart": ("Gebouwen zonder plaats: 3; buiten het kader van dit blad: 1"),
        "Toelichting": "Afstanden over het stratennet; 5 van 9 namen",
        "Gemaakt": (
            "2026-11-25 met Ketenkaart 0.1.0; RD New (EPSG:28992); Deze weergave: ?stad=Amsterdam"
        ),
    }


def test_a_line_without_words_is_left_out() -> None:
    said = dict(caption(view_of(not_drawn=(), notes=(), filters="")))
    assert set(said) == {"Op de kaart", "Gemaakt"}
    assert said["Op de kaart"] == "niets"


def test_caption_is_english_for_an_english_view() -> None:
    said = dict(caption(view_of(lang="en")))
    assert said["Not on the map"] == "Gebouwen zonder plaats: 3"
    assert said["Made"].startswith("2026-11-25 with Ketenkaart 0.1.0")


def test_each_credit_stands_once_with_its_licence() -> None:
    twin = replace(MUSEUM_SOURCE, key="stops", title="Haltes", date="2018")
    said = source_line(view_of(sources=(MUSEUM_SOURCE, twin)))
    assert (
        said == "© OpenStreetMap-bijdragers (Musea {x} & $y$, Haltes; ODbL 1.0, 2026-03-17, 2018)"
    )


def test_a_source_without_credit_or_licence_is_named_by_its_title() -> None:
    bare = replace(MUSEUM_SOURCE, credit="", licence="", date="")
    assert source_line(view_of(sources=(bare,))) == "Musea {x} & $y$ (Musea {x} & $y$)"


def test_invented_rows_are_said() -> None:
    layer = points(["a", "b", "c"], [(121_000, 487_000)] * 3, synthetic=[True, True, False])
    view = view_of(layer)
    assert synthetic_notes(view) == ("Gebouwen: 2 van 3 rijen zijn verzonnen of geschat",)
    assert synthetic_notes(view)[0] in dict(caption(view))["Toelichting"]
    real = points(["a"], [(121_000, 487_000)], synthetic=[None])
    assert synthetic_notes(view_of(real)) == ()


def test_facts_hold_rows_sources_and_reasons() -> None:
    view = view_of(points(["a", "b"], [(121_000, 487_000)] * 2))
    found = {(fact.part, fact.name): fact.value for fact in facts(view)}
    assert found["kaart", "Filters"] == "Amsterdam · keten muziek"
    assert found["laag Gebouwen", "Aantal rijen"] == "2"
    assert found["bron Musea {x} & $y$", "Licentie"] == "ODbL 1.0"
    assert found["bron Musea {x} & $y$", "Adres"] == "https://www.openstreetmap.org/copyright"
    reasons = [fact.value for fact in facts(view) if fact.name == "Niet op de kaart"]
    assert reasons == ["Gebouwen zonder plaats: 3", "Gebouwen in de andere stad: 0"]


def test_nothing_in_a_caption_breaks_the_line() -> None:
    said = [words for pair in caption(nasty_view()) for words in pair]
    said += [word for fact in facts(nasty_view()) for word in fact]
    assert "{{ 7*7 }}{% raw %}" in " ".join(said)
    assert all(letter.isprintable() or letter == " " for word in said for letter in word)
