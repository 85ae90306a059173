"""The chain model: which chain and stage an activity belongs to, and how tenants are counted in it.

The model is data: ``data/chain_model/*.csv`` (semicolon, UTF-8 with BOM, so that Excel opens it).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.errors import DataError, DataErrors

FOLDER = Path(__file__).parents[1] / "data" / "chain_model"
LINE = ("conceive", "make", "distribute", "public")
BESIDE = ("food", "other", "unknown")
COLUMNS = {
    "chains": ["code", "nl", "en", "colour", "order"],
    "stages": ["code", "nl", "en", "shape", "order"],
    "sbi_chain": ["sbi", "chain", "stage", "share", "title_nl", "note"],
    "osm_chain": ["key", "value", "chain", "stage", "share"],
}
UNKNOWN = (("unknown", "unknown", 1.0),)
Shares = tuple[tuple[str, str, float], ...]


@dataclass(frozen=True)
class ChainModel:
    """Chains, stages, and the tables that lead to them.

    Attributes
    ----------
    chains : DataFrame
        ``code, nl, en, colour, order``: the ten chains, then food, other and unknown.
    stages : DataFrame
        ``code, nl, en, shape, order``.
    sbi : DataFrame
        ``sbi, chain, stage, share, title_nl, note``; the shares of a code sum to 1.
    osm : DataFrame
        ``key, value, chain, stage, share``.
    """

    chains: pd.DataFrame
    stages: pd.DataFrame
    sbi: pd.DataFrame
    osm: pd.DataFrame

    @property
    def chain_codes(self) -> list[str]:
        """All chain codes in order, those beside the ten included."""
        return self.chains["code"].tolist()

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
        A missing file or column, a code that stands twice, an unknown chain or stage, shares of a
        code that do not sum to 1.

    Examples
    --------
    >>> load_chain_model().next_stage("make")
    'distribute'
    """
    tables = {name: _read(folder / f"{name}.csv", columns) for name, columns in COLUMNS.items()}
    model = ChainModel(*(tables[name] for name in COLUMNS))
    faults = list(model_faults(model))
    if faults:
        raise DataErrors(faults)
    return model


def _read(path: Path, columns: list[str]) -> pd.DataFrame:
    if not path.exists():
        raise DataErrors([DataError("file_missing", file=path.name)])
    try:
        table = pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype=str, keep_default_na=False)
    except (UnicodeDecodeError, pd.errors.ParserError) as fault:
        raise DataErrors(
            [DataError("file_unreadable", file=path.name, reason=str(fault))]
        ) from None
    missing = [name for name in columns if name not in table]
    if missing:
        raise DataErrors(
            [DataError("column_missing", file=path.name, column=name) for name in missing]
        )
    if "share" in table:
        table["share"] = pd.to_numeric(
            table["share"].str.replace(",", "."), errors="coerce"
        ).astype(float)
    return table


def model_faults(model: ChainModel) -> Iterable[DataError]:
    """Yield every fault in the tables of a model."""
    for name, table in (("chains", model.chains), ("stages", model.stages)):
        for row in table.index[table["code"].duplicated()]:
            yield DataError(
                "code_twice",
                file=f"{name}.csv",
                row=row + 2,
                column="code",
                value=table.at[row, "code"],
            )
    known = {"chain": set(model.chains["code"]), "stage": set(model.stages["code"])}
    for name, table, key in (
        ("sbi_chain", model.sbi, ["sbi"]),
        ("osm_chain", model.osm, ["key", "value"]),
    ):
        for column, codes in known.items():
            for row in table.index[~table[column].isin(codes)]:
                yield DataError(
                    "code_unknown",
                    file=f"{name}.csv",
                    row=row + 2,
                    column=column,
                    value=table.at[row, column],
                )
        sums = table.groupby(key)["share"].transform("sum", min_count=1)
        for row in table.index[~(sums.sub(1).abs() < 1e-6)]:  # noqa: PLR2004 - rounding of decimals
            yield DataError(
                "share_sum",
                file=f"{name}.csv",
                row=row + 2,
                column="share",
                value=table.at[row, "share"],
            )


def check_codes(model: ChainModel, sbi_codes: Iterable[str]) -> list[DataError]:
    """Return a fault for every SBI code of the model that is not in the official list."""
    known = set(sbi_codes)
    return [
        DataError("sbi_unknown", file="sbi_chain.csv", row=row + 2, column="sbi", value=code)
        for row, code in model.sbi["sbi"].items()
        if code not in known
    ]


def classify_sbi(code: str | None, model: ChainModel) -> Shares:
    """Chain, stage and share of an SBI 2008 code.

    A code that is not in the table is looked up by its shorter parents (five, four, three
    digits); what is not found is unknown, never dropped.

    Examples
    --------
    >>> model = load_chain_model()
    >>> classify_sbi("71111", model)
    (('architecture', 'conceive', 1.0),)
    >>> classify_sbi("71129", model), classify_sbi(None, model)
    ((('architecture', 'make', 1.0),), (('unknown', 'unknown', 1.0),))
    """
    text = "" if code is None or pd.isna(code) else str(code)
    for length in (5, 4, 3):
        rows = model.sbi[model.sbi["sbi"].eq(text[:length])]
        if len(text) >= length and len(rows):
            return tuple(rows[["chain", "stage", "share"]].itertuples(index=False, name=None))
    return UNKNOWN


def classify_osm(tags: Mapping[str, str | None], model: ChainModel) -> Shares:
    """Chain, stage and share of a set of OpenStreetMap tags; the first row that fits decides.

    Examples
    --------
    >>> classify_osm({"tourism": "gallery"}, load_chain_model())
    (('visual_art', 'distribute', 1.0),)
    """
    table = model.osm
    fits = [tags.get(k) == v for k, v in zip(table["key"], table["value"], strict=True)]
    if not any(fits):
        return UNKNOWN
    first = table[fits].iloc[0]
    rows = table[table["key"].eq(first["key"]) & table["value"].eq(first["value"])]
    return tuple(rows[["chain", "stage", "share"]].itertuples(index=False, name=None))


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
    spread = named.rename(columns={"id": "tenant_id"})
    for column, known in (("chain", model.chains["code"]), ("stage", model.stages["code"])):
        spread[column] = spread[column].fillna("unknown").str.split(";")
        spread = spread.explode(column, ignore_index=True)
        spread[column] = spread[column].where(spread[column].isin(known), "unknown")
    spread["weight"] = 1.0 / spread.groupby("tenant_id")["tenant_id"].transform("size")
    return spread


def stage_matrix(tenants: pd.DataFrame, model: ChainModel) -> pd.DataFrame:
    """Sum of tenant shares, one row a chain and one column a stage, all of them, zeros included.

    Examples
    --------
    >>> from geo.toy import toy_dataset
    >>> toy = toy_dataset()
    >>> float(stage_matrix(toy.tenants, toy.chain_model).loc["fashion", "make"])
    2.0
    """
    shares = stage_shares(tenants, model)
    table = shares.pivot_table("weight", "chain", "stage", aggfunc="sum", fill_value=0.0)
    return table.reindex(index=model.chain_codes, columns=model.stages["code"], fill_value=0.0)
