"""A planner's project: own data and settings, kept in a GeoPackage or in PostGIS.

`geo.project.project.Project` is what is kept; `geo.project.package` writes it as one GeoPackage
and reads it back; `geo.project.open_store` opens the folder or the database that keeps it.
"""
