"""The chain model: which chain and stage an activity belongs to, and how tenants are counted in it.

The model is data: ``data/chain_model/*.csv`` (semicolon, UTF-8 with BOM, so that Excel opens it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from geo.data.errors import DataError, DataErrors
from geo.data.folders import DATA

FOLDER = DATA / "chain_model"
LINE = ("conceive", "make", "distribute", "public")
BESIDE = ("food", "other", "unknown")
COLUMNS = {
    "chains": ["code", "nl", "en", "letter_nl", "letter_en", "colour", "order"],
    "stages": ["code", "nl", "en", "shape", "order"],
    "sbi_chain": ["sbi", "chain", "stage", "share", "title_nl", "note", "ground"],
    "osm_chain": ["key", "value", "chain", "stage", "share", "ground"],
}
COLOUR = r"#[0-9A-Fa-f]{6}"
SHAPE = "circle|square|triangle|diamond|plus|ring"
LETTERS = ("letter_nl", "letter_en")
LETTER = r"\S{1,2}"  # more does not fit a symbol
ROUNDING = 0.002  # a third may be written as 0,333
MOST_SBI_DIGITS = 6  # the finest code, that of the trade register
UNKNOWN = (("unknown", "unknown", 1.0),)
Shares = tuple[tuple[str, str, float], ...]


@dataclass(frozen=True)
class ChainModel:
    """Chains, stages, and the tables that lead to them.

    Attributes
    ----------
    chains : DataFrame
        ``code, nl, en, letter_nl, letter_en, colour, order``: the ten chains, then food, other and
        unknown. The letter tells a chain apart where colour is not seen or not printed.
    stages : DataFrame
        ``code, nl, en, shape, order``.
    sbi : DataFrame
        ``sbi, chain, stage, share, title_nl, note, ground``; the shares of a code sum to 1.
    osm : DataFrame
        ``key, value, chain, stage, share, ground``. The ground says which definitions a row
        follows (``data/CODING.md``).
    """

    chains: pd.DataFrame
    stages: pd.DataFrame
    sbi: pd.DataFrame
    osm: pd.DataFrame

    @property
    def chain_codes(self) -> list[str]:
        """All chain codes in order, those beside the ten included."""
        return list(self.chains["code"])

    @cached_property
    def sbi_rows(self) -> dict[str, pd.DataFrame]:
        """The rows of each SBI code of the table."""
        return {str(code): rows for code, rows in self.sbi.groupby("sbi", sort=False)}

    @cached_property
    def sbi_shares(self) -> dict[str, Shares]:
        """Shares that were asked for, by code: few codes stand in a table very often."""
        return {}

    @property
    def ten(self) -> list[str]:
        """The ten chains, without food, other and unknown."""
        return [code for code in self.chain_codes if code not in BESIDE]

    @property
    def stage_line(self) -> list[str]:
        """The stages a product passes, in order."""
        return list(LINE)

    def next_stage(self, stage: str) -> str | None:
        """Stage after ``stage`` on the line, None after the public and beside the line."""
        return dict(zip(LINE, LINE[1:], strict=False)).get(stage)


def load_chain_model(folder: Path = FOLDER) -> ChainModel:
    """Read the four tables of the chain model and check them.

    Raises
    ------
    DataErrors
        Missing files or columns; else codes that stand twice or are missing, unknown chains or
        stages, letters that do not fit or stand twice, colours and shapes that cannot be drawn,
        shares of a code that do not sum to 1.

    Examples
    --------
    >>> load_chain_model().next_stage("make")
    'distribute'
    """
    tables: list[pd.DataFrame] = []
    faults: list[DataError] = []
    for name, columns in COLUMNS.items():
        try:
            tables.append(_read(folder / f"{name}.csv", columns))
        except DataErrors as found:
            faults += found.errors
    if not faults:
        model = ChainModel(*tables)
        faults = list(model_faults(model))
    if faults:
        raise DataErrors(faults)
    return model


def _read(path: Path, columns: list[str]) -> pd.DataFrame:
    if not path.is_file():
        raise DataErrors([DataError("file_missing", file=path.name)])
    try:
        table = pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype=str, keep_default_na=False)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as fault:
        raise DataErrors(
            [DataError("file_unreadable", file=path.name, reason=str(fault))]
        ) from fault
    missing = [name for name in columns if name not in table]
    if missing:
        raise DataErrors(
            [DataError("column_missing", file=path.name, column=name) for name in missing]
        )
    if "share" in table:
        # Dutch Excel writes a share with a comma.
        shares = pd.to_numeric(table["share"].str.replace(",", "."), errors="coerce")
        table["share"] = shares.astype(float)
    return table


def model_faults(model: ChainModel) -> Iterator[DataError]:
    """Yield every fault in the tables of a model; a row is its line in the file."""
    for name, table, needed, column, look in (
        ("chains", model.chains, BESIDE, "colour", COLOUR),
        ("stages", model.stages, (*LINE, "support", "unknown"), "shape", SHAPE),
    ):
        yield from _rows("code_twice", name, table, table["code"].duplicated(), "code")
        for code in sorted(set(needed) - set(table["code"])):
            yield DataError("code_missing", file=f"{name}.csv", column="code", value=code)
        yield from _rows("look_unknown", name, table, ~table[column].str.fullmatch(look), column)
    yield from _letter_faults(model.chains)
    for name, table, key in (
        ("sbi_chain", model.sbi, ["sbi"]),
        ("osm_chain", model.osm, ["key", "value"]),
    ):
        for column, codes in (("chain", model.chains["code"]), ("stage", model.stages["code"])):
            yield from _rows("code_unknown", name, table, ~table[column].isin(codes), column)
        sums = table.groupby(key)["share"].transform("sum", min_count=1)
        off = ~(sums.sub(1).abs() < ROUNDING) | ~(table["share"] > 0)
        yield from _rows("share_sum", name, table, off, "share")


def _letter_faults(chains: pd.DataFrame) -> Iterator[DataError]:
    """Yield every letter that does not fit a symbol, or that two chains share in one language."""
    for column in LETTERS:
        fits = chains[column].str.fullmatch(LETTER)
        yield from _rows("letter_unfit", "chains", chains, ~fits, column)
        # "m" and "M" look alike in a symbol of two millimetres.
        twice = chains[column].str.upper().duplicated()
        yield from _rows("letter_twice", "chains", chains, twice & fits, column)


def _rows(
    code: str, name: str, table: pd.DataFrame, wrong: pd.Series, column: str
) -> Iterator[DataError]:
    for row in table.index[wrong]:
        yield DataError(
            code,
            file=f"{name}.csv",
            row=row + 2,  # the header is line 1
            id=table.iat[row, 0],
            column=column,
            value=table.at[row, column],
        )


def check_codes(model: ChainModel, sbi_codes: Iterable[str]) -> list[DataError]:
    """Return a fault for every SBI code of the model that is not in the official list."""
    strange = ~model.sbi["sbi"].isin(set(sbi_codes))
    return list(_rows("sbi_unknown", "sbi_chain", model.sbi, strange, "sbi"))


def _shares(rows: pd.DataFrame) -> Shares:
    """Shares per chain and stage of one code or, each as heavy, of several; they sum to 1."""
    sums = rows.groupby(["chain", "stage"], sort=False)["share"].sum()
    parts = sums / sums.sum()
    return tuple((str(chain), str(stage), float(part)) for (chain, stage), part in parts.items())


def classify_sbi(code: str | None, model: ChainModel) -> Shares:
    """Chain, stage and share of an SBI 2008 code: of itself, its parents, or the codes below it.

    The parents are its first five, four and three digits; the code of a whole class or group
    stands for the codes below it, each as heavy. Dots and spaces are passed over; a lost leading
    zero is not put back. What is not found is unknown, never dropped.

    Examples
    --------
    >>> model = load_chain_model()
    >>> classify_sbi("71111", model), classify_sbi("0111", model)
    ((('architecture', 'conceive', 1.0),), (('unknown', 'unknown', 1.0),))
    >>> classify_sbi("14131", model), classify_sbi("7111", model)
    ((('fashion', 'make', 1.0),), (('architecture', 'conceive', 1.0),))
    """
    text = "" if code is None or pd.isna(code) else str(code).replace(".", "").replace(" ", "")
    if len(text) > MOST_SBI_DIGITS:
        return UNKNOWN
    known = model.sbi_rows
    lengths = (length for length in (5, 4, 3) if len(text) >= length)
    found = next((text[:n] for n in lengths if text[:n] in known), "")
    group = not found and len(text) in (3, 4)
    below = [code for code in known if code.startswith(text)] if group else []
    if not found and not below:
        return UNKNOWN
    asked = found or text
    if asked not in model.sbi_shares:
        rows = known[found] if found else model.sbi[model.sbi["sbi"].isin(below)]
        model.sbi_shares[asked] = _shares(rows)
    return model.sbi_shares[asked]


def classify_osm(tags: Mapping[str, str | None], model: ChainModel) -> Shares:
    """Chain, stage and share of a set of OpenStreetMap tags; the first row that fits decides.

    A tag may hold several values, joined by ";".

    Examples
    --------
    >>> model = load_chain_model()
    >>> classify_osm({"tourism": "gallery"}, model)
    (('visual_art', 'distribute', 1.0),)
    >>> classify_osm({"tourism": "museum", "museum": "history;art"}, model)
    (('visual_art', 'public', 1.0),)
    """
    table = model.osm
    said = {key: (value or "").split(";") for key, value in tags.items()}
    fits = [v in said.get(k, []) for k, v in zip(table["key"], table["value"], strict=True)]
    if not any(fits):
        return UNKNOWN
    first = table[fits].iloc[0]
    rows = table[table["key"].eq(first["key"]) & table["value"].eq(first["value"])]
    return _shares(rows)


def cells_without_code(model: ChainModel) -> list[tuple[str, str]]:
    """Name the chains and stages of the line to which no code of either table leads.

    Examples
    --------
    >>> cells_without_code(load_chain_model())
    []
    """
    tables = pd.concat([model.sbi, model.osm])
    has = set(zip(tables["chain"], tables["stage"], strict=True))
    return [(c, s) for c in model.ten for s in model.stage_line if (c, s) not in has]


def spread_codes(rows: pd.DataFrame) -> pd.DataFrame:
    """Give each row once for every chain and stage it names, each an equal part of it.

    Parameters
    ----------
    rows : DataFrame
        ``chain, stage``; a cell may hold several codes, split by ``;``.

    Returns
    -------
    DataFrame
        ``rows`` on its own index, which repeats, with ``weight``: the weights of one row sum to 1.

    Examples
    --------
    >>> rows = pd.DataFrame({"id": ["p1"], "chain": ["crafts"], "stage": ["conceive;make"]})
    >>> spread_codes(rows)[["stage", "weight"]].values.tolist()
    [['conceive', 0.5], ['make', 0.5]]
    """
    codes = {name: rows[name].fillna("unknown").str.split(";") for name in ("chain", "stage")}
    parts = codes["chain"].str.len() * codes["stage"].str.len()
    spread = pd.DataFrame(rows).assign(**codes, weight=1.0 / parts.astype(float))
    return spread.explode("chain").explode("stage")


def stage_shares(tenants: pd.DataFrame, model: ChainModel) -> pd.DataFrame:
    """Spread every named tenant over its chains and stages.

    Parameters
    ----------
    tenants : DataFrame
        ``id, hub_id, chain, stage, is_total``; a cell may hold several codes, split by ``;``.
        Published totals are left out: they overlap the named rows.

    Returns
    -------
    DataFrame
        ``tenant_id, hub_id, chain, stage, weight``; the weights of one tenant sum to 1. A missing
        or unknown code counts as "unknown".

    Examples
    --------
    >>> rows = pd.DataFrame({"id": ["t1"], "hub_id": ["h1"], "chain": ["music"],
    ...                      "stage": ["make;distribute"], "is_total": [False]})
    >>> stage_shares(rows, load_chain_model())[["stage", "weight"]].values.tolist()
    [['make', 0.5], ['distribute', 0.5]]
    """
    named = tenants.loc[~tenants["is_total"].astype(bool), ["id", "hub_id", "chain", "stage"]]
    spread = spread_codes(named).rename(columns={"id": "tenant_id"}).reset_index(drop=True)
    for column, known in (("chain", model.chains["code"]), ("stage", model.stages["code"])):
        spread[column] = spread[column].where(spread[column].isin(known), "unknown")
    return spread
