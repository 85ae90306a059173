"""What web services answer, read as the rows that are in it."""

from __future__ import annotations

import json

import pytest
from intakes import read_here

PLACES = [("Loods", 4.8910066, 52.4009993), ("Hal", 4.9115043, 52.3540072)]
ROWS = [{"naam": name, "lon": lon, "lat": lat} for name, lon, lat in PLACES]
SPARQL = [{k: {"type": "literal", "value": str(v)} for k, v in row.items()} for row in ROWS]
(_, *FIRST), (_, *SECOND) = PLACES
OSM = [
    {"type": "node", "id": 1, "lon": FIRST[0], "lat": FIRST[1], "tags": {"name": "Loods"}},
    {
        "type": "way",
        "id": 2,
        "nodes": [7, 8],
        "center": {"lon": SECOND[0], "lat": SECOND[1]},
        "tags": {"name": "Hal", "building": "yes"},
    },
]


@pytest.mark.parametrize(
    "answer",
    [
        {"success": True, "result": {"total": 2, "records": ROWS}},
        {"head": {"vars": ["naam"]}, "results": {"bindings": SPARQL}},
        {"version": 0.6, "osm3s": {"timestamp_osm_base": "x"}, "elements": OSM},
        {"_embedded": {"panden": ROWS}, "_links": {"self": {"href": "x"}}},
    ],
    ids=["ckan", "sparql", "overpass", "hal"],
)
def test_the_rows_in_an_answer_are_read(answer: dict[str, object]) -> None:
    intake = read_here("a.json", json.dumps(answer).encode())
    assert intake.rows["kk_name"].tolist() == ["Loods", "Hal"]
    assert intake.rows.geometry.notna().all()
    assert intake.rows["kk_in_city"].tolist() == ["Amsterdam"] * 2


@pytest.mark.parametrize(
    "content",
    [
        b'{"error": {"code": 400, "message": "Invalid URL"}}',
        b'<?xml version="1.0"?><ows:ExceptionReport><ows:Exception/></ows:ExceptionReport>',
        b"<ServiceExceptionReport><ServiceException/></ServiceExceptionReport>",
    ],
)
def test_the_error_of_a_service_is_said_to_be_one(content: bytes) -> None:
    refused = read_here("a.json", content).refused
    assert refused is not None
    assert refused.params["kind"] == "service_error"


def test_a_type_that_is_no_word_says_nothing() -> None:
    point = {"type": "Point", "coordinates": [4.8910066, 52.4009993]}
    feature = {"type": {"naam": "Loods"}, "geometry": point}
    content = {"type": "FeatureCollection", "features": [feature]}
    assert read_here("a.geojson", json.dumps(content).encode()).n_on_map == 1
    assert read_here("a.json", json.dumps({"type": ["a"], "naam": "A"}).encode()).n_rows == 1
