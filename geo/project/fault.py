"""What is wrong with a project, its file or its store."""

from __future__ import annotations

from geo.data.errors import KetenkaartError


class ProjectError(KetenkaartError):
    """A project that cannot be read, kept or changed; the code says why."""
