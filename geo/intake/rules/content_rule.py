"""A reason to refuse a file by its bytes; light, so that it is known before libraries load."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar


class ContentRule(ABC):
    """A reason to refuse a whole file, found in its bytes before anything opens it.

    Attributes
    ----------
    code : str
    level : str
        Always "refused".
    """

    code: ClassVar[str]
    level: ClassVar[str] = "refused"

    @abstractmethod
    def check(self, name: str, content: bytes) -> None:
        """Look at the content.

        Raises
        ------
        FileRefused
        """
