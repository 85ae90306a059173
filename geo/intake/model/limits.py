"""How large a file may be, and how much time and memory reading it may take."""

from __future__ import annotations

MAX_FILE = 200 * 2**20
"""Bytes of an upload; the server's own limit is the same."""
MAX_UNPACKED = 250 * 2**20
"""Bytes of an archive, unpacked, by its own directory."""
SUSPECT_RATIO = 150
"""Unpacked to packed. Style sheets reach 100:1 in honest workbooks ..."""
SUSPECT_SIZE = 50 * 2**20
"""... so a high ratio counts from this many unpacked bytes on."""
MAX_MEMBERS = 10_000
MAX_DIRECTORY = 4 * 2**20
"""Bytes of an archive's directory."""
MAX_NESTING = 64
"""Brackets within brackets; a multipolygon needs about eight."""
MAX_ROWS = 500_000
MAX_CELLS = 20_000_000
MAX_COLUMNS = 2_000
"""Columns of a table: of many more each is looked at for nothing."""
MAX_LAYERS = 200
"""Layers of a map or files of a zip that are looked at: of many more each is read for nothing."""
MAX_DEPTH = 24
"""Geometries within geometries of a map in XML; an honest one has one or two."""
MAX_LINES = 2**20
"""Lines of a table, blank ones too: what the largest sheet has."""
WIDE = ((1_000, 1_000_000), (100, 2_500_000))
"""Columns from which a table is wide, and the cells that such a one may have."""
LONGEST_CELL = 2**22
"""Characters of one cell of a text table: the outline of a province has fewer."""
FEW_CELLS, CELLS_TO_A_BYTE = 1_000_000, 4
"""Cells that a small file of features may have, and how many to a byte of a larger one: a property
that few features have is a cell of all."""
SECONDS = 60.0
"""Wall-clock time for one file."""
MEMORY = 1_500 * 2**20
"""Bytes of address space that reading may add to what Python and its libraries take at rest ..."""
LEAST_MEMORY, TO_A_BYTE = 288 * 2**20, 16
"""... and what a small file may add, and each byte of a larger one. Measured: 50,000 rows of 2 MB
add 120 MB, 100,000 points of 9 MB of GeoJSON 240 MB."""
PACKED = 4
"""Bytes that a byte of Parquet can honestly stand for."""
