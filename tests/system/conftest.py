"""A real keyring where a test asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.secret_service import MISSING, SecretService


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    """An open keyring; this process and its children find it."""
    if MISSING:
        pytest.skip(f"not on this computer: {', '.join(MISSING)}")
    made = SecretService(tmp_path / "keyring")
    made.unlock()
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, made.environment[name])
    yield made
    made.stop()
