"""Uploads read in the process of the test: quicker than the sandbox, and faults show in full."""

from __future__ import annotations

from geo.intake.model.refusal import FileRefused
from geo.intake.model.result import Intake
from geo.intake.process.assembly import intake_of, refused
from geo.intake.process.message import message_of
from geo.intake.process.pipeline import Options, read_drafts, source_of, table_of


def read_here(name: str, content: bytes, options: Options | None = None) -> Intake:
    """Read an upload; also a file that is refused has an intake."""
    source = source_of(name, content)
    try:
        kind, drafts = read_drafts(name, content, options or Options())
    except FileRefused as fault:
        return refused(source, fault)
    return intake_of(source, message_of(kind, drafts), table_of(drafts))
