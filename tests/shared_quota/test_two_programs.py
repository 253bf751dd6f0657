"""The real program on two computers of one person, at once, against one site and one real server."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linkapp.practice import ServedSite, served
from tests.e2e.processes import many_due
from tests.shared_quota.servers import Server

ROOT = Path(__file__).resolve().parents[2]


def command(site: ServedSite, folder: Path, redis: str, *words: str) -> list[str]:
    return [sys.executable, str(ROOT / "main.py"), *words, "--site", site.address, "--data-dir", str(folder),
            "--pace", "none", "--headless", "--json", "--redis", redis]  # fmt: skip


def test_two_programs_that_share_a_quota_greet_everybody_once_and_keep_one_cap(tmp_path: Path, server: Server) -> None:
    with served(many_due(15, datetime.now(UTC).date())) as site:
        running = [
            subprocess.Popen(
                command(site, tmp_path / name, server.url, "run", "birthdays", "--send"),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for name in ("one", "two")
        ]
        told = [one.communicate(timeout=200) for one in running]
        documents = [json.loads(out) for out, _ in told]
        received = Counter(one.recipient_id for one in site.received)
        assert sum(received.values()) == 12
        assert set(received.values()) == {1}
        assert sum(len(one["greeted"]) for one in documents) == 12
        assert 4 in {one.returncode for one in running}
        status = json.loads(
            subprocess.run(
                command(site, tmp_path / "one", server.url, "status"), capture_output=True, text=True, check=True
            ).stdout
        )
        assert (status["messages"]["left"], status["messages"]["refused"]) == (0, "cap_day")
        server.kill()
        refused = subprocess.run(
            command(site, tmp_path / "two", server.url, "run", "birthdays", "--send"),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert refused.returncode == 4
        assert json.loads(refused.stdout)["stopped_by"]["reason"] in ("shared_quota", "cap_day")
        assert len(site.received) == 12


@pytest.mark.parametrize("url", ["http://x", "redis://far.example/0", "redis://:secret-word@far.example"])
def test_a_bad_address_is_one_sentence_without_its_password(tmp_path: Path, url: str) -> None:
    ended = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "status", "--redis", url, "--data-dir", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "secret-word" not in ended.stderr


def test_two_programs_that_share_a_quota_visit_every_profile_once_and_keep_one_cap(
    tmp_path: Path, server: Server
) -> None:
    world = many_due(23, datetime.now(UTC).date())
    with served(world) as site:
        listed = tmp_path / "list.txt"
        listed.write_text("\n".join(f"{site.address}/in/{person.slug}/" for person in world.people))
        running = [
            subprocess.Popen(
                command(site, tmp_path / name, server.url, "run", "visits", str(listed)),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for name in ("one", "two")
        ]
        documents = [json.loads(one.communicate(timeout=300)[0]) for one in running]
        opened = Counter(visit.member for visit in site.visits)
        assert (sum(opened.values()), set(opened.values())) == (20, {1})
        assert sum(len(one["visited"]) for one in documents) == 20
        reasons = {skip["reason"] for one in documents for skip in one["skipped"]}
        # A server that does not answer in time, on a busy machine, says no: the other program visits them.
        assert reasons <= {"visited_before", "claimed_elsewhere", "cap_day", "shared_quota"}, reasons
