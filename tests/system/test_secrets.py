"""The key: in a real Secret Service, in keyrings that are locked, missing, slow or not to be trusted, and in a vault."""

from __future__ import annotations

import asyncio
import base64
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import keyring.errors
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keyring.backends import fail, null
from keyring.backends.SecretService import Keyring as SecretServiceKeyring

from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.secrets import Key, KeyringState
from linkapp.system.folders import folder_id
from linkapp.system.secrets import KeyringSecrets, NoTrustedBackend, PassphraseVault, trusted
from tests.fakes.secret_service import SecretService

ROOT = Path(__file__).resolve().parent.parent.parent


def real(owner: str = "folder") -> KeyringSecrets:
    return KeyringSecrets(
        lambda: owner, backend=lambda: trusted(SecretServiceKeyring()), patience=timedelta(seconds=10)
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class Drawer:
    """A backend in memory that does what a test says instead of answering."""

    def __init__(self, instead: Callable[[], None] = lambda: None) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.instead = instead

    def get_password(self, service: str, username: str) -> str | None:
        self.instead()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.instead()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.instead()
        del self.entries[service, username]


def over(drawer: Drawer, patience: float = 5) -> KeyringSecrets:
    return KeyringSecrets(lambda: "folder", backend=lambda: ("drawer", drawer), patience=timedelta(seconds=patience))


async def test_a_key_is_made_once_kept_in_the_real_keyring_and_forgotten(service: SecretService) -> None:
    assert await real().key() is None
    made = await real().new_key()
    assert isinstance(made, Key)
    assert len(made.value) == 32
    assert await real().new_key() == made
    assert await real().key() == made
    assert (await real().look()).state is KeyringState.READY
    assert (await real().look()).name == "Secret Service"
    assert await real("another folder").key() is None
    assert await real().forget() is None
    assert await real().forget() is None
    assert await real().key() is None


async def test_the_key_can_be_read_neither_in_the_keyrings_files_nor_in_a_repr(service: SecretService) -> None:
    made = await real().new_key()
    assert isinstance(made, Key)
    files = service.files()
    assert len(files) > 100
    for form in (made.value, base64.b64encode(made.value), made.value.hex().encode()):
        assert form not in files
    assert repr(made) == "Key()"


async def test_the_shared_quotas_password_is_kept_beside_the_key(service: SecretService) -> None:
    secrets = real()
    assert await secrets.password("shared quota far.example") is None
    assert await secrets.keep_password("shared quota far.example", "a word") is None
    assert await secrets.password("shared quota far.example") == "a word"
    assert await secrets.keep_password("shared quota far.example", "another") is None
    assert await secrets.password("shared quota far.example") == "another"
    assert await secrets.key() is None


async def test_a_locked_keyring_is_told_as_locked_and_opens_again(service: SecretService) -> None:
    made = await real().new_key()
    service.lock()
    secrets = real()
    assert (await secrets.look()).state is KeyringState.LOCKED
    for answer in (await secrets.key(), await secrets.new_key(), await secrets.forget()):
        assert isinstance(answer, Problem)
        assert answer.reason is Reason.KEYRING_LOCKED
        assert answer.detail
    service.unlock()
    assert await secrets.key() == made


async def test_a_keyring_that_was_never_made_and_a_dismissed_question_count_as_locked(service: SecretService) -> None:
    service.lock()
    assert (await real().look()).state is KeyringState.LOCKED
    assert not isinstance(await real().new_key(), Key)


@pytest.mark.parametrize("bus", [None, "unix:path=/nowhere/bus"])
def test_without_a_bus_the_keyring_is_missing(bus: str | None) -> None:
    assert _state_in_a_process({"DBUS_SESSION_BUS_ADDRESS": bus}) == "missing this computer has no keyring"


@pytest.mark.parametrize("name", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
def test_a_backend_that_somebody_configured_is_not_trusted_for_that(name: str) -> None:
    assert _state_in_a_process({"PYTHON_KEYRING_BACKEND": name}).startswith("missing ")


def _state_in_a_process(changes: dict[str, str | None]) -> str:
    code = (
        "import asyncio; from linkapp.system.secrets import KeyringSecrets\n"
        "found = asyncio.run(KeyringSecrets(lambda: 'folder').look())\n"
        "print(found.state, found.problem.detail if found.problem else '')"
    )
    environment = {key: value for key, value in {**os.environ, **changes}.items() if value is not None}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _a_backend(module: str, priority: float = 5) -> Any:
    made = type("Keyring", (), {"priority": priority})
    made.__module__ = module
    return made()


@pytest.mark.parametrize(
    "backend",
    [
        null.Keyring(),
        fail.Keyring(),
        _a_backend("keyrings.alt.file"),
        _a_backend("keyrings.alt.Windows"),
        _a_backend("sagecipher.keyring"),
        _a_backend("keyring.backends.SecretServiceX"),
        _a_backend("keyring.backends.kwallet", priority=0.5),
        Drawer(),
    ],
    ids=lambda one: f"{type(one).__module__}.{type(one).__name__}",
)
def test_a_backend_that_is_no_system_keyring_is_refused(backend: Any) -> None:
    with pytest.raises(NoTrustedBackend):
        trusted(backend)


def test_of_a_chain_only_the_system_keyring_is_used_and_never_what_lies_behind_it() -> None:
    chain = _a_backend("keyring.backends.chainer")
    plain, system = _a_backend("keyrings.alt.file", 20), _a_backend("keyring.backends.SecretService")
    chain.backends = [plain, system]
    assert trusted(chain) == ("Secret Service", system)
    chain.backends = [plain]
    with pytest.raises(NoTrustedBackend, match=r"keyrings\.alt\.file"):
        trusted(chain)
    chain.backends = []
    with pytest.raises(NoTrustedBackend):
        trusted(chain)


async def test_a_keyring_that_hangs_is_told_as_slow_in_time_and_may_come_back() -> None:
    released = threading.Event()
    questions: list[bool] = []

    def hang() -> None:
        questions.append(released.wait(30))

    secrets = over(Drawer(hang), patience=0.3)
    assert (await secrets.look()).state is KeyringState.SLOW
    answer = await secrets.key()
    assert isinstance(answer, Problem)
    assert answer.reason is Reason.KEYRING_SLOW
    assert not questions, "it is answered while the keyring still hangs"
    released.set()
    await asyncio.sleep(0.1)
    assert isinstance(await secrets.new_key(), Key)


def test_a_keyring_that_hangs_does_not_hold_the_end_of_the_program() -> None:
    code = (
        "import asyncio, threading; from datetime import timedelta\n"
        "from linkapp.system.secrets import KeyringSecrets\n"
        "secrets = KeyringSecrets(lambda: 'folder', backend=lambda: threading.Event().wait(), patience=timedelta(seconds=0.2))\n"
        "print(asyncio.run(secrets.look()).state)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=20
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "slow", "")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (keyring.errors.NoKeyringError("hunter2"), Reason.KEYRING_MISSING),
        (keyring.errors.InitError("hunter2"), Reason.KEYRING_LOCKED),
        (keyring.errors.KeyringLocked("hunter2"), Reason.KEYRING_LOCKED),
        (keyring.errors.PasswordSetError("hunter2"), Reason.KEYRING_MISSING),
        (TimeoutError("hunter2"), Reason.KEYRING_MISSING),
        (ConnectionResetError("hunter2"), Reason.KEYRING_MISSING),
        (RuntimeError("hunter2"), Reason.KEYRING_MISSING),
    ],
    ids=lambda one: str(getattr(one, "value", type(one).__name__)),
)
async def test_whatever_a_backend_raises_is_a_value_without_the_backends_words(
    error: Exception, reason: Reason
) -> None:
    def fails() -> None:
        raise error

    secrets = over(Drawer(fails))
    for answer in (
        await secrets.key(),
        await secrets.new_key(),
        await secrets.forget(),
        (await secrets.look()).problem,
    ):
        assert isinstance(answer, Problem)
        assert answer.reason is reason
        assert "hunter2" not in answer.detail


