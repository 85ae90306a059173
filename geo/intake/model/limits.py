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
SECONDS = 60.0
"""Wall-clock time for one file."""
MEMORY = 1_500 * 2**20
"""Bytes of address space that reading may add to what Python and its libraries take at rest."""
