"""Evidence and log of real runs: kept for every failure, naming nobody, and without a say in what happens."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from linkapp.domain.campaign import Report, Result
from linkapp.practice import PracticeSite, ordinary_world
from tests.e2e.harness import campaign
from tests.e2e.test_page_check import texts_of


async def failing(folder: Path, prepare: Callable[[Path], object] = lambda _: None) -> tuple[Report, PracticeSite]:
    """A run on a site whose every composer opens together with somebody else's."""
    site = PracticeSite(ordinary_world(datetime.now(UTC).date()))
    await site.start()
    site.faults.change({"two_composers": True})
    prepare(folder)
    try:
        return await campaign(site, folder), site
    finally:
        await site.stop()


async def test_every_failure_has_a_picture_and_an_outline_and_no_name_stands_in_files_or_log(tmp_path: Path) -> None:
    report, site = await failing(tmp_path)
    assert site.received == []
    failed = report.of(Result.FAILED)
    assert len(failed) == 3
    for item in failed:
        assert (tmp_path / "evidence" / f"{item.evidence}.png").stat().st_size > 1000
        assert json.loads((tmp_path / "evidence" / f"{item.evidence}.json").read_text())["reason"] == item.reason
    logged = [json.loads(line) for path in (tmp_path / "logs").iterdir() for line in path.read_text().splitlines()]
    in_run = [line for line in logged if line.get("run") == report.run]
    assert [line["event"] for line in in_run if "evidence" in line["event"]] == ["evidence kept"] * 3
    assert [line["evidence"] for line in in_run if line.get("state") == "failed"] == [item.evidence for item in failed]
    assert in_run[0]["event"] == "run begun"
    assert report.stopped_by is not None
    assert (in_run[-1]["event"], in_run[-1]["reason"]) == ("run ended", report.stopped_by.reason)
    assert not [line for line in logged if "left_out" in line]
    kept = [path for room in ("evidence", "logs") for path in (tmp_path / room).iterdir() if path.suffix != ".png"]
    words = (
        "".join(path.name + path.read_text() for path in kept).casefold().replace('"frames"', "").replace("iframe", "")
    )
    assert [secret for secret in texts_of(site.world) if secret in words] == []


async def test_evidence_and_log_that_cannot_be_kept_change_nothing(tmp_path: Path) -> None:
    def in_the_way(folder: Path) -> None:
        folder.mkdir()
        (folder / "evidence").write_text("a file where the folder should be")
        (folder / "logs").write_text("a file where the folder should be")

    with_it, _ = await failing(tmp_path / "with")
    without, site = await failing(tmp_path / "without", in_the_way)
    assert [(item.person, item.state, item.reason) for item in without.items] == [
        (item.person, item.state, item.reason) for item in with_it.items
    ]
    assert without.stopped_by is not None
    assert with_it.stopped_by is not None
    assert without.stopped_by.reason is with_it.stopped_by.reason
    assert {item.evidence for item in without.items} == {""}
    assert site.received == []