@pytest.mark.parametrize("entry", ["", "no key", "QUJD", "é", "A" * 43])
async def test_an_entry_that_is_no_key_counts_as_none_and_is_replaced_at_the_next_sign_in(entry: str) -> None:
    drawer = Drawer()
    drawer.entries["LinkApp", "folder"] = entry
    assert await over(drawer).key() is None
    assert isinstance(await over(drawer).new_key(), Key)


async def test_a_keyring_that_does_not_keep_what_it_is_given_is_not_believed() -> None:
    drawer = Drawer()
    drawer.set_password = lambda *_: None  # type: ignore[method-assign]
    answer = await over(drawer).new_key()
    assert isinstance(answer, Problem)
    assert answer.reason is Reason.KEYRING_MISSING


# ---- the vault ----

WORDS = "correct horse battery"


def vault_in(folder: Path, owner: str = "folder") -> PassphraseVault:
    return PassphraseVault(folder / "vault.json", lambda: owner, cost=2**12)


async def test_a_vault_opens_with_its_passphrase_only_and_for_its_folder_only(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    assert (await vault.look()).state is KeyringState.MISSING
    assert await vault.create(WORDS) is None
    key = await vault.new_key()
    assert isinstance(key, Key)
    assert (tmp_path / "vault.json").stat().st_mode & 0o777 == 0o600
    text = (tmp_path / "vault.json").read_bytes()
    assert WORDS.encode() not in text
    assert base64.b64encode(key.value) not in text

    again = vault_in(tmp_path)
    assert (await again.look()).state is KeyringState.LOCKED
    assert (await again.key()) == Problem(reason=Reason.KEYRING_LOCKED, detail="the passphrase was not given")
    wrong = await again.unlock("wrong horse battery")
    assert wrong is not None
    assert wrong.reason is Reason.KEYRING_LOCKED
    assert await again.unlock(WORDS) is None
    assert await again.key() == key
    elsewhere = await vault_in(tmp_path, "another folder").unlock(WORDS)
    assert elsewhere is not None
    assert await again.forget() is None
    assert names(tmp_path) == []


async def test_a_vault_is_made_by_the_persons_wish_only_and_never_over_another(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    assert isinstance(await vault.new_key(), Problem)
    assert await vault.key() is None
    with pytest.raises(ValueError, match="at least 10"):
        await vault.create("short")
    assert names(tmp_path) == []
    await vault.create(WORDS)
    before = (tmp_path / "vault.json").read_bytes()
    assert await vault_in(tmp_path).create("another passphrase") is not None
    assert (tmp_path / "vault.json").read_bytes() == before


async def test_the_same_passphrase_typed_on_another_keyboard_opens_the_vault(tmp_path: Path) -> None:
    await vault_in(tmp_path).create("Zoe\u0308 und Bjo\u0308rn")
    assert await vault_in(tmp_path).unlock("Zoë und Björn") is None


@settings(max_examples=60)
@given(content=st.binary(max_size=300) | st.from_regex(rb'\{"version":1,"n":[0-9]{1,9},"r":8,"p":1,"salt":"AA==","nonce":"A*","wrapped":"[A-Z]*"\}', fullmatch=True))  # fmt: skip
def test_a_damaged_vault_is_a_problem_and_never_more(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "damaged vault"
    folder.mkdir(exist_ok=True)
    (folder / "vault.json").write_bytes(content)
    answer = asyncio.run(vault_in(folder).unlock(WORDS))
    assert answer is not None
    assert answer.reason in (Reason.KEYRING_MISSING, Reason.KEYRING_LOCKED)
    assert (folder / "vault.json").read_bytes() == content


def test_a_folder_keeps_its_name_and_a_damaged_name_is_replaced(tmp_path: Path) -> None:
    name = folder_id(tmp_path)
    assert folder_id(tmp_path) == name
    assert [path.name for path in tmp_path.iterdir()] == ["folder.id"]
    for damage in (b"", b"\xff\xfe", b"short"):
        (tmp_path / "folder.id").write_bytes(damage)
        other = folder_id(tmp_path)
        assert other != name
        assert folder_id(tmp_path) == other
    assert [path.name for path in tmp_path.iterdir()] == ["folder.id"]
