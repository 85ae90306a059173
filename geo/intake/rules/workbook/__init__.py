"""What can be wrong with a workbook."""
