"""kill -9 of the whole program at random moments of a campaign, started again until it is done; the receiver counts.

    python -m tests.crash.kills [--kills 60] [--seed 1] [--people 10] [--composer overlay]

Half of the kills fall at any moment of a run, half within the moments around a click (aimed by what the site sees).
In every third campaign messages land late, in every fourth an answer is cut off. Only processes started here are killed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from linkapp.practice import PracticePerson, ServedSite, World, ordinary_world, served

ROOT = Path(__file__).resolve().parent.parent.parent
RUN_WITHIN_S = 180
CAP = 12
NAMES = "Ada Berit Carlo Dana Edda Fynn Gala Hugo Iris Jona Kaja Levi Mona Nils Olga Pina Quin Rosa Sami Tara".split()


@dataclass(kw_only=True)
class Totals:
    """What came of all campaigns."""

    kills: int = 0
    runs: int = 0
    campaigns: int = 0
    people: int = 0
    doubles: int = 0
    wrong: int = 0
    lost: int = 0
    other_texts: int = 0
    over_cap: int = 0
    not_in_ledger: int = 0
    unsure: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    false_sent: int = 0
    left_over: int = 0
    after_click: int = 0
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        """No double, no wrong recipient, nobody without a message and without a word, no false "sent".

        Who waits (a machine too slow for three composers in a row opens the breaker) was told so, with the reason.
        """
        return not (
            self.doubles or self.wrong or self.lost or self.other_texts or self.false_sent or self.left_over
            or self.over_cap or self.not_in_ledger
        )  # fmt: skip

    def __str__(self) -> str:
        return (
            f"{self.campaigns} campaigns, {self.people} people, {self.kills} kills ({self.after_click} within 0.3 s of a"
            f" message), {self.runs} runs, {self.seconds:.0f} s: doubles {self.doubles}, wrong recipient {self.wrong},"
            f" without message or word {self.lost}, other text {self.other_texts}, false sent {self.false_sent},"
            f" over cap {self.over_cap}, not in the ledger {self.not_in_ledger},"
            f" processes left over {self.left_over}, unsure {len(self.unsure)} {self.unsure},"
            f" waiting, with the reason {len(self.waiting)} {self.waiting}"
        )


def world_of(people: int, today: date, composer: str) -> World:
    """``people`` connections with a birthday today."""
    world = ordinary_world(today)
    world.people = [
        PracticePerson(slug=f"{name.lower()}-crash", name=f"{name} Crashtest", birthday=(today.month, today.day))
        for name in NAMES[:people]
    ]
    world.composer = composer  # type: ignore[assignment]
    return world


def command(site: ServedSite, folder: Path) -> list[str]:
    """The real program's campaign."""
    return [sys.executable, str(ROOT / "main.py"), "run", "birthdays", "--send", "--site", site.address, "--data-dir",
            str(folder), "--pace", "none", "--headless", "--json"]  # fmt: skip


