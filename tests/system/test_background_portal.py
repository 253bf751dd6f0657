"""Starting with the session from inside Flatpak, against a bus and a portal of the test's own."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from linkapp.services.ports.desktop import LoginAnswer, LoginEntry
from linkapp.system import autostart, background_portal
from linkapp.system.background_portal import BackgroundPortal
from tests.fakes.session_bus import Desktop, desktop, session_bus

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the portal is Linux's")
COMMAND = ["linkapp", "--background"]
REASON = "It does the planned runs."


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="bus", dir="/tmp") as folder, session_bus(Path(folder)) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def at_login(tmp_path: Path) -> BackgroundPortal:
    return BackgroundPortal(tmp_path / "starts-at-login", COMMAND)


async def heard(portal: Desktop, member: str, count: int = 1) -> None:
    async with asyncio.timeout(60):
        while len(portal.of(member)) < count:  # noqa: ASYNC110 - another process says it
            await asyncio.sleep(0.01)


async def answered(portal: Desktop, at_login: BackgroundPortal, on: bool, *answer: object) -> LoginAnswer:
    count = len(portal.of("RequestBackground"))
    asking = asyncio.ensure_future(at_login.set(on, REASON))
    await heard(portal, "RequestBackground", count + 1)
    portal.do(*answer)
    return await asking


async def test_what_the_desktop_grants_is_on_and_is_off_again(bus: str, at_login: BackgroundPortal) -> None:
    with desktop("portal", bus) as portal:
        assert at_login.entry() is LoginEntry.OFF
        assert await answered(portal, at_login, True, 0, True, "") is LoginAnswer.DONE
        assert at_login.entry() is LoginEntry.ON
        parent, options = portal.of("RequestBackground")[0]
        assert parent == ""
        assert options.pop("handle_token")[1].startswith("linkapp_")
        assert options == {
            "reason": ["s", REASON], "autostart": ["b", True], "commandline": ["as", COMMAND],
            "dbus-activatable": ["b", False],
        }  # fmt: skip
        assert await answered(portal, at_login, False, 0, True, "") is LoginAnswer.DONE
        assert at_login.entry() is LoginEntry.OFF


@pytest.mark.parametrize("answer", [(1, False, ""), (2, False, ""), (0, False, ""), (0, True, "", False)])
async def test_what_the_desktop_denies_is_not_on(
    bus: str, at_login: BackgroundPortal, answer: tuple[object, ...]
) -> None:
    """azymohliad/watchmate 68, pop-os/xdg-desktop-portal-cosmic 245: desktops that let it run and never start it;
    wwmm/easyeffects 2869: a switch that stands on where nothing will happen."""
    with desktop("portal", bus) as portal:
        assert await answered(portal, at_login, True, *answer) is LoginAnswer.DENIED
    assert at_login.entry() is LoginEntry.OFF


async def test_an_answer_to_somebody_elses_request_is_none(bus: str, at_login: BackgroundPortal) -> None:
    with desktop("portal", bus) as portal:
        asking = asyncio.ensure_future(at_login.set(True, REASON))
        await heard(portal, "RequestBackground")
        portal.do(0, True, "/org/freedesktop/portal/desktop/request/1_1/theirs")
        portal.do(1, False, "")
        assert await asking is LoginAnswer.DENIED


async def test_a_desktop_that_never_answers_is_asked_no_longer(
    bus: str, at_login: BackgroundPortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background_portal, "ANSWERS_WITHIN_S", 0.5)
    with desktop("portal", bus) as portal:
        asking = asyncio.ensure_future(at_login.set(True, REASON))
        assert await asking is LoginAnswer.SILENT
        if portal.of("RequestBackground"):  # it was asked in time
            await heard(portal, "Close")
    assert at_login.entry() is LoginEntry.OFF


async def test_a_desktop_without_the_portal_changes_nothing(bus: str, at_login: BackgroundPortal) -> None:
    assert await at_login.set(True, REASON) is LoginAnswer.FAILED
    with desktop("logind", bus):
        assert await at_login.set(True, REASON) is LoginAnswer.FAILED
    assert at_login.entry() is LoginEntry.OFF


@pytest.mark.parametrize("address", ["", "nonsense", "unix:path=/nowhere/bus"])
async def test_without_a_bus_nothing_changes(
    address: str, at_login: BackgroundPortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert await at_login.set(True, REASON) is LoginAnswer.FAILED


def test_the_desktop_is_asked_inside_flatpak_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """tauri-apps/plugins-workspace 3166: begun at login without the word that keeps its window away."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert not isinstance(autostart.autostart(str(tmp_path / "data")), BackgroundPortal)
    inside = tmp_path / "flatpak-info"
    inside.write_text("[Application]\n", encoding="utf-8")
    monkeypatch.setattr(autostart, "FLATPAK", inside)
    asked = autostart.autostart(str(tmp_path / "data"))
    assert isinstance(asked, BackgroundPortal)
    assert asked._command[-3:] == ["--background", "--data-dir", str(tmp_path / "data")]
    assert not (tmp_path / "config").exists()
