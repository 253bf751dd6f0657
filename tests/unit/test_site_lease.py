"""One holder of the browser at a time, whoever asks, and everybody else is told who it is."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from linkapp.cli.words import CliWords
from linkapp.domain.problems import NOT_NOW, Problem, Reason
from linkapp.services.site_lease import Purpose, SiteHeldError, SiteLease
from linkapp.system.site_lock import FileSiteLock

HOLDS = """
import sys
from pathlib import Path
from linkapp.services.site_lease import Purpose, SiteLease
from linkapp.system.site_lock import FileSiteLock
with SiteLease(FileSiteLock(Path(sys.argv[1]))).hold(Purpose.SIGN_IN):
    print("held", flush=True)
    sys.stdin.read()
"""


def other(path: Path) -> subprocess.Popen[str]:
    """Another program that holds the browser until its standard input ends."""
    program = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "held\n"
    return program


def test_the_second_one_is_told_what_it_is_held_for_and_the_next_one_has_it() -> None:
    lease = SiteLease()
    with lease.hold(Purpose.PREVIEW):
        assert lease.purpose is Purpose.PREVIEW
        with pytest.raises(SiteHeldError) as told, lease.hold(Purpose.RUN):
            raise AssertionError("held twice")
        assert told.value.problem == Problem(reason=Reason.SITE_IN_USE, detail="preview")
        assert lease.purpose is Purpose.PREVIEW
    assert lease.purpose is None
    with pytest.raises(ValueError, match="x"), lease.hold(Purpose.RUN):
        raise ValueError("x")
    with lease.hold(Purpose.RUN):
        pass


async def test_a_holder_that_is_cancelled_gives_it_back() -> None:
    lease = SiteLease()

    async def hold() -> None:
        with lease.hold(Purpose.RUN):
            await asyncio.Event().wait()

    task = asyncio.ensure_future(hold())
    await asyncio.sleep(0)
    assert lease.purpose is Purpose.RUN
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert lease.purpose is None


def test_another_program_keeps_it_until_it_ends_however_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "site.lock"
    for ends in ("by itself", "killed"):
        program = other(path)
        with pytest.raises(SiteHeldError) as told, SiteLease(FileSiteLock(path)).hold(Purpose.RUN):
            raise AssertionError("held twice")
        assert told.value.problem.detail == "sign_in"
        program.kill() if ends == "killed" else program.communicate()
        program.communicate() if ends == "killed" else None
        assert program.wait() == (0 if ends == "by itself" else -9)
        with SiteLease(FileSiteLock(path)).hold(Purpose.RUN):
            assert path.read_text() == "run"
        assert path.read_text() == ""


def test_a_folder_that_cannot_be_written_to_holds_within_the_program(tmp_path: Path) -> None:
    lease = SiteLease(FileSiteLock(tmp_path / "missing" / "site.lock"))
    with lease.hold(Purpose.HEALTH), pytest.raises(SiteHeldError), lease.hold(Purpose.RUN):
        raise AssertionError("held twice")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_purpose_has_its_words(language: str) -> None:
    words = CliWords(language)
    said = {words.reason(Reason.SITE_IN_USE, purpose) for purpose in Purpose}
    assert len(said) >= len(Purpose) - 1
    assert words.reason(Reason.SITE_IN_USE) not in said
    assert Reason.SITE_IN_USE in NOT_NOW
