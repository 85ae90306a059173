"""Look at an upload before anything opens it."""

from __future__ import annotations

from geo.intake.rules.archive.archive_bomb import ArchiveBomb
from geo.intake.rules.archive.archive_locked import ArchiveLocked
from geo.intake.rules.archive.archive_path import ArchivePath
from geo.intake.rules.content_rule import ContentRule
from geo.intake.rules.file.file_damaged import FileDamaged
from geo.intake.rules.file.file_empty import FileEmpty
from geo.intake.rules.file.file_too_large import FileTooLarge
from geo.intake.rules.file.json_nesting import JsonNesting
from geo.intake.rules.file.kind_unsupported import KindUnsupported
from geo.intake.rules.file.not_a_geopackage import NotAGeoPackage
from geo.intake.rules.file.virtual_file import VirtualFile
from geo.intake.rules.file.web_page import WebPage
from geo.intake.rules.file.xml_entities import XmlEntities

CONTENT_RULES: tuple[ContentRule, ...] = (
    FileEmpty(),
    FileTooLarge(),
    # Before the directory is read: a directory of millions of entries is a bomb by itself.
    ArchiveBomb(),
    FileDamaged(),
    ArchivePath(),
    ArchiveLocked(),
    WebPage(),
    VirtualFile(),
    XmlEntities(),
    JsonNesting(),
    NotAGeoPackage(),
    KindUnsupported(),
)


def inspect(name: str, content: bytes) -> None:
    """Check the content with every rule; cheap, and safe on any bytes.

    Raises
    ------
    FileRefused
        The first reason not to open the file.

    Examples
    --------
    >>> inspect("hubs.csv", b"naam;x;y")
    >>> inspect("hubs.xlsx", b"<html><table></table></html>")
    Traceback (most recent call last):
    geo.intake.model.refusal.FileRefused: web_page: file='hubs.xlsx'
    """
    for rule in CONTENT_RULES:
        rule.check(name, content)
