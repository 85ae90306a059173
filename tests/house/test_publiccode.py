"""The metadata for catalogues keeps the schema of publiccode.yml 0.4, and says what is so."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
import yaml

from geo.data.folders import ROOT
from layers.words.text import LANGUAGES

MUST = {
    "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus",
    "softwareType", "description", "legal", "maintenance", "localisation",
}  # fmt: skip
MAY = {
    "applicationSuite", "landingURL", "isBasedOn", "softwareVersion", "releaseDate", "logo",
    "usedBy", "roadmap", "intendedAudience", "dependsOn",
}  # fmt: skip
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
SHORT, LONG = 150, range(150, 10_001)


@pytest.fixture(scope="module")
def metadata() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    return content


def test_every_key_is_one_of_the_schema(metadata: dict[str, Any]) -> None:
    assert set(metadata) >= MUST
    assert set(metadata) <= MUST | MAY
    assert metadata["publiccodeYmlVersion"] == "0.4"
    assert metadata["developmentStatus"] in STATUSES
    assert metadata["softwareType"] == "standalone/web"
    assert metadata["platforms"] == ["web"]
    assert re.fullmatch(r"https://\S+", metadata["url"])
    assert set(metadata["intendedAudience"]) <= {"countries", "unsupportedCountries", "scope"}


def test_every_language_of_the_app_has_its_description(metadata: dict[str, Any]) -> None:
    assert set(metadata["description"]) == set(LANGUAGES)
    assert metadata["localisation"] == {
        "localisationReady": True, "availableLanguages": list(LANGUAGES),
    }  # fmt: skip
    for words in metadata["description"].values():
        assert len(words["shortDescription"]) <= SHORT
        assert len(words["longDescription"]) in LONG
        assert 5 <= len(words["features"]) <= 20
        assert all((ROOT / path).is_file() for path in words["screenshots"])


def test_both_languages_tell_of_as_many_features(metadata: dict[str, Any]) -> None:
    assert len({len(words["features"]) for words in metadata["description"].values()}) == 1


def test_licence_and_version_are_those_of_the_project(metadata: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert metadata["softwareVersion"] == project["version"]
    assert metadata["legal"]["license"] == project["license"] == "EUPL-1.2"
    licence = (ROOT / "LICENSE").read_text("utf-8")
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert licence.count("\n") > 180


def test_who_maintains_it_is_a_person_or_nobody(metadata: dict[str, Any]) -> None:
    kept = metadata["maintenance"]
    assert kept["type"] in {"none", "internal", "community"}
    assert kept["type"] == "none" or all(contact["name"] for contact in kept["contacts"])
