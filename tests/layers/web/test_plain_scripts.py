"""A script that is ready is written out as Jinja would, and one that is not is filled in."""

from __future__ import annotations

import folium
import pytest
from folium.template import Template

from layers.web import plain_scripts
from layers.web.plain_scripts import Plain, template_of


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\n\n",
        "a\r\nb\rc\r\n",
        "  let x = {a: {b: 1} };\n",
        "{ { } } % # é 😀 </script>",
        "a" * 100_000,
    ],
)
def test_a_text_without_marks_comes_out_as_from_jinja(text: str) -> None:
    made = template_of(text)
    assert isinstance(made, Plain)
    assert made.render() == Template(text).render()
    assert made.render(this=1, kwargs={}) == Template(text).render()


@pytest.mark.parametrize("text", ["{{ this }}", "{% if this %}x{% endif %}", "a{# b #}c"])
def test_what_has_to_be_filled_in_is(text: str) -> None:
    assert template_of(text).render(this="<b>") == Template(text).render(this="<b>")


def test_a_map_of_folium_is_written_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    def written() -> str:
        made = folium.Map(location=[52, 5], tiles=None)
        made._id = "it"
        group = folium.FeatureGroup(name="groep")
        group._id = "group"
        marker = folium.CircleMarker([52, 5], tooltip="een {{ naam }}")
        marker._id = "marker"
        for child in marker._children.values():
            child._id = "words"
        marker.add_to(group)
        group.add_to(made)
        made.get_root()._id = "root"
        made.get_root().render()
        script: str = made.get_root().script.render()
        return script

    plain_scripts.install()
    ours = written()
    monkeypatch.setattr("branca.element.Template", Template)
    assert written() == ours
    assert "circleMarker" in ours
