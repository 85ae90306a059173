"""Make ``datapackage.json`` out of the tables and the hand-kept ``sources.toml``.

``python -m data.prepare.package`` makes it anew when only words or another step's files changed.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as arrow
import pyarrow.parquet as pq

from data.prepare.raw import SOURCES
from data.prepare.write import write_json
from geo.data.folders import DATA

PARQUET, CSV = ".parquet", ".csv"
CSV_NUMBERS = {
    **{"share": "number", "order": "integer", "minutes": "number"},
    **{"listed": "integer", "published": "integer", "at_least": "boolean"},
    **{"from_x": "number", "from_y": "number", "to_x": "number", "to_y": "number"},
}
FORMATS: dict[str, dict[str, Any]] = {
    PARQUET: {
        "profile": "data-resource",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
    },
    CSV: {
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ";"},
    },
}


def data_package(folder: Path) -> dict[str, Any]:
    """Describe every file of ``folder`` that ``sources.toml`` names.

    Raises
    ------
    ValueError
        When a column has no meaning in ``sources.toml``.
    """
    words = tomllib.loads(SOURCES.read_text(encoding="utf-8"))
    entries = [entry for entry in words["resource"] if (folder / entry["path"]).exists()]
    return {
        "profile": "data-package",
        "name": "ketenkaart",
        "title": words["title"]["en"],
        "title_nl": words["title"]["nl"],
        "created": words["created"],
        "resources": [resource(folder, entry, words) for entry in entries],
    }


def resource(folder: Path, entry: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    """Describe one file: what it is, where it comes from and what its columns mean."""
    path = folder / entry["path"]
    fields, rows = _parquet(path) if path.suffix == PARQUET else _csv(path)
    sources = [words["source"][key] for key in entry["sources"]]
    return {
        "name": entry["name"],
        "path": entry["path"],
        "title": entry["title_en"],
        "title_nl": entry["title_nl"],
        **FORMATS[path.suffix],
        "rows": rows,
        **_undated(path, fields),
        "date": _date(entry, sources),
        "estimated": entry.get("estimated", False),
        "synthetic": False,
        "method": entry["method_en"],
        "method_nl": entry["method_nl"],
        **_credits(sources),
        "sources": [_source(source) for source in sources],
        "licenses": _licences(sources),
        "schema": {"fields": [_described(field, entry, words) for field in fields]},
    }


def _credits(sources: list[dict[str, Any]]) -> dict[str, str]:
    """Return the credit line; in English as well where a credit is more than a name."""
    dutch = [source["credit"] for source in sources]
    english = [source.get("credit_en", source["credit"]) for source in sources]
    said = {"credit": "; ".join(dict.fromkeys(dutch))}
    return said if english == dutch else said | {"credit_en": "; ".join(dict.fromkeys(english))}


def _date(entry: dict[str, Any], sources: list[dict[str, Any]]) -> str:
    """Date of the data: the entry's own, else from the oldest source to the newest."""
    if "date" in entry:
        return str(entry["date"])
    years = sorted(part for source in sources for part in source["date"].split("–"))
    return years[0] if years[0] == years[-1] else f"{years[0][:4]}–{years[-1][:4]}"


def _undated(path: Path, fields: list[dict[str, str]]) -> dict[str, dict[str, int]]:
    """How many rows rest on a source that states no date, by the day it was read."""
    if "source_read" not in {field["name"] for field in fields}:
        return {}
    days = undated(pd.read_parquet(path) if path.suffix == PARQUET else _read_csv(path))
    return {"undated": days} if days else {}


def undated(table: pd.DataFrame) -> dict[str, int]:
    """Count the rows of a table whose source states no date, by the day it was read."""
    read = table.loc[table["source_date"].isna(), "source_read"]
    return {str(day): int(n) for day, n in read.value_counts().sort_index().items()}


def _source(source: dict[str, Any]) -> dict[str, str]:
    kept = {key: source[key] for key in ("title", "path", "date") if key in source}
    copy = {"copy": source["copy"]} if "copy" in source else {}
    return {**kept, **copy, "credit": source["credit"], "licence": source["licence"]}


def _licences(sources: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Each licence once."""
    unique = {source["licence"]: source for source in sources}
    return [
        {"name": name, "title": source["licence_title"]}
        | ({"title_nl": source["licence_title_nl"]} if "licence_title_nl" in source else {})
        | ({"path": source["licence_path"]} if "licence_path" in source else {})
        for name, source in unique.items()
    ]


def _described(
    field: dict[str, str], entry: dict[str, Any], words: dict[str, Any]
) -> dict[str, str]:
    """Add what a column means, in both languages, and its unit."""
    name = field["name"]
    meaning = entry.get("columns", {}).get(name) or words["columns"].get(name)
    if meaning is None:
        raise ValueError(f"sources.toml: column {name!r} of {entry['path']} has no meaning")
    dutch, english, *unit = meaning
    described = {**field, "description": english, "description_nl": dutch}
    return {**described, "unit": unit[0]} if unit else described


def _parquet(path: Path) -> tuple[list[dict[str, str]], int]:
    file = pq.ParquetFile(path)
    fields = [{"name": field.name, "type": _kind(field.type)} for field in file.schema_arrow]
    return fields, file.metadata.num_rows


def _kind(kind: arrow.DataType) -> str:
    """Frictionless name of an Arrow type; a geometry (WKB) has none and is "any"."""
    if arrow.types.is_boolean(kind):
        return "boolean"
    if arrow.types.is_integer(kind):
        return "integer"
    if arrow.types.is_floating(kind):
        return "number"
    if arrow.types.is_binary(kind) or arrow.types.is_large_binary(kind):
        return "any"
    return "string"


def _csv(path: Path) -> tuple[list[dict[str, str]], int]:
    table = _read_csv(path)
    fields = [
        {"name": name, "type": CSV_NUMBERS.get(name, "string"), **_comma(name, table[name])}
        for name in table.columns
    ]
    return fields, len(table)


def _read_csv(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype=str)


def _comma(name: str, cells: pd.Series) -> dict[str, str]:
    """Say so where numbers are written as a Dutch spreadsheet writes them: "0,5"."""
    commas = CSV_NUMBERS.get(name) == "number" and cells.str.contains(",", na=False).any()
    return {"decimalChar": ","} if commas else {}


if __name__ == "__main__":
    write_json(data_package(DATA), DATA / "datapackage.json")
