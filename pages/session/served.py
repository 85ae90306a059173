"""Bytes that the browser of one session fetches by an address that only it was told."""

from __future__ import annotations

from streamlit import runtime

KIND = "application/octet-stream"
TO_APP = "../.."
"""From the frame of a map to the app, whatever path the app is under."""


def address_of(content: bytes, name: str) -> str:
    """Have the server keep bytes for this session, and return where its maps find them.

    They go when the session ends, or when a run of the page does not ask for them again. The
    address is made from the bytes: bytes that nobody can guess have one that nobody can guess.
    """
    files = runtime.get_instance().media_file_mgr
    return TO_APP + files.add(content, KIND, f"ketenkaart.{name}")
