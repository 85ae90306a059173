"""Parts of pages that several pages share: session state, frame, filters, fact sheet, files."""
