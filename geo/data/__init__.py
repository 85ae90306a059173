"""The shipped tables: loaded, checked, chosen from, and guarded."""
