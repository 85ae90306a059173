"""Dates with a time, in the notations of databases and web services."""

from __future__ import annotations

import json
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from intakes import read_here

from geo.intake.values.moments import moment_of, year_of_epoch
from geo.intake.values.years import year_of

MIDNIGHT = datetime(2015, 1, 1, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.mark.parametrize(
    "text",
    [
        "2014-12-31T23:00:00Z",
        "2014-12-31T23:00:00.000Z",
        "2014-12-31 23:00:00+00",
        "2014/12/31 23:00:00+00",
        "2014-12-31 23:00:00 UTC",
        "2014-12-31 23:00Z",
        "2014-12-31T18:00:00-0500",
        "31-12-2014 23:00:00Z",
        "31/12/2014 23:00 +00:00",
    ],
)
def test_every_notation_is_the_first_of_january_here(text: str) -> None:
    assert moment_of(text) == MIDNIGHT
    rows = read_here("a.csv", f"naam;x;y;sinds\nA;121236;490100;{text}\n".encode()).rows
    assert rows["kk_year_from"].tolist() == [2015]
    assert rows["sinds"].tolist() == [text]


@pytest.mark.parametrize("factor", [1, 1_000, 1_000_000])
def test_epoch_numbers_are_read_as_the_clock_of_the_system_does(factor: int) -> None:
    for day in (datetime(1985, 7, 1), datetime(2015, 1, 1), datetime(2038, 1, 20)):  # noqa: DTZ001
        seconds = int(day.replace(tzinfo=ZoneInfo("Europe/Amsterdam")).timestamp())
        assert year_of_epoch(str(seconds * factor)) == day.year
        assert time.gmtime(seconds).tm_year in (day.year, day.year - 1)


@pytest.mark.parametrize("text", ["12345678", "20150301", "201503011230", "0612345678901234567"])
def test_other_long_numbers_are_no_epoch(text: str) -> None:
    assert year_of(text)[1] != "epoch"


def test_the_dates_of_a_web_service_are_days_by_the_dutch_clock() -> None:
    answer = {
        "fields": [{"name": "sinds", "type": "esriFieldTypeDate"}],
        "features": [
            {"attributes": {"sinds": stamp}, "geometry": {"x": 4.89, "y": 52.4}}
            # Midnight here, midnight in world time, and noon, of the first of January 2015.
            for stamp in (1420066800000, 1420070400000, 1420110000000)
        ],
    }
    rows = read_here("a.json", json.dumps(answer).encode()).rows
    assert rows["sinds"].tolist() == ["2015-01-01", "2015-01-01", "2015-01-01T12:00:00"]
    assert rows["kk_year_from"].tolist() == [2015] * 3
