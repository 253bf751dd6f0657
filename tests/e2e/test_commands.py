"""The commands of birthdays: what stands on standard output, the exit status, and bad input.

The documents are held against the list of keys that the product's page promises, no more and no fewer.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from linkapp.practice import ServedSite, ordinary_world, served
from tests.e2e.in_process import linkapp
from tests.e2e.processes import many_due

ROOT = Path(__file__).resolve().parent.parent.parent
RUN = {
    "run",
    "kind",
    "outcome",
    "started",
    "finished",
    "greeted",
    "skipped",
    "failed",
    "unsure",
    "partial",
    "stopped_by",
}
GREETED = {"name", "profile", "recipient", "text", "late_days", "proof"}
SKIPPED = {"name", "profile", "reason", "detail"}


def _closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


NOBODY = f"http://127.0.0.1:{_closed_port()}"


def process(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The program as a person's script would call it: a process of its own."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def site() -> Iterator[ServedSite]:
    with served(ordinary_world(datetime.now(UTC).date())) as started:
        yield started


def on(site: ServedSite, folder: Path, *more: str) -> list[str]:
    return ["--site", site.address, "--data-dir", str(folder), "--pace", "none", "--headless", *more]


@pytest.fixture(scope="module")
def folder(site: ServedSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which one campaign was run; its document lies beside it."""
    made = tmp_path_factory.mktemp("data")
    ended = process("run", "birthdays", "--send", *on(site, made, "--json"))
    assert ended.returncode == 0, ended.stderr
    (made / "run.json").write_text(ended.stdout)
    return made


def test_a_runs_document_is_exactly_what_the_product_promises(site: ServedSite, folder: Path) -> None:
    document = json.loads((folder / "run.json").read_text())
    assert set(document) == RUN
    assert (document["kind"], document["outcome"], document["stopped_by"]) == ("birthdays", "done", None)
    assert datetime.fromisoformat(document["started"]) <= datetime.fromisoformat(document["finished"])
    assert {frozenset(one) for one in document["greeted"]} == {frozenset(GREETED)}
    assert {frozenset(one) for one in document["skipped"]} == {frozenset(SKIPPED)}
    assert document["failed"] == document["unsure"] == []
    received = {one.recipient_id: one for one in site.received}
    assert len(received) == len(site.received) == len(document["greeted"]) == 6
    for one in document["greeted"]:
        got = received[one["recipient"]]
        assert (one["name"], one["text"]) == (got.name, got.text)
        assert one["profile"] == f"{site.address}/in/{got.slug}/"
        assert one["proof"] in ("answer", "conversation")
        assert 0 <= one["late_days"] <= 3


def test_review_and_preview_show_the_same_and_send_nothing(site: ServedSite, tmp_path: Path) -> None:
    before = len(site.received)
    shown = [
        linkapp(*words, *on(site, tmp_path, "--json")) for words in (("run", "birthdays"), ("preview", "birthdays"))
    ]
    assert [one.returncode for one in shown] == [0, 0]
    documents = [json.loads(one.stdout) for one in shown]
    assert documents[0] == documents[1]
    assert set(documents[0]) == {"kind", "today", "due", "skipped", "partial", "messages", "stopped_by"}
    assert {frozenset(one) for one in documents[0]["due"]} == {
        frozenset({"name", "profile", "recipient", "text", "late_days", "on", "ticked", "on_profile"})
    }
    assert len(site.received) == before


def test_status_runs_and_check_answer_with_one_document_each(site: ServedSite, folder: Path) -> None:
    asked = {
        name: linkapp(*name.split(), *on(site, folder, "--json")) for name in ("status", "runs", "runs 1", "check", "check pages")
    }  # fmt: skip
    assert {name: one.returncode for name, one in asked.items()} == dict.fromkeys(asked, 0)
    documents = {name: json.loads(one.stdout) for name, one in asked.items()}
    assert documents["status"]["messages"]["today"] == 6
    assert documents["status"]["messages"]["left"] == 6
    assert documents["runs 1"] == json.loads((folder / "run.json").read_text())
    assert documents["runs"]["runs"] == [documents["runs 1"]]
    assert documents["check"]["well"] is True
    assert {one["state"] for one in documents["check pages"]["findings"]} == {"ok"}


