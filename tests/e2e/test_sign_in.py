"""Signing in, staying signed in over restarts, and signing out, with the real program, keyring and browser."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from linkapp.practice import ServedSite, ordinary_world, served
from tests.e2e.canaries import PASSWORD, RENEWED, TOKEN, by_hand, forms, program, search, until_nobody_uses
from tests.fakes.secret_service import MISSING, SecretService

ROOT = Path(__file__).resolve().parent.parent.parent
WORDS = "correct horse battery"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[SecretService]:
    """An open keyring of the test's own."""
    if MISSING:
        pytest.skip(f"not on this computer: {', '.join(MISSING)}")
    made = SecretService(tmp_path / "keyring")
    made.unlock()
    yield made
    made.stop()


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A temporary folder of a short name: a browser's sockets lie in it, and their names have a limit."""
    with tempfile.TemporaryDirectory(prefix="lk", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[ServedSite]:
    """A practice site that wants a sign-in, and hands out a session that can be searched for."""
    world = replace(ordinary_world(datetime.now(UTC).date()), signin="required", password=PASSWORD)
    with served(world) as made:

        def new_session() -> str:
            made.state.sessions.add(TOKEN)
            return TOKEN

        monkeypatch.setattr(made.state, "new_session", new_session)
        yield made


def without_a_bus(folder: Path) -> dict[str, str]:
    environment = {key: value for key, value in os.environ.items() if key != "DBUS_SESSION_BUS_ADDRESS"}
    return {**environment, "XDG_RUNTIME_DIR": str(folder)}


def export(folder: Path, domain: str, value: str = TOKEN, *, days: int = 300) -> str:
    ends = (datetime.now(UTC) + timedelta(days=days)).timestamp()
    cookie = {"name": "li_at", "value": value, "domain": domain, "path": "/", "expirationDate": ends, "sameSite": "no_restriction", "httpOnly": True}  # fmt: skip
    path = folder / "export.json"
    path.write_text(json.dumps([cookie]))
    return str(path)


def test_who_signed_in_once_is_still_signed_in_after_quitting_and_starting_again(
    service: SecretService, site: ServedSite, tmp_path: Path
) -> None:
    made = program(tmp_path, service.environment, site.address)
    assert made.run("preview", "birthdays", "--json").reason == "signed_out"
    signing = by_hand(made, "end")
    said, _ = signing.communicate(timeout=60)
    assert signing.returncode == 0, said
    assert "SignedIn(" in said
    assert "kept=True" in said
    assert made.files() == {"folder.id", "practice-session.enc"}
    for _ in range(2):
        answer = made.run("preview", "birthdays", "--json")
        assert (answer.status, len(answer.document["due"])) == (0, 7)
    assert site.state.sign_ins == 1
    health = made.run("check", "--json")
    states = {one["name"]: one["state"] for one in health.document["findings"]}
    assert (health.status, states["keyring"], states["sign-in"]) == (0, "ok", "ok")
    out = made.run("sign-out", "--json")
    assert (out.status, out.document) == (0, {"signed_out": True, "problem": None})
    assert made.files() == {"folder.id"}
    assert made.run("preview", "birthdays", "--json").reason == "signed_out"
    assert made.run("sign-out").status == 0


def test_an_import_signs_in_and_what_the_site_renews_is_kept(
    service: SecretService, site: ServedSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.state.sessions |= {TOKEN, RENEWED}
    made = program(tmp_path, service.environment, site.address)
    signed_in = made.run("sign-in", "--import", export(tmp_path, "127.0.0.1"), "--json")
    assert signed_in.status == 0
    assert signed_in.document["kept"] is True
    before = (tmp_path / "data" / "practice-session.enc").read_bytes()

    def renew(_request: Any, response: Any) -> None:
        response.set_cookie("li_at", RENEWED, max_age=86_400 * 365, httponly=True, path="/")

    monkeypatch.setattr(site.site, "_cookies", renew)
    assert made.run("preview", "birthdays", "--json").status == 0
    assert (tmp_path / "data" / "practice-session.enc").read_bytes() != before
    monkeypatch.undo()
    site.state.sessions.discard(TOKEN)  # only the renewed one holds from now on
    assert made.run("preview", "birthdays", "--json").status == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no sign-in cookie of"),
        (b"\xff\xfe\x00", "save it as UTF-8"),
        (b"{}", "no export of cookies"),
        (json.dumps([{"name": "li_at", "value": TOKEN, "domain": ".www.linkedin.com", "expires": 1_600_000_000}]).encode(), "ended on 2020-09-13"),
        (json.dumps([{"name": "li_at", "value": TOKEN, "domain": ".example.org"}]).encode(), "no sign-in cookie of"),
    ],
    ids=["empty", "binary", "no list", "expired", "elsewhere"],
)  # fmt: skip
def test_an_export_that_cannot_be_used_is_one_sentence_and_nothing_is_written(
    tmp_path: Path, content: bytes, words: str
) -> None:
    made = program(tmp_path, without_a_bus(tmp_path))
    (tmp_path / "export").write_bytes(content)
    answer = made.run("sign-in", "--import", str(tmp_path / "export"), "--json")
    assert (answer.status, answer.out) == (2, "")
    assert words in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    assert TOKEN not in answer.err
    assert made.files() == set()


