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


def licence_words(resource: Resource, lang: str) -> str:
    """Return the licences of a resource in a language; one that is not stated says so.

    Examples
    --------
    >>> licences = [{"name": "not-stated", "title": "licence not stated",
    ...              "title_nl": "licentie niet vermeld"}, {"name": "CC0-1.0"}]
    >>> licence_words({"licenses": licences}, "nl")
    'licentie niet vermeld, CC0-1.0'
    """
    licences = resource.get("licenses", [])
    return ", ".join(resource_text(each, "title", lang) or each["name"] for each in licences)


def resource_named(package: Mapping[str, Any], name: str) -> Resource | None:
    """Return a resource of the package by its name."""
    return next((found for found in package["resources"] if found["name"] == name), None)
