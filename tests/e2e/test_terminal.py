"""Runs of the real program whose terminal goes away, is full, speaks another encoding, or asks the program to end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from linkapp.practice import ServedSite, served
from tests.e2e.processes import many_due

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes, signals and /dev/full as POSIX has them")


@contextmanager
def site_of(people: int, *, names: tuple[str, ...] = ()) -> Iterator[ServedSite]:
    world = many_due(people, datetime.now(UTC).date())
    for person, name in zip(world.people, names, strict=False):
        person.name = name
    with served(world) as site:
        yield site


@contextmanager
def started(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def sending(site: ServedSite, folder: Path, *more: str) -> list[str]:
    return [sys.executable, str(ROOT / "main.py"), "run", "birthdays", "--send", "--site", site.address, "--data-dir",
            str(folder), "--pace", "none", "--headless", *more]  # fmt: skip


def test_a_run_whose_progress_nobody_reads_any_more_greets_everybody(tmp_path: Path) -> None:
    with ExitStack() as stack, site_of(3) as site:
        running = stack.enter_context(started(sending(site, tmp_path, "--json")))
        assert running.stderr is not None
        assert running.stdout is not None
        assert running.stderr.readline()
        running.stderr.close()
        document = json.loads(running.stdout.read())
        assert running.wait(60) == 0
        assert len(document["greeted"]) == len(site.received) == 3


def test_a_run_on_full_disks_and_in_a_poor_encoding_greets_everybody_and_can_be_asked_later(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "cp1252"}
    with site_of(2, names=("Łukasz Duestone", "Şebnem Duestone")) as site:
        with Path("/dev/full").open("w") as full:
            ended = subprocess.run(
                sending(site, tmp_path), stdout=full, stderr=full, env=environment, timeout=120, check=False
            )
        assert ended.returncode == 1
        assert len(site.received) == 2
        command = [
            sys.executable,
            str(ROOT / "main.py"),
            "runs",
            "1",
            "--site",
            site.address,
            "--data-dir",
            str(tmp_path),
        ]
        told = subprocess.run([*command, "--json"], capture_output=True, env=environment, timeout=60, check=False)
        assert told.returncode == 0
        names = {one["name"] for one in json.loads(told.stdout.decode("utf-8"))["greeted"]}
        assert names == {"Łukasz Duestone", "Şebnem Duestone"}
        words = subprocess.run(command, capture_output=True, env=environment, timeout=60, check=False)
        assert (words.returncode, words.stderr) == (0, b"")
        assert b"ukasz Duestone" in words.stdout


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGTERM,
        pytest.param(signal.SIGINT, marks=pytest.mark.slow),
        pytest.param(getattr(signal, "SIGHUP", None), marks=pytest.mark.slow),
    ],
)
def test_a_run_that_is_asked_to_end_tells_what_was_done(number: signal.Signals, tmp_path: Path) -> None:
    with ExitStack() as stack, site_of(4) as site:
        running = stack.enter_context(started(sending(site, tmp_path, "--json")))
        assert running.stderr is not None
        for line in running.stderr:
            if "2 of 4" in line:
                break
        running.send_signal(number)
        out, err = running.communicate(timeout=60)
        document: dict[str, Any] = json.loads(out)
        assert running.returncode == 1, err
        assert (document["outcome"], document["stopped_by"]["reason"]) == ("stopped", "stopped_by_person")
        assert 1 <= len(document["greeted"]) == len(site.received) < 4
        assert "Traceback" not in err


def test_a_command_that_only_reads_ends_at_once_in_one_sentence(tmp_path: Path) -> None:
    with ExitStack() as stack, site_of(1) as site:
        site.faults.change({"slow": 30.0})
        command = [one for one in sending(site, tmp_path) if one != "--send"]
        running = stack.enter_context(started(command))
        while not (tmp_path / "linkapp.db").exists():
            assert running.poll() is None
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (1, "")
    assert err.startswith("linkapp: Ended before it was done")
    assert err.count("\n") == 1
