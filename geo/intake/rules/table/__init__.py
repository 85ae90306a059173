"""What can be wrong with a table: headings, titles, totals, rows given twice."""
