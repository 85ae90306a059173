"""The shipped tables: loaded, checked, chosen from, and guarded where numbers are small.

What every room must take from one place stands here too: cities, coordinate systems, ways of
travelling, how fine a place is, and from which number something is said.
"""
