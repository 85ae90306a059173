"""Programs of others that open what Ketenkaart made."""

from __future__ import annotations

import subprocess
from pathlib import Path


def run(*command: object) -> str:
    words = [str(part) for part in command]
    done = subprocess.run(words, capture_output=True, check=True, timeout=180)
    return done.stdout.decode(errors="replace")


def as_pdf_words(path: Path) -> str:
    """Open an Office file in LibreOffice, print it to PDF, and read that with poppler."""
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", path.parent, path)
    return run("pdftotext", path.with_suffix(".pdf"), "-")
