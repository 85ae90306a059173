"""A file that is not read at all, with the reason."""

from __future__ import annotations

from geo.data.errors import KetenkaartError


class FileRefused(KetenkaartError):  # noqa: N818 - says what happened, as a planner would
    """The whole file is refused; ``code`` is that of the rule, ``params`` its sentence's values."""
