"""Texts of a resource of the data package, in the reader's language where it has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Resource = Mapping[str, Any]


def resource_text(resource: Resource, name: str, lang: str) -> str:
    """Return a text of a resource in a language, else as it stands, else "".

    Examples
    --------
    >>> museums = {"title": "Museums", "title_nl": "Musea"}
    >>> resource_text(museums, "title", "nl"), resource_text(museums, "title", "en")
    ('Musea', 'Museums')
    """
    return str(resource.get(f"{name}_{lang}") or resource.get(name, ""))


def resource_named(package: Mapping[str, Any], name: str) -> Resource | None:
    """Return a resource of the package by its name."""
    return next((found for found in package["resources"] if found["name"] == name), None)
