"""All rules that work on a draft, in the order in which they are applied."""

from __future__ import annotations

from geo.intake.rules.archive.archive_cut import ArchiveCut
from geo.intake.rules.codes.amount_notation import AmountNotation
from geo.intake.rules.codes.amount_odd import AmountOdd
from geo.intake.rules.codes.house_number_date import HouseNumberDate
from geo.intake.rules.codes.kvk_lost_zero import KvkLostZero
from geo.intake.rules.codes.kvk_odd import KvkOdd
from geo.intake.rules.codes.number_rounded import NumberRounded
from geo.intake.rules.codes.postcode_notation import PostcodeNotation
from geo.intake.rules.codes.postcode_odd import PostcodeOdd
from geo.intake.rules.codes.sbi_ambiguous import SbiAmbiguous
from geo.intake.rules.codes.sbi_lost_zero import SbiLostZero
from geo.intake.rules.codes.sbi_notation import SbiNotation
from geo.intake.rules.codes.sbi_unlisted import SbiUnlisted
from geo.intake.rules.codes.sector_names import SectorNames
from geo.intake.rules.codes.sector_unlisted import SectorUnlisted
from geo.intake.rules.codes.sector_vague import SectorVague
from geo.intake.rules.codes.year_epoch import YearEpoch
from geo.intake.rules.codes.year_guess import YearGuess
from geo.intake.rules.codes.year_notation import YearNotation
from geo.intake.rules.codes.year_world_time import YearWorldTime
from geo.intake.rules.coordinates.axes_swapped import AxesSwapped
from geo.intake.rules.coordinates.axes_swapped_row import AxesSwappedRow
from geo.intake.rules.coordinates.coordinates_rounded import CoordinatesRounded
from geo.intake.rules.coordinates.crs_label_overruled import CrsLabelOverruled
from geo.intake.rules.coordinates.crs_missing import CrsMissing
from geo.intake.rules.coordinates.crs_mixed import CrsMixed
from geo.intake.rules.coordinates.crs_named import CrsNamed
from geo.intake.rules.coordinates.crs_recognised import CrsRecognised
from geo.intake.rules.coordinates.geometry_to_point import GeometryToPoint
from geo.intake.rules.coordinates.lost_point import LostPoint
from geo.intake.rules.coordinates.place_from_other import PlaceFromOther
from geo.intake.rules.coordinates.places_disagree import PlacesDisagree
from geo.intake.rules.coordinates.rd_without_datum import RdWithoutDatum
from geo.intake.rules.coordinates.shape_broken import ShapeBroken
from geo.intake.rules.coordinates.sign_or_unit import SignOrUnit
from geo.intake.rules.coordinates.thousands_sign import ThousandsSign
from geo.intake.rules.file.computed_left_out import ComputedLeftOut
from geo.intake.rules.file.dbf_missing import DbfMissing
from geo.intake.rules.file.file_cut import FileCut
from geo.intake.rules.file.file_holed import FileHoled
from geo.intake.rules.file.kind_differs import KindDiffers
from geo.intake.rules.file.layers_left_out import LayersLeftOut
from geo.intake.rules.file.links_not_followed import LinksNotFollowed
from geo.intake.rules.file.rows_lost import RowsLost
from geo.intake.rules.file.several_layers import SeveralLayers
from geo.intake.rules.file.views_left_out import ViewsLeftOut
from geo.intake.rules.file.wal_mode import WalMode
from geo.intake.rules.place.address_with_town import AddressWithTown
from geo.intake.rules.place.city_contradicts import CityContradicts
from geo.intake.rules.place.house_number_unknown import HouseNumberUnknown
from geo.intake.rules.place.in_water import InWater
from geo.intake.rules.place.outside_cities import OutsideCities
from geo.intake.rules.place.place_abroad import PlaceAbroad
from geo.intake.rules.place.place_formula import PlaceFormula
from geo.intake.rules.place.place_half import PlaceHalf
from geo.intake.rules.place.place_impossible import PlaceImpossible
from geo.intake.rules.place.place_missing import PlaceMissing
from geo.intake.rules.place.place_not_a_number import PlaceNotANumber
from geo.intake.rules.place.place_placeholder import PlacePlaceholder
from geo.intake.rules.rule import Rule
from geo.intake.rules.table.cells_beyond_header import CellsBeyondHeader
from geo.intake.rules.table.columns_guessed import ColumnsGuessed
from geo.intake.rules.table.footnotes import Footnotes
from geo.intake.rules.table.header_missing import HeaderMissing
from geo.intake.rules.table.header_repeated import HeaderRepeated
from geo.intake.rules.table.header_twice import HeaderTwice
from geo.intake.rules.table.heading_denied import HeadingDenied
from geo.intake.rules.table.own_columns import OwnColumns
from geo.intake.rules.table.rows_near_twice import RowsNearTwice
from geo.intake.rules.table.rows_spelt_twice import RowsSpeltTwice
from geo.intake.rules.table.rows_twice import RowsTwice
from geo.intake.rules.table.ruled_lines import RuledLines
from geo.intake.rules.table.second_table import SecondTable
from geo.intake.rules.table.section_rows import SectionRows
from geo.intake.rules.table.table_perhaps_turned import TablePerhapsTurned
from geo.intake.rules.table.table_turned import TableTurned
from geo.intake.rules.table.title_rows import TitleRows
from geo.intake.rules.table.total_rows import TotalRows
from geo.intake.rules.table.vacant_rows import VacantRows
from geo.intake.rules.text.control_characters import ControlCharacters
from geo.intake.rules.text.cpg_overruled import CpgOverruled
from geo.intake.rules.text.decimal_comma_cut import DecimalCommaCut
from geo.intake.rules.text.double_delimiter import DoubleDelimiter
from geo.intake.rules.text.encoding_central import EncodingCentral
from geo.intake.rules.text.encoding_mixed import EncodingMixed
from geo.intake.rules.text.fixed_width import FixedWidth
from geo.intake.rules.text.html_in_cells import HtmlInCells
from geo.intake.rules.text.letters_central import LettersCentral
from geo.intake.rules.text.lines_lost import LinesLost
from geo.intake.rules.text.lines_quoted import LinesQuoted
from geo.intake.rules.text.nul_bytes import NulBytes
from geo.intake.rules.text.quote_open import QuoteOpen
from geo.intake.rules.text.records_in_blocks import RecordsInBlocks
from geo.intake.rules.text.single_quotes import SingleQuotes
from geo.intake.rules.text.text_twice_encoded import TextTwiceEncoded
from geo.intake.rules.workbook.formula_errors import FormulaErrors
from geo.intake.rules.workbook.formulas_without_value import FormulasWithoutValue
from geo.intake.rules.workbook.hidden_rows import HiddenRows
from geo.intake.rules.workbook.hidden_sheets import HiddenSheets
from geo.intake.rules.workbook.merged_cells import MergedCells
from geo.intake.rules.workbook.several_sheets import SeveralSheets
from geo.intake.rules.workbook.sheets_left_out import SheetsLeftOut

