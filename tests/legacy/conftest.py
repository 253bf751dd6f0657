"""The real storage in an empty folder."""

from __future__ import annotations

from tests.storage.conftest import folder, storage

__all__ = ["folder", "storage"]
