"""What an upload is on its way to rows: draft, records, limits, result."""