def test_words_for_people_are_on_standard_output_and_progress_is_not(site: ServedSite, tmp_path: Path) -> None:
    ended = linkapp("preview", "birthdays", *on(site, tmp_path))
    assert ended.stdout.rstrip().endswith("Nothing was sent.")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("fault", "status"),
    [({"signed_out_after": 0}, 3), ({"no_date_header": True}, 4), ({"changed_page": True}, 5), ({"refuse_sends": "4xx"}, 1)],
    ids=["a person is needed", "not now", "pages changed", "with failures"],
)  # fmt: skip
def test_the_exit_status_tells_what_happened(fault: dict[str, Any], status: int, tmp_path: Path) -> None:
    with served(many_due(1, datetime.now(UTC).date())) as site:
        site.faults.change(fault)
        ended = linkapp("run", "birthdays", "--send", *on(site, tmp_path, "--json"))
        assert ended.returncode == status, ended.stderr
        document = json.loads(ended.stdout)
        assert set(document) == RUN
        assert {frozenset(one) for one in document["failed"]} <= {frozenset(SKIPPED)}
        if status != 1:
            assert set(document["stopped_by"]) == {"reason", "detail"}
        assert not site.received


def test_a_number_of_people_is_kept_to(tmp_path: Path) -> None:
    with served(many_due(3, datetime.now(UTC).date())) as site:
        ended = linkapp("run", "birthdays", "--send", "--limit", "1", *on(site, tmp_path, "--json"))
        document = json.loads(ended.stdout)
        assert ended.returncode == 0
        assert (len(site.received), len(document["greeted"])) == (1, 1)
        assert [one["reason"] for one in document["skipped"]] == ["run_limit", "run_limit"]


