"""Open the store of projects that a setting names: a folder or a team's database."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from geo.project.fault import ProjectError
from geo.project.folder_store import FolderStore
from geo.project.project_store import ProjectStore

SETTING = "KETENKAART_DATABASE"
KEEP_DAYS = "KETENKAART_KEEP_DAYS"
DEFAULT_FOLDER = Path.home() / ".ketenkaart" / "projecten"


def open_store(setting: str = "", keep_days: int = 0) -> ProjectStore:
    """Open the store that a setting names.

    Parameters
    ----------
    setting : str
        The address of a PostgreSQL database with PostGIS (``postgresql://...``), a folder, or ""
        for the folder ``.ketenkaart/projecten`` in the home folder.
    keep_days : int
        Projects that were not changed for so many days are removed; 0 keeps all.

    Raises
    ------
    ProjectError
        ``store_unreachable`` or ``store_unknown``.
    """
    # Here and not above: who works in a folder need not have a database driver.
    if setting.startswith(("postgresql:", "postgresql+psycopg:", "postgres:")):
        from geo.project.database_store import DatabaseStore

        team = DatabaseStore(setting, keep_days)
        with suppress(ProjectError):  # another server may be at it
            team.clean_up()
        return team
    if "://" in setting:
        raise ProjectError("store_unknown", value=setting.partition(":")[0])
    store = FolderStore(Path(setting) if setting else DEFAULT_FOLDER, keep_days)
    store.clean_up()
    return store
