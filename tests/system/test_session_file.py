"""The session between runs: sealed, whole at every moment, and never a reason for more than signing in again."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkapp.domain.problems import Problem, Reason
from linkapp.domain.session import Lasting, SignedIn
from linkapp.services.ports.secrets import Key, Keyring, KeyringState, StoredSession
from linkapp.system import session_file
from linkapp.system.session_file import KeptSession, SessionFile, Unreadable

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "www.linkedin.com"
KEY, OTHER = Key(value=bytes(range(32))), Key(value=bytes(32))
CANARY = "AQcanary0123456789abcdefghijklmnopqrstuvwxyz"
LATER = datetime(2027, 6, 1, tzinfo=UTC)


class Pocket:
    """A key without a keyring. ``problem`` stands for a keyring that does not answer."""

    def __init__(self, key: Key | None = KEY, problem: Problem | None = None) -> None:
        self.held, self.problem = key, problem

    async def look(self) -> Keyring:
        return Keyring(state=KeyringState.READY)

    async def key(self) -> Key | Problem | None:
        return self.problem or self.held

    async def new_key(self) -> Key | Problem:
        self.held = self.held or KEY
        return self.problem or self.held

    async def forget(self) -> Problem | None:
        self.held = None
        return self.problem


def state(value: str = CANARY, *, expires: float = LATER.timestamp(), **more: str) -> str:
    cookie = {"name": "li_at", "value": value, "domain": ".www.linkedin.com", "path": "/", "expires": expires}
    others = [{**cookie, "name": name, "domain": domain} for name, domain in more.items()]
    return json.dumps({"cookies": [cookie, *others], "origins": []})


def file_in(folder: Path, owner: str = "folder") -> SessionFile:
    return SessionFile(folder / "session.enc", lambda: owner)


def kept(folder: Path, pocket: Pocket | None = None, *, memory: bool = False) -> KeptSession:
    return KeptSession(file_in(folder), pocket or Pocket(), host=HOST, memory=memory)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def run(coroutine: object) -> object:
    return asyncio.run(coroutine)  # type: ignore[arg-type]


async def test_a_session_comes_back_and_cannot_be_read_on_the_disk(tmp_path: Path) -> None:
    assert await kept(tmp_path).load() is None
    assert await kept(tmp_path).save(state()) == SignedIn(expires=LATER)
    stored = await kept(tmp_path).load()
    assert isinstance(stored, StoredSession)
    assert json.loads(stored.state)["cookies"][0]["value"] == CANARY
    assert CANARY not in repr(stored)
    sealed = (tmp_path / "session.enc").read_bytes()
    assert CANARY.encode() not in sealed
    assert b"li_at" not in sealed
    assert (tmp_path / "session.enc").stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == ["session.enc"]


async def test_cookies_of_other_sites_are_not_kept(tmp_path: Path) -> None:
    await kept(tmp_path).save(state(SID=".google.com", JSESSIONID=".www.linkedin.com", lidc=".linkedin.com", x="linkedin.com.evil"))  # fmt: skip
    stored = await kept(tmp_path).load()
    assert isinstance(stored, StoredSession)
    assert {one["name"] for one in json.loads(stored.state)["cookies"]} == {"li_at", "JSESSIONID", "lidc"}


async def test_a_wrong_key_another_folder_and_a_key_that_is_gone_mean_sign_in_again(tmp_path: Path) -> None:
    await kept(tmp_path).save(state())
    before = (tmp_path / "session.enc").read_bytes()
    moved = KeptSession(file_in(tmp_path, "another folder"), Pocket(), host=HOST)
    gone = kept(tmp_path, Pocket(key=None))
    for session in (kept(tmp_path, Pocket(OTHER)), moved, gone):
        answer = await session.load()
        assert isinstance(answer, Problem)
        assert answer.reason is Reason.SIGNED_OUT
    assert (tmp_path / "session.enc").read_bytes() == before
    assert await gone.save(state()) == SignedIn(expires=LATER)


@pytest.mark.parametrize("reason", [Reason.KEYRING_LOCKED, Reason.KEYRING_MISSING, Reason.KEYRING_SLOW])
async def test_a_keyring_that_does_not_answer_is_the_answer_and_nothing_is_written(
    tmp_path: Path, reason: Reason
) -> None:
    problem = Problem(reason=reason)
    assert await kept(tmp_path, Pocket(problem=problem)).save(state()) == problem
    assert names(tmp_path) == []
    await kept(tmp_path).save(state())
    assert await kept(tmp_path, Pocket(problem=problem)).load() == problem
    assert await kept(tmp_path, Pocket(problem=problem)).refresh(state()) == problem


async def test_a_practice_session_without_a_keyring_is_held_in_memory_only(tmp_path: Path) -> None:
    session = kept(tmp_path, Pocket(problem=Problem(reason=Reason.KEYRING_MISSING)), memory=True)
    assert await session.save(state()) == SignedIn(expires=LATER, kept=False)
    held = await session.load()
    assert isinstance(held, StoredSession)
    assert names(tmp_path) == []
    assert not session.is_stored()
    await session.refresh(state("AQrenewed" + "x" * 30))
    renewed = await session.load()
    assert isinstance(renewed, StoredSession)
    assert "AQrenewed" in renewed.state
    await session.remove()
    assert await session.load() is None


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_file_never_opens_and_is_left_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp() / "damaged session"
    folder.mkdir(exist_ok=True)
    whole = file_in(folder).write(state(), KEY)
    way = data.draw(st.sampled_from(["bit", "cut", "longer", "anything"]))
    place = data.draw(st.integers(0, len(whole) - 1))
    damaged = {
        "bit": whole[:place] + bytes([whole[place] ^ (1 << data.draw(st.integers(0, 7)))]) + whole[place + 1 :],
        "cut": whole[:place],
        "longer": whole + data.draw(st.binary(min_size=1, max_size=40)),
        "anything": data.draw(st.binary(max_size=200)),
    }[way]
    (folder / "session.enc").write_bytes(damaged)
    answer = run(kept(folder).load())
    assert isinstance(answer, Problem)
    assert answer.reason is Reason.SIGNED_OUT
    assert (folder / "session.enc").read_bytes() == damaged


@settings(max_examples=150)
@given(
    st.text(max_size=80)
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["cookies", "origins", "name", "domain", "value", "expires", "origin"]), inner),
        max_leaves=20,
    ).map(json.dumps)
)  # fmt: skip
def test_a_document_that_is_no_session_is_never_kept_nor_a_fault(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("no session")
    answer = run(kept(folder).save(text))
    assert isinstance(answer, Problem)
    assert answer.reason is Reason.SIGNED_OUT
    assert names(folder) == []
    file_in(folder).write(text.encode("utf-8", "replace").decode(), KEY)  # right key, wrong content
    loaded = run(kept(folder).load())
    assert isinstance(loaded, Problem)
    assert loaded.reason is Reason.SIGNED_OUT


async def test_a_session_that_was_forgotten_meanwhile_does_not_come_back_with_the_end_of_a_run(tmp_path: Path) -> None:
    await kept(tmp_path).save(state())
    running = kept(tmp_path)
    await running.load()
    await kept(tmp_path).remove()
    assert await running.refresh(state("AQrenewed" + "x" * 30)) is None
    assert names(tmp_path) == []


async def test_a_newer_sign_in_is_not_replaced_by_the_end_of_an_older_run(tmp_path: Path) -> None:
    await kept(tmp_path).save(state())
    running = kept(tmp_path)
    await running.load()
    await kept(tmp_path).save(state("AQnewer" + "x" * 30))
    await running.refresh(state("AQrenewed" + "x" * 30))
    stored = await kept(tmp_path).load()
    assert isinstance(stored, StoredSession)
    assert "AQnewer" in stored.state


async def test_what_the_site_renewed_is_kept_and_a_run_that_was_signed_out_changes_nothing(tmp_path: Path) -> None:
    await kept(tmp_path).save(state())
    running = kept(tmp_path)
    await running.load()
    assert await running.refresh(state("AQrenewed" + "x" * 30, expires=LATER.timestamp() + 86_400)) is None
    assert await running.refresh(state("AQagain" + "x" * 30)) is None
    before = (tmp_path / "session.enc").read_bytes()
    assert await running.refresh(json.dumps({"cookies": [], "origins": []})) is None
    assert (tmp_path / "session.enc").read_bytes() == before
    stored = await kept(tmp_path).load()
    assert isinstance(stored, StoredSession)
    assert "AQagain" in stored.state


@pytest.mark.parametrize(("number", "reason"), [(errno.ENOSPC, Reason.DISK_FULL), (errno.EROFS, Reason.DATA_UNUSABLE)])
async def test_a_full_disk_leaves_the_old_session_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: Reason
) -> None:
    await kept(tmp_path).save(state())
    before = (tmp_path / "session.enc").read_bytes()

    def fails(_file: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("linkapp.system.whole_file.os.fsync", fails)
    answer = await kept(tmp_path).save(state("AQnewer" + "x" * 30))
    assert isinstance(answer, Problem)
    assert answer.reason is reason
    assert (tmp_path / "session.enc").read_bytes() == before
    assert names(tmp_path) == ["session.enc"]


def test_a_program_killed_while_it_writes_leaves_a_whole_session_every_time(tmp_path: Path) -> None:
    file = file_in(tmp_path)
    file.write(state(), KEY)
    code = (
        "import itertools, sys; from pathlib import Path\n"
        "from linkapp.services.ports.secrets import Key; from linkapp.system.session_file import SessionFile\n"
        "file = SessionFile(Path(sys.argv[1]) / 'session.enc', lambda: 'folder')\n"
        "print('on', flush=True)\n"
        "for number in itertools.count(): file.write(sys.argv[2].replace('canary', f'round{number}'), Key(value=bytes(range(32))))\n"
    )
    dice = random.Random(20261123)
    for _ in range(12):
        writer = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path), state()], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(dice.uniform(0.0, 0.05))
        writer.kill()
        writer.wait()
        writer.stdout.close()
        assert "li_at" in file.open(file.read() or b"", KEY)
    file.remove()
    assert names(tmp_path) == []


def test_a_file_that_cannot_be_read_is_an_unreadable_session(tmp_path: Path) -> None:
    (tmp_path / "session.enc").mkdir()
    with pytest.raises(Unreadable):
        file_in(tmp_path).read()
    (tmp_path / "session.enc").rmdir()
    with (tmp_path / "session.enc").open("wb") as file:
        file.truncate(session_file._LARGEST + 1)
    with pytest.raises(Unreadable):
        file_in(tmp_path).read()


async def test_signing_out_deletes_the_session_even_where_the_keyring_holds_the_key_back(tmp_path: Path) -> None:
    locked = Problem(reason=Reason.KEYRING_LOCKED)
    await kept(tmp_path).save(state())
    assert await kept(tmp_path, Pocket(problem=locked)).remove() == locked
    assert names(tmp_path) == []


def test_the_end_of_a_session_is_foreseen_seven_days_ahead() -> None:
    lasts = SignedIn(expires=LATER)
    assert lasts.lasting(LATER - timedelta(days=7, seconds=1)) is Lasting.LASTS
    assert lasts.lasting(LATER - timedelta(days=7)) is Lasting.ENDS_SOON
    assert lasts.lasting(LATER - timedelta(seconds=1)) is Lasting.ENDS_SOON
    assert lasts.lasting(LATER) is Lasting.ENDED
    assert SignedIn().lasting(LATER) is Lasting.LASTS


async def test_a_session_without_an_end_is_told_so(tmp_path: Path) -> None:
    assert await kept(tmp_path).save(state(expires=-1)) == SignedIn(expires=None)