def test_a_missing_export_is_bad_input(tmp_path: Path) -> None:
    assert program(tmp_path, without_a_bus(tmp_path)).run("sign-in", "--import", "nothing.json").status == 2


def test_the_real_site_without_a_session_needs_a_person_and_no_page_is_asked_for(tmp_path: Path) -> None:
    made = program(tmp_path, without_a_bus(tmp_path))
    answer = made.run("preview", "birthdays", "--json")
    assert (answer.status, answer.reason) == (3, "signed_out")
    signing = made.run("sign-in", "--json")
    assert (signing.status, signing.reason) == (3, "keyring_missing")
    assert "Google" in signing.err
    assert "Keep me signed in" in signing.err
    health = made.run("check", "--json")
    findings = {one["name"]: one for one in health.document["findings"]}
    assert health.status == 3
    assert findings["keyring"]["state"] == "bad"
    assert "--passphrase" in findings["keyring"]["sentence"]
    assert "linkapp sign-in" in findings["sign-in"]["sentence"]


def test_a_stored_session_that_cannot_be_opened_says_why_and_is_left_as_it_is(
    service: SecretService, tmp_path: Path
) -> None:
    made = program(tmp_path, service.environment)
    assert made.run("sign-in", "--import", export(tmp_path, ".www.linkedin.com")).status == 0
    path = tmp_path / "data" / "session.enc"
    whole = path.read_bytes()

    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    damaged = made.run("preview", "birthdays", "--json")
    assert (damaged.status, damaged.reason) == (3, "signed_out")
    assert "damaged" in damaged.document["stopped_by"]["detail"]
    path.write_bytes(whole)

    missing = program(tmp_path, without_a_bus(tmp_path)).run("preview", "birthdays", "--json")
    assert (missing.status, missing.reason) == (3, "keyring_missing")
    service.lock()
    locked = made.run("preview", "birthdays", "--json")
    assert (locked.status, locked.reason) == (3, "keyring_locked")
    health = made.run("check")
    assert health.status == 3
    assert "Unlock it, then try again" in health.out
    out = made.run("sign-out", "--json")
    assert (out.status, out.reason) == (3, "keyring_locked")
    assert not path.exists(), "the session is gone even where the key is not"
    path.write_bytes(whole)
    service.unlock()
    assert made.run("sign-out").status == 0
    path.write_bytes(whole)
    gone = made.run("preview", "birthdays", "--json")
    assert (gone.status, gone.reason) == (3, "signed_out")
    assert "gone from the keyring" in gone.document["stopped_by"]["detail"]
    assert path.read_bytes() == whole


def test_a_keyring_that_never_answers_is_slow_and_the_program_comes_back(
    service: SecretService, tmp_path: Path
) -> None:
    made = program(tmp_path, service.environment)
    assert made.run("sign-in", "--import", export(tmp_path, ".www.linkedin.com")).status == 0
    service.freeze()
    began = time.monotonic()
    answer = made.run("preview", "birthdays", "--json")
    assert (answer.status, answer.reason) == (3, "keyring_slow")
    assert time.monotonic() - began < 60


