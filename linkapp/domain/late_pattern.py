"""A regular expression that is compiled when it is first used. To compile those of the domain takes as long as to paint
the window, and few starts need many of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class LatePattern:
    """As ``re.compile`` makes it, from the same arguments; a fault in it is told at its first use."""

    def __init__(self, source: str, flags: int | re.RegexFlag = 0) -> None:
        self._source, self._flags = source, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self._source, self._flags)

    def search(self, text: str) -> re.Match[str] | None:
        """As ``re.Pattern`` does it."""
        return self.compiled.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """As ``re.Pattern`` does it."""
        return self.compiled.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As ``re.Pattern`` does it."""
        return self.compiled.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As ``re.Pattern`` does it."""
        return self.compiled.finditer(text)

    def split(self, text: str) -> list[str]:
        """As ``re.Pattern`` does it."""
        return self.compiled.split(text)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        """As ``re.Pattern`` does it."""
        return self.compiled.sub(by, text)
