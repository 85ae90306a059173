"""What the server does before the first planner comes."""

from __future__ import annotations

import gc

import pytest

from pages.app import ended_sessions
from pages.session import server


@pytest.mark.slow
def test_the_collector_of_garbage_passes_over_the_data() -> None:
    server.shipped()
    before = gc.get_freeze_count()
    try:
        ended_sessions.set_apart()
        assert gc.get_freeze_count() > before + 100_000
        assert len(gc.get_objects()) < 10_000
    finally:
        gc.unfreeze()
