"""The whole program on data folders in which something is broken: what needs it says so, and everything else works."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.e2e import in_process
from tests.e2e.test_commands import NOBODY, one_sentence


def linkapp(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    on = ("--data-dir", str(folder), "--site", NOBODY, "--headless")
    return in_process.linkapp(*arguments, *on, environment=os.environ | environment)


def broken(folder: Path) -> None:
    """Everything at once."""
    (folder / "settings.json").write_text('{"late_days": "many"}')
    (folder / "linkapp.db").write_bytes(b"no database " * 500)
    (folder / "templates").mkdir()
    (folder / "templates" / "birthday.en.toml").write_text("on_time = [")
    (folder / "templates" / "birthday.en-GB.toml").write_text("")
    (folder / "selectors").mkdir()
    (folder / "selectors" / "site.toml").write_bytes("[pages]".encode("utf-16"))


def test_a_misspelt_setting_is_named_once_by_a_command_and_by_check(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{\n "mesages_a_week": 5\n}')
    status = linkapp("status", "--lang", "en", folder=tmp_path)
    assert status.returncode == 0, status.stderr
    assert status.stderr.count("mesages_a_week") == 1
    assert "until then messages_a_week is 50" in status.stderr
    checked = linkapp("check", "--json", folder=tmp_path)
    assert checked.returncode != 0
    (found,) = [one for one in json.loads(checked.stdout)["findings"] if one["name"] == "settings"]
    assert found["state"] == "bad"
    assert "messages_a_week" in found["sentence"]
    broken(tmp_path)
    (tmp_path / "settings.json").write_text('{\n "mesages_a_week": 5\n}')
    unstarted = json.loads(linkapp("check", "--json", folder=tmp_path).stdout)["findings"]
    assert [one["state"] for one in unstarted if one["name"] == "settings"] == ["bad"]


def test_check_answers_with_everything_broken_at_once(tmp_path: Path) -> None:
    broken(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    ended = linkapp("check", "--json", folder=tmp_path, TZ="Nowhere/Land")
    assert ended.returncode == 1, ended.stderr
    document = json.loads(ended.stdout)
    assert document["well"] is False
    bad = {one["name"]: one["sentence"] for one in document["findings"] if one["state"] == "bad"}
    assert {"database", "settings", "time zone", "own files"} <= set(bad)
    assert "line 1" in bad["settings"]
    said = " ".join(one["sentence"] for one in document["findings"])
    assert all(words in said for words in ("birthday.en.toml", "birthday.en-GB.toml", "UTF-16", "Nowhere/Land"))
    assert "not read" in said
    assert {path: path.read_bytes() for path in before} == before


def test_signing_out_needs_nothing_but_the_folder(tmp_path: Path) -> None:
    broken(tmp_path)
    for name in ("practice-session.enc", "practice-vault.json"):
        (tmp_path / name).write_bytes(b"damaged")
    ended = linkapp("sign-out", folder=tmp_path, TZ="Nowhere/Land")
    assert not (tmp_path / "practice-session.enc").exists()
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("Signed out here")


def test_a_broken_template_stops_no_command_that_needs_none(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "birthday.en.v0-old.toml").write_text("on_time = [")
    (tmp_path / "templates" / "birthday.fr.toml").write_text('on_time = ["{nobody}"]\nlate = ["a"]')
    ended = linkapp("status", "--json", folder=tmp_path)
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["data_folder"] == str(tmp_path)
    assert ended.stderr.count("\n") == 2
    assert "birthday.en.v0-old.toml is not used" in ended.stderr
    assert "birthday.fr.toml cannot be used: line 1:" in ended.stderr


BAD = {
    "an empty site": ["status", "--site", ""],
    "a blank site": ["status", "--site", "  "],
    "an empty folder": ["status", "--data-dir", ""],
    "an empty time": ["status", "--now", ""],
    "an empty quota": ["status", "--redis", ""],
    "an empty file": ["sign-in", "--import", ""],
    "port 0": ["status", "--site", "http://127.0.0.1:0"],
    "a run of 20 digits": ["runs", "12345678901234567890"],
    "an answer for run 0": ["answer", "0", "Ada", "yes"],
    "an answer for a run of 20 digits": ["answer", "12345678901234567890", "Ada", "yes"],
    "the first day": ["status", "--now", "0001-01-01T00:00"],
    "the last day": ["status", "--now", "9999-12-31T23:59"],
    "the last day elsewhere": ["status", "--now", "9999-12-31T23:59-12:00"],
    "before computers": ["status", "--now", "1901-01-01"],
    "somebody's home": ["status", "--data-dir", "~nobody-of-this-name/x"],
    "a name too long": ["status", "--data-dir", "x" * 5000],
}


@pytest.mark.parametrize("name", BAD)
def test_an_empty_or_impossible_value_is_bad_input(name: str, tmp_path: Path) -> None:
    command, *rest = BAD[name]
    given = rest if "--data-dir" in rest else [*rest, "--data-dir", str(tmp_path / "data")]
    given = given if "--site" in given else [*given, "--site", NOBODY]
    one_sentence(in_process.linkapp(command, *given, cwd=tmp_path), 2)
    assert not (tmp_path / "data").exists()


def test_a_site_at_the_other_loopback_address_is_reached(tmp_path: Path) -> None:
    try:
        server = ThreadingHTTPServerV6(("::1", 0), BaseHTTPRequestHandler)
    except OSError:
        pytest.skip("this computer has no ::1")
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        ended = in_process.linkapp(
            "preview", "birthdays", "--json", "--headless", "--data-dir", str(tmp_path),
            "--site", f"http://[::1]:{server.server_port}",
        )  # fmt: skip
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
    assert json.loads(ended.stdout)["stopped_by"]["reason"] != "offline", ended.stdout


class ThreadingHTTPServerV6(ThreadingHTTPServer):
    """Answers every question with a refusal."""

    address_family = socket.AF_INET6