READING_RULES: tuple[Rule, ...] = (
    KindDiffers(),
    ArchiveCut(),
    FileCut(),
    FileHoled(),
    RowsLost(),
    LinesLost(),
    EncodingMixed(),
    EncodingCentral(),
    TextTwiceEncoded(),
    NulBytes(),
    ControlCharacters(),
    QuoteOpen(),
    LinesQuoted(),
    SingleQuotes(),
    FixedWidth(),
    DecimalCommaCut(),
    DoubleDelimiter(),
    RecordsInBlocks(),
    TableTurned(),
    TablePerhapsTurned(),
    TitleRows(),
    HeaderMissing(),
    HeaderTwice(),
    HeaderRepeated(),
    RuledLines(),
    TotalRows(),
    VacantRows(),
    SecondTable(),
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
    LayersLeftOut(),
    ViewsLeftOut(),
    ComputedLeftOut(),
    WalMode(),
    CpgOverruled(),
    DbfMissing(),
    LinksNotFollowed(),
    OwnColumns(),
    HeadingDenied(),
    ColumnsGuessed(),
)
"""What was met while opening the file."""

BEFORE_PLACING: tuple[Rule, ...] = (PlacePlaceholder(),)
"""Before numbers are taken for places."""

PLACING_RULES: tuple[Rule, ...] = (
    RdWithoutDatum(),
    CrsLabelOverruled(),
    CrsMissing(),
    CrsNamed(),
    CrsRecognised(),
    CrsMixed(),
    AxesSwapped(),
    AxesSwappedRow(),
    PlaceFromOther(),
    PlacesDisagree(),
    GeometryToPoint(),
    ThousandsSign(),
    SignOrUnit(),
    LostPoint(),
    CoordinatesRounded(),
)
"""What the numbers mean; certain first, then guesses."""

VALUE_RULES: tuple[Rule, ...] = (
    HtmlInCells(),
    LettersCentral(),
    AddressWithTown(),
    HouseNumberDate(),
    SbiNotation(),
    SbiLostZero(),
    SbiAmbiguous(),
    SbiUnlisted(),
    KvkLostZero(),
    NumberRounded(),
    KvkOdd(),
    PostcodeNotation(),
    PostcodeOdd(),
    AmountNotation(),
    AmountOdd(),
    YearNotation(),
    YearWorldTime(),
    YearEpoch(),
    YearGuess(),
    SectorNames(),
    SectorVague(),
    SectorUnlisted(),
)
"""Codes, years and sectors."""

LAST_RULES: tuple[Rule, ...] = (
    ShapeBroken(),
    PlaceFormula(),
    PlaceHalf(),
    PlaceNotANumber(),
    PlaceAbroad(),
    PlaceImpossible(),
    PlaceMissing(),
    OutsideCities(),
    InWater(),
    HouseNumberUnknown(),
    CityContradicts(),
    RowsTwice(),
    RowsNearTwice(),
    RowsSpeltTwice(),
)
"""Rows that are still without a place, and where the others lie."""
