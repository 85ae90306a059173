"""All rules that work on a draft, in the order in which they are applied."""

from __future__ import annotations

from geo.intake.rules.axes_swapped import AxesSwapped
from geo.intake.rules.axes_swapped_row import AxesSwappedRow
from geo.intake.rules.cells_beyond_header import CellsBeyondHeader
from geo.intake.rules.city_contradicts import CityContradicts
from geo.intake.rules.columns_guessed import ColumnsGuessed
from geo.intake.rules.coordinates_rounded import CoordinatesRounded
from geo.intake.rules.cpg_overruled import CpgOverruled
from geo.intake.rules.crs_label_overruled import CrsLabelOverruled
from geo.intake.rules.crs_missing import CrsMissing
from geo.intake.rules.crs_mixed import CrsMixed
from geo.intake.rules.crs_recognised import CrsRecognised
from geo.intake.rules.dbf_missing import DbfMissing
from geo.intake.rules.decimal_comma_cut import DecimalCommaCut
from geo.intake.rules.encoding_mixed import EncodingMixed
from geo.intake.rules.file_cut import FileCut
from geo.intake.rules.footnotes import Footnotes
from geo.intake.rules.formula_errors import FormulaErrors
from geo.intake.rules.formulas_without_value import FormulasWithoutValue
from geo.intake.rules.geometry_to_point import GeometryToPoint
from geo.intake.rules.header_missing import HeaderMissing
from geo.intake.rules.header_repeated import HeaderRepeated
from geo.intake.rules.header_twice import HeaderTwice
from geo.intake.rules.hidden_rows import HiddenRows
from geo.intake.rules.hidden_sheets import HiddenSheets
from geo.intake.rules.house_number_date import HouseNumberDate
from geo.intake.rules.in_water import InWater
from geo.intake.rules.kind_differs import KindDiffers
from geo.intake.rules.kvk_lost_zero import KvkLostZero
from geo.intake.rules.kvk_odd import KvkOdd
from geo.intake.rules.lines_lost import LinesLost
from geo.intake.rules.lines_quoted import LinesQuoted
from geo.intake.rules.links_not_followed import LinksNotFollowed
from geo.intake.rules.lost_point import LostPoint
from geo.intake.rules.merged_cells import MergedCells
from geo.intake.rules.nul_bytes import NulBytes
from geo.intake.rules.outside_cities import OutsideCities
from geo.intake.rules.place_half import PlaceHalf
from geo.intake.rules.place_impossible import PlaceImpossible
from geo.intake.rules.place_missing import PlaceMissing
from geo.intake.rules.place_not_a_number import PlaceNotANumber
from geo.intake.rules.place_placeholder import PlacePlaceholder
from geo.intake.rules.postcode_notation import PostcodeNotation
from geo.intake.rules.postcode_odd import PostcodeOdd
from geo.intake.rules.quote_open import QuoteOpen
from geo.intake.rules.rd_without_datum import RdWithoutDatum
from geo.intake.rules.rows_twice import RowsTwice
from geo.intake.rules.rule import Rule
from geo.intake.rules.sbi_ambiguous import SbiAmbiguous
from geo.intake.rules.sbi_lost_zero import SbiLostZero
from geo.intake.rules.sbi_notation import SbiNotation
from geo.intake.rules.sbi_unlisted import SbiUnlisted
from geo.intake.rules.section_rows import SectionRows
from geo.intake.rules.sector_names import SectorNames
from geo.intake.rules.sector_unlisted import SectorUnlisted
from geo.intake.rules.sector_vague import SectorVague
from geo.intake.rules.several_layers import SeveralLayers
from geo.intake.rules.several_sheets import SeveralSheets
from geo.intake.rules.sheets_left_out import SheetsLeftOut
from geo.intake.rules.sign_or_unit import SignOrUnit
from geo.intake.rules.text_twice_encoded import TextTwiceEncoded
from geo.intake.rules.thousands_sign import ThousandsSign
from geo.intake.rules.title_rows import TitleRows
from geo.intake.rules.total_rows import TotalRows
from geo.intake.rules.views_left_out import ViewsLeftOut
from geo.intake.rules.wal_mode import WalMode
from geo.intake.rules.year_guess import YearGuess
from geo.intake.rules.year_notation import YearNotation

READING_RULES: tuple[Rule, ...] = (
    KindDiffers(),
    FileCut(),
    LinesLost(),
    EncodingMixed(),
    TextTwiceEncoded(),
    NulBytes(),
    QuoteOpen(),
    LinesQuoted(),
    DecimalCommaCut(),
    TitleRows(),
    HeaderMissing(),
    HeaderTwice(),
    HeaderRepeated(),
    TotalRows(),
    SectionRows(),
    Footnotes(),
    CellsBeyondHeader(),
    MergedCells(),
    SeveralSheets(),
    SheetsLeftOut(),
    HiddenSheets(),
    HiddenRows(),
    FormulaErrors(),
    FormulasWithoutValue(),
    SeveralLayers(),
    ViewsLeftOut(),
    WalMode(),
    CpgOverruled(),
    DbfMissing(),
    LinksNotFollowed(),
    ColumnsGuessed(),
)
"""What was met while opening the file."""

BEFORE_PLACING: tuple[Rule, ...] = (PlacePlaceholder(),)
"""Before numbers are taken for places."""

PLACING_RULES: tuple[Rule, ...] = (
    RdWithoutDatum(),
    CrsLabelOverruled(),
    CrsMissing(),
    CrsRecognised(),
    CrsMixed(),
    AxesSwapped(),
    AxesSwappedRow(),
    GeometryToPoint(),
    ThousandsSign(),
    SignOrUnit(),
    LostPoint(),
    CoordinatesRounded(),
)
"""What the numbers mean; certain first, then guesses."""

VALUE_RULES: tuple[Rule, ...] = (
    HouseNumberDate(),
    SbiNotation(),
    SbiLostZero(),
    SbiAmbiguous(),
    SbiUnlisted(),
    KvkLostZero(),
    KvkOdd(),
    PostcodeNotation(),
    PostcodeOdd(),
    YearNotation(),
    YearGuess(),
    SectorNames(),
    SectorVague(),
    SectorUnlisted(),
)
"""Codes, years and sectors."""

LAST_RULES: tuple[Rule, ...] = (
    PlaceHalf(),
    PlaceNotANumber(),
    PlaceImpossible(),
    PlaceMissing(),
    OutsideCities(),
    InWater(),
    CityContradicts(),
    RowsTwice(),
)
"""Rows that are still without a place, and where the others lie."""