def test_the_practice_site_prints_its_address_and_ends_when_it_is_told(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "practice"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as serving:
        assert serving.stdout is not None
        assert serving.stderr is not None
        try:
            address = serving.stdout.readline().strip()
            with urllib.request.urlopen(f"{address}/mynetwork/catch-up/birthday/", timeout=10) as page:
                assert page.status == 200
            serving.send_signal(signal.SIGTERM)
            assert serving.wait(10) == 0
            assert (serving.stdout.read(), serving.stderr.read()) == ("", "")
        finally:
            serving.kill()


def one_sentence(ended: subprocess.CompletedProcess[str], status: int) -> str:
    """Asserts one clear sentence on standard error, nothing on standard output, and the status."""
    assert ended.returncode == status, ended.stderr
    assert ended.stdout == ""
    said = ended.stderr.strip()
    assert said.startswith("linkapp: ")
    assert said.endswith((".", "?"))
    assert "Traceback" not in said
    assert "\n" not in said
    return said


BAD = {
    "another site": ["status", "--site", "https://example.com"],
    "a site that looks like it": ["status", "--site", "https://www.linkedin.com.example.com"],
    "a session in the address": ["status", "--site", "https://a:b@www.linkedin.com"],
    "the real site without encryption": ["status", "--site", "http://www.linkedin.com"],
    "no address": ["status", "--site", "http://127.0.0.1:99999"],
    "time on the real site": ["status", "--now", "2026-07-10T09:00"],
    "no pace on the real site": ["status", "--pace", "none"],
    "no time": ["status", "--site", NOBODY, "--now", "tomorrow"],
    "late days": ["preview", "birthdays", "--late-days", "11"],
    "late days in words": ["preview", "birthdays", "--late-days", "three"],
    "less than nobody": ["run", "birthdays", "--limit", "-1"],
    "no such command": ["dance"],
    "no such kind": ["run", "funerals"],
    "no kind": ["run"],
    "send and review": ["run", "birthdays", "--send", "--review"],
    "no such option": ["status", "--fast"],
    "a port": ["practice", "--port", "70000"],
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_sentence_and_touches_nothing(name: str, tmp_path: Path) -> None:
    arguments = [BAD[name][0], *BAD[name][1:]]
    ended = linkapp(*arguments, "--data-dir", str(tmp_path / "data"))
    one_sentence(ended, 2)
    assert not (tmp_path / "data").exists()


def test_bad_input_ends_the_process_with_its_status(tmp_path: Path) -> None:
    one_sentence(process("dance", "--data-dir", str(tmp_path / "data")), 2)
    assert not (tmp_path / "data").exists()


def test_a_run_that_does_not_exist_is_bad_input(tmp_path: Path) -> None:
    assert "77" in one_sentence(linkapp("runs", "77", "--data-dir", str(tmp_path), "--site", NOBODY), 2)


def test_a_data_folder_that_is_a_file_is_said_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("dear diary")
    for place in (file, file / "below"):
        one_sentence(linkapp("status", "--data-dir", str(place), "--site", NOBODY), 2)
    assert file.read_text() == "dear diary"


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="a folder that refuses its own reader needs a plain user"
)
def test_a_data_folder_without_rights_is_said(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o000)
    one_sentence(linkapp("status", "--data-dir", str(closed), "--site", NOBODY), 2)


def _scribbled(path: Path) -> None:
    path.write_bytes(b"This is a letter and no database. " * 400)


def _torn(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[4096:12288] = b"\xa5" * 8192
    path.write_bytes(bytes(whole))


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()


@pytest.mark.parametrize("harm", [_scribbled, _torn, _newer], ids=["no database", "torn", "newer"])
@pytest.mark.parametrize("command", [["status"], ["run", "birthdays", "--send"]], ids=["status", "run"])
def test_an_unusable_database_is_one_sentence_and_is_left_as_it_is(
    harm: Any, command: list[str], tmp_path: Path
) -> None:
    assert linkapp("status", "--data-dir", str(tmp_path), "--site", NOBODY).returncode == 0
    database = tmp_path / "linkapp.db"
    harm(database)
    before = database.read_bytes()
    said = one_sentence(linkapp(*command, "--data-dir", str(tmp_path), "--site", NOBODY, "--json"), 1)
    assert str(tmp_path) in said
    assert database.read_bytes() == before


@pytest.mark.parametrize("text", ["{", '{"late_days": "many"}', '{"messages_a_day": 1000}', "[]"])
def test_corrupt_settings_are_one_sentence_and_kept(text: str, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(text)
    said = one_sentence(linkapp("run", "birthdays", "--send", "--data-dir", str(tmp_path), "--site", NOBODY), 2)
    assert "settings" in said
    assert (tmp_path / "settings.json").read_text() == text


def test_a_site_that_does_not_answer_is_no_empty_list(tmp_path: Path) -> None:
    ended = linkapp("run", "birthdays", "--send", "--data-dir", str(tmp_path), "--site", NOBODY, "--pace", "none", "--headless", "--json")  # fmt: skip
    assert ended.returncode == 1
    assert json.loads(ended.stdout)["stopped_by"]["reason"] == "offline"


def test_the_command_line_loads_no_window(site: ServedSite, tmp_path: Path) -> None:
    program = (
        "import sys\nfrom linkapp.app import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit as ended:\n    assert ended.code == 0, ended.code\n"
        "print([name for name in sys.modules if name.startswith(('PySide6', 'shiboken', 'qasync', 'linkapp.ui'))])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, "preview", "birthdays", *on(site, tmp_path)],
        capture_output=True, text=True, cwd=ROOT, timeout=120, check=False,
    )  # fmt: skip
    assert ended.stdout.splitlines()[-1] == "[]", ended.stderr


@pytest.mark.parametrize("command", ["status", "check pages"])
def test_a_bad_selector_pack_of_the_persons_own_is_one_sentence_and_the_shipped_one_goes_on(
    command: str, site: ServedSite, tmp_path: Path
) -> None:
    own = tmp_path / "selectors" / "site.toml"
    own.parent.mkdir()
    own.write_text('[pages]\ncatch_up_birthday = "https://elsewhere.example/"\n')
    ended = linkapp(*command.split(), *on(site, tmp_path))
    assert ended.returncode == 0, ended.stderr
    assert [line for line in ended.stderr.splitlines() if "selector pack" in line] == [
        "linkapp: The selector pack site.toml: 'https://elsewhere.example/' is no path of the site."
        " LinkApp's own pack is used."
    ]