def test_a_passphrase_stands_in_for_a_missing_keyring_when_the_person_wishes_it(
    site: ServedSite, tmp_path: Path
) -> None:
    site.state.sessions.add(TOKEN)
    made = program(tmp_path, without_a_bus(tmp_path), site.address)
    file = export(tmp_path, "127.0.0.1")
    assert made.run("sign-in", "--import", file, "--passphrase", typed="short\n").status == 2
    assert made.run("sign-in", "--import", file, "--passphrase", typed=f"{WORDS}\n").status == 0
    assert made.files() == {"folder.id", "practice-session.enc", "practice-vault.json"}
    assert made.run("preview", "birthdays", "--json", "--passphrase", typed=f"{WORDS}\n").status == 0
    assert made.run("preview", "birthdays", "--passphrase", typed="wrong horse battery\n").status == 3
    without = made.run("preview", "birthdays", "--json")
    assert (without.status, without.reason) == (3, "keyring_locked")
    assert made.run("sign-out").status == 0
    assert made.files() == {"folder.id"}


def test_a_practice_session_that_cannot_be_kept_is_said_to_be_so(site: ServedSite, tmp_path: Path) -> None:
    made = program(tmp_path, without_a_bus(tmp_path), site.address)
    answer = made.run("sign-in", "--import", export(tmp_path, "127.0.0.1"), "--json")
    assert (answer.status, answer.document["signed_in"], answer.document["kept"]) == (0, True, False)
    assert made.files() == set()


# ---- the canaries ----


def test_no_secret_is_found_on_the_disk_after_runs_and_kills(
    service: SecretService, site: ServedSite, tmp_path: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = program(tmp_path, {**service.environment, "TMPDIR": str(temporary)}, site.address)
    places, secrets = [tmp_path, temporary], [TOKEN, RENEWED, PASSWORD]
    shared = Path("/dev/shm")
    before = set(shared.iterdir()) if shared.is_dir() else set()
    said = ""
    files = size = kills = profiles = 0
    for stage in ("typed", "signed in", "crash", "reading", "end"):
        running = by_hand(made, stage)
        assert running.stdout is not None
        try:
            for line in running.stdout:
                said += line
                if not line.startswith("at "):
                    continue
                kills += 1
                profiles += sum(len(list(place.rglob("*profile*"))) for place in places)
                # What lies there while the browser runs, then (below) what is left when everything was killed.
                looked, seen, found = search(places, secrets)
                files, size = files + looked, size + seen
                assert found == [], stage
                running.kill()
        finally:
            running.kill()
            running.wait(30)
            running.stdout.close()
        assert (f"at {stage}\n" in said) == (stage != "end"), said
        until_nobody_uses(temporary)
        new = {*shared.iterdir()} - before if before else set()
        looked, seen, found = search([*places, *new], secrets)
        files, size = files + looked, size + seen
        assert found == [], stage
    assert kills == 4
    assert profiles >= 4, "the search looked where the browser's own files are"
    assert site.state.sign_ins == 3, "never at `typed`; at `end` the session of `reading` still held"
    for arguments in (("run", "birthdays", "--json"), ("check", "--json")):
        answer = made.run(*arguments)
        assert answer.status == 0
        said += answer.out + answer.err
    (tmp_path / "data" / "practice-session.enc").write_bytes(b"LinkApp session 1\nnonsense")
    broken = made.run("preview", "birthdays", "--json")
    (tmp_path / "said").write_text(said + broken.out + broken.err)
    looked, seen, found = search(places, secrets)
    assert found == []
    with capsys.disabled():
        print(f"\n  searched {files + looked} files, {size + seen:,} bytes after {kills} kills: nothing found")
    # The search itself works: a planted secret is found in every form.
    for form in forms(TOKEN):
        (tmp_path / "planted").write_bytes(b"..." + form + b"...")
        assert search(places, secrets)[2], form
