"""Geometry and analysis: plain functions on GeoDataFrames in EPSG:28992 (metres)."""
