"""An answer is kept by the server and given to many: nobody can change it."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil

import pytest

import geo.answers

MODULES = [module.name for module in pkgutil.iter_modules(geo.answers.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_an_answer_cannot_be_changed(name: str) -> None:
    module = importlib.import_module(f"geo.answers.{name}")
    for _, kind in inspect.getmembers(module, inspect.isclass):
        if dataclasses.is_dataclass(kind) and kind.__module__ == module.__name__:
            answer = object.__new__(kind)
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(answer, dataclasses.fields(kind)[0].name, None)
