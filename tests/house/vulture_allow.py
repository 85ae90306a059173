"""Names that only a library or a doctest asks for: vulture takes them for dead without this list.

Each group has its reason. A name that the code no longer has must go from here too: the test of
dead code sees to that.
"""

from __future__ import annotations

from unittest.mock import MagicMock

library = MagicMock()

# The toy city stands in geo for the examples in docstrings, which are tests of their own.
_ = (library.toy_dataset, library.toy_network)

# SQLAlchemy asks these of a type of our own; sqlite3 reads how text is to be given.
_ = (
    library.cache_ok,
    library.get_col_spec,
    library.bind_expression,
    library.column_expression,
    library.text_factory,
)

# Streamlit's runner asks this of what holds the requests of a session.
_ = (library.on_scriptrunner_yield,)

# openpyxl: what a sheet or a cell is set to is written into the workbook.
_ = (
    library.freeze_panes,
    library.data_type,
    library.quotePrefix,
    library.number_format,
    library.errorStyle,
    library.paperSize,
    library.pageSetUpPr,
    library.fitToHeight,
    library.print_title_rows,
)

# pypdf: what a file is and asks for is written into it.
_ = (library.pdf_header,)

# python-docx: page, paragraph and document settings are written into the document.
_ = (
    library.author,
    library.comments,
    library.page_height,
    library.page_width,
    library.left_margin,
    library.right_margin,
    library.top_margin,
    library.bottom_margin,
    library.rgb,
    library.page_break_before,
    library.keep_with_next,
    library.alignment,
)

# python-pptx: frames, pictures and charts of a slide.
_ = (
    library._blob,
    library.auto_size,
    library.word_wrap,
    library.crop_left,
    library.crop_right,
    library.crop_top,
    library.crop_bottom,
    library.margin_left,
    library.margin_right,
    library.margin_top,
    library.margin_bottom,
    library.vertical_anchor,
    library.has_title,
    library.include_in_layout,
    library.has_major_gridlines,
    library.minimum_scale,
    library.tick_label_position,
    library.gap_width,
    library.overlap,
)

# fontTools: options of a subset of a font.
_ = (library.notdef_outline, library.flavor)

# Folium: its templates read these of the map and of our layers.
_ = (library.default_js, library.default_css, library._id, library.zoom_in, library.zoom_out)

# string.Formatter calls it.
_ = (library.get_field,)

# Streamlit calls it: our function in the place of its own.
_ = (library._calculate_file_id,)

# branca calls it: what stands in the place of a template.
_ = (library.render,)

# SciPy reads it of what is made of it: whether pairs that are there twice have to be looked for.
_ = (library.has_canonical_format,)