def children_of(pid: int) -> list[int]:
    """Every process below ``pid``, by /proc."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children") if Path(f"/proc/{pid}").exists() else ():
        try:
            below = [int(one) for one in task.read_text().split()]
        except OSError:
            continue
        for child in below:
            found += [child, *children_of(child)]
    return found


def gone(pids: list[int], within_s: float = 5.0) -> list[int]:
    """Those of ``pids`` that are still there (and no zombies) after waiting."""
    until = time.monotonic() + within_s
    while True:
        left = [pid for pid in pids if _alive(pid)]
        if not left or time.monotonic() > until:
            return left
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (OSError, IndexError):
        return False


def campaign(number: int, kills: int, people: int, composer: str, dice: random.Random, totals: Totals) -> None:
    """One campaign on an empty folder, killed up to ``kills`` times, then run to its end and judged."""
    world = world_of(people, datetime.now(UTC).date(), composer)
    with served(world) as site, tempfile.TemporaryDirectory() as folder:
        if number % 3 == 2:
            site.faults.change({"land_late": 0.4})
        said: list[dict[str, Any]] = []
        for _ in range(kills):
            if number % 4 == 3 and dice.random() < 0.3:
                site.faults.change({"answer_cut_off": 1})
            if not _killed_run(site, Path(folder), dice, totals, said):
                break
            if len({one.recipient_id for one in site.received}) == people:
                break
        site.faults.change({"answer_cut_off": 0})
        for _ in range(4):
            totals.runs += 1
            ended = subprocess.run(
                command(site, Path(folder)), capture_output=True, text=True, timeout=RUN_WITHIN_S, check=False
            )
            said.append(json.loads(ended.stdout))
            if not said[-1]["unsure"] and not said[-1]["failed"] and not said[-1]["stopped_by"]:
                break
        _judge(site, said, totals)
        _judge_ledger(site, Path(folder), totals)
        totals.campaigns += 1
        totals.people += people


def _killed_run(
    site: ServedSite, folder: Path, dice: random.Random, totals: Totals, said: list[dict[str, Any]]
) -> bool:
    """Start a run and kill it; False if it ended by itself before."""
    totals.runs += 1
    running = subprocess.Popen(command(site, folder), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    aimed = dice.random() < 0.5
    before = len(site.received)
    until = time.monotonic() + (RUN_WITHIN_S if aimed else dice.uniform(0.1, 9.0))
    wanted = before + dice.randint(1, 3)
    while running.poll() is None and time.monotonic() < until and not (aimed and len(site.received) >= wanted):
        time.sleep(0.002)
    if aimed:
        time.sleep(dice.uniform(0, 0.25))
    if running.poll() is not None:
        assert running.stdout is not None
        with running.stdout as answer:
            said.append(json.loads(answer.read()))
        running.wait()
        return False
    below = children_of(running.pid)
    latest = site.received[-1].at if len(site.received) > before else None
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert running.stdout is not None
    running.stdout.close()
    totals.kills += 1
    totals.after_click += bool(latest and (datetime.now(UTC) - latest).total_seconds() < 0.3)
    totals.left_over += len(gone(below))
    return True


def _judge(site: ServedSite, said: list[dict[str, Any]], totals: Totals) -> None:
    received = Counter(one.recipient_id for one in site.received)
    texts = {one.recipient_id: one.text for one in site.received}
    members = {person.member: person.name for person in site.world.people}
    unsure = {one["name"] for one in said[-1]["unsure"]}
    totals.unsure += sorted(unsure)
    totals.doubles += sum(count - 1 for count in received.values())
    totals.wrong += sum(1 for member in received if member not in members)
    told = {one["name"]: one["reason"] for kind in ("failed", "skipped") for one in said[-1][kind]}
    stopped = said[-1]["stopped_by"]
    for member, name in members.items():
        if member in received or name in unsure:
            continue
        word = told.get(name) or (stopped["reason"] if stopped else "")
        if not word or word in ("already_greeted", "greeted_on_site"):
            totals.lost += 1
        else:
            totals.waiting.append(f"{name}: {word}" + (f", {stopped['reason']}" if stopped else ""))
    for document in said:
        for one in document["greeted"]:
            totals.false_sent += one["recipient"] not in received
            totals.other_texts += texts.get(one["recipient"], one["text"]) != one["text"]


def _judge_ledger(site: ServedSite, folder: Path, totals: Totals) -> None:
    """Every message has a row that says it was sent, in these words; and the day's cap held over all runs."""
    with closing(sqlite3.connect(folder / "linkapp.db")) as db:
        rows = db.execute(
            "SELECT known.key, text FROM acts JOIN person_keys AS known USING (person)"
            " WHERE state = 'sent' AND known.key LIKE 'id:%'"
        )
        kept = {key.removeprefix("id:"): text for key, text in rows}
    totals.not_in_ledger += sum(kept.get(one.recipient_id) != one.text for one in site.received)
    totals.over_cap += max(0, len(site.received) - CAP)


def crash(kills: int, *, seed: int = 1, people: int = 10, composer: str = "overlay") -> Totals:
    """Campaigns with about a dozen kills each until ``kills`` kills were made."""
    dice = random.Random(seed)
    totals = Totals()
    started = time.monotonic()
    number = 0
    while totals.kills < kills:
        campaign(number, min(12, kills - totals.kills), people, composer, dice, totals)
        totals.seconds = time.monotonic() - started
        print(f"campaign {number + 1}: {totals}", flush=True)
        number += 1
    return totals


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--composer", default="overlay")
    given = parser.parse_args()
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    made = crash(given.kills, seed=given.seed, people=given.people, composer=given.composer)
    print(made)
    sys.exit(not made.clean)
