"""Signing in and out, the passphrase, the hand-over of a stop, notifications and health, in the real window."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget

from linkapp.app import build
from linkapp.config import Config
from linkapp.domain.campaign import Result
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.selector_stats import SelectorStat
from linkapp.domain.session import BadExport, SignedIn
from linkapp.practice import PracticeSite, ordinary_world
from linkapp.services.health import Finding
from linkapp.services.page_check import Surface
from linkapp.services.ports.ledger import StoreError
from linkapp.services.ports.secrets import Keyring, KeyringState
from linkapp.ui.dialogs.health import HealthDialog
from linkapp.ui.dialogs.passphrase import PassphraseDialog
from linkapp.ui.dialogs.settings import EXAMPLES, SettingsDialog
from linkapp.ui.dialogs.sign_in import SignInDialog
from linkapp.ui.dialogs.sign_out import SignOutDialog
from tests.ui import fakes
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import NOW, FakeChecks, FakeGreetings, FakeRuns, FakeSigningIn, FakeVault, fake_application

LATER = SignedIn(expires=NOW + timedelta(days=300))


def shown(kind: type) -> Any:
    return next((each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()), None)


def told(root: Any) -> str:
    return "\n".join(label.text() for label in root.findChildren(QLabel) if label.isVisible())


def button(root: Any, text: str) -> QPushButton | None:
    found = (b for b in root.findChildren(QPushButton) if b.isVisible() and b.text().replace("&", "") == text)
    return next(found, None)


# the account line


@pytest.mark.parametrize(
    ("standing", "line", "offer"),
    [
        (Problem(reason=Reason.SIGNED_OUT), "Signed out", "Sign in…"),
        (LATER, "Signed in", ""),
        (SignedIn(expires=NOW + timedelta(days=3)), "Your sign-in ends: Wednesday", "Sign in again…"),
        (SignedIn(), "Signed in", ""),
    ],
)
async def test_the_line_says_who_is_signed_in_and_warns_a_week_ahead(
    open_window: OpenWindow, standing: SignedIn | Problem, line: str, offer: str
) -> None:
    window = await open_window(fake_application(sign_in=FakeSigningIn(standing)))
    await until(lambda: window.account.line.text() == line)
    assert window.account.button.text() == offer
    assert window.account.button.isVisible() == bool(offer)


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (KeyringState.LOCKED, "Keyring locked"),
        (KeyringState.MISSING, "No keyring"),
        (KeyringState.SLOW, "The keyring does not answer"),
    ],
)
async def test_a_keyring_that_is_not_ready_is_told_with_its_way_on(
    open_window: OpenWindow, state: KeyringState, line: str
) -> None:
    signing_in = FakeSigningIn()
    reason = Reason(f"keyring_{state}")
    signing_in.place = Keyring(state=state, problem=Problem(reason=reason))
    window = await open_window(fake_application(sign_in=signing_in, passphrase=FakeVault(signing_in)))
    await until(lambda: window.account.line.text() == line)
    window.account.button.click()
    await until(lambda: shown(SignInDialog))
    dialog = shown(SignInDialog)
    await until(lambda: dialog.banner.isVisible())
    assert "_" not in told(dialog)
    instead = button(dialog, "Use a passphrase instead…")
    assert (instead is not None) == (state is not KeyringState.SLOW)


async def test_the_practice_site_needs_no_sign_in(open_window: OpenWindow) -> None:
    window = await open_window(fake_application(rehearsal=True, sign_in=FakeSigningIn()))
    assert window.account.line.text() == "Practice site"
    assert not window.account.button.isVisible()


# by hand


async def test_signing_in_says_everything_beforehand_tells_what_is_shown_and_reads_the_list_again(
    open_window: OpenWindow, qtbot: Any
) -> None:
    signing_in, greetings = FakeSigningIn(), FakeGreetings()
    window = await open_window(fake_application(greetings, sign_in=signing_in))
    await until(lambda: window.account.button.isVisible())
    before = greetings.previews
    qtbot.mouseClick(window.account.button, Qt.MouseButton.LeftButton)
    await until(lambda: shown(SignInDialog))
    dialog = shown(SignInDialog)
    assert not dialog.isModal()
    for part in ("never sees what you type", "Keep me signed in", "Google refuses"):
        assert part in told(dialog)
    window.campaign.send()
    assert not window.campaign.busy, "the browser is taken"
    assert "in use" in window.campaign.footer.note.text()
    qtbot.keyClick(dialog.begin, Qt.Key.Key_Return)
    await until(lambda: signing_in.open)
    for reason, part in (
        (Reason.SIGNED_OUT, "Waiting for you to sign in"),
        (Reason.SECURITY_CHECK, "be sure it’s you"),
        (Reason.RESTRICTED, "restricted your account"),
        (Reason.RATE_LIMITED, "slow down"),
        (Reason.OFFLINE, "No connection"),
        (Reason.CLOCK_WRONG, "clock is wrong"),
        (Reason.PAGE_UNREADABLE, "Waiting for you"),
    ):
        signing_in.shows.put_nowait(Problem(reason=reason, detail="a secret detail"))
        await until(lambda part=part: part in told(dialog))
        assert "secret" not in told(dialog)
    signing_in.shows.put_nowait(LATER)
    await until(lambda: "You are signed in" in told(dialog))
    assert "18 September 2027" in told(dialog)
    await until(lambda: greetings.previews > before and window.account.line.text() == "Signed in")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    await until(lambda: shown(SignInDialog) is None)
    assert signing_in.closed == 1


@pytest.mark.parametrize("way", ["cancel", "escape", "close"])
async def test_cancelling_closes_the_browser_window(open_window: OpenWindow, qtbot: Any, way: str) -> None:
    signing_in = FakeSigningIn()
    window = await open_window(fake_application(sign_in=signing_in))
    window.account.sign_in()
    await until(lambda: shown(SignInDialog))
    dialog = shown(SignInDialog)
    dialog.open_browser()
    await until(lambda: signing_in.open)
    if way == "cancel":
        dialog.cancel.click()
        await until(lambda: "nothing changed" in told(dialog))
        dialog.cancel.click()
    elif way == "escape":
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    else:
        dialog.close()
    await until(lambda: signing_in.closed == 1 and shown(SignInDialog) is None)
    await until(lambda: window.campaign.hold())
    window.campaign.release()


@pytest.mark.parametrize(
    ("reason", "part"),
    [(Reason.STOPPED_BY_PERSON, "was closed"), (Reason.BROWSER_CRASHED, "ended unexpectedly")],
)
async def test_a_browser_window_that_is_gone_is_told_and_can_be_opened_again(
    open_window: OpenWindow, reason: Reason, part: str
) -> None:
    signing_in = FakeSigningIn()
    window = await open_window(fake_application(sign_in=signing_in))
    window.account.sign_in()
    await until(lambda: shown(SignInDialog))
    dialog = shown(SignInDialog)
    dialog.begin.click()
    signing_in.shows.put_nowait(Problem(reason=reason))
    await until(lambda: part in told(dialog))
    assert dialog.begin.isEnabled()
    dialog.begin.click()
    await until(lambda: signing_in.open == 2)


async def test_quitting_closes_the_browser_window(open_window: OpenWindow) -> None:
    signing_in = FakeSigningIn()
    window = await open_window(fake_application(sign_in=signing_in))
    window.account.sign_in(Problem(reason=Reason.SECURITY_CHECK))
    await until(lambda: signing_in.open)
    await window.end()
    await until(lambda: signing_in.closed)


# by import


async def test_cookies_are_imported_and_a_bad_export_is_told_in_place_in_both_languages(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    signing_in = FakeSigningIn()
    window = await open_window(fake_application(sign_in=signing_in))
    file = tmp_path / "cookies.json"
    file.write_text("[]")
    for language, part in (("en", "ended on 20 November 2026"), ("fr", "a pris fin le 20 novembre 2026")):
        window.choose_language(language)
        dialog = SignInDialog(window.words, signing_in, fakes.ZONE, parent=window)
        dialog.show()
        signing_in.bad = BadExport("English", "ended", date=date(2026, 11, 20))
        await dialog.take_export(file)
        assert part in told(dialog)
        await dialog.take_export(tmp_path / "none.json")
        assert part not in told(dialog)
        dialog.close()
    signing_in.bad = None
    dialog.show()
    await dialog.take_export(file)
    assert signing_in.imported == ["[]"]
    dialog.close()


# out


async def test_signing_out_asks_says_what_stays_and_reads_again(open_window: OpenWindow) -> None:
    signing_in = FakeSigningIn(LATER)
    window = await open_window(fake_application(sign_in=signing_in))
    window.menus.actions["sign_out"].trigger()
    await until(lambda: shown(SignOutDialog))
    assert "other browsers" in told(shown(SignOutDialog))
    shown(SignOutDialog).cancel.click()
    await until(lambda: shown(SignOutDialog) is None)
    assert signing_in.outs == 0
    window.account.sign_out()
    await until(lambda: shown(SignOutDialog))
    shown(SignOutDialog).out.click()
    await until(lambda: window.account.line.text() == "Signed out")
    assert signing_in.outs == 1


# the passphrase


async def test_a_locked_vault_asks_for_the_passphrase_at_the_start(open_window: OpenWindow) -> None:
    signing_in, greetings = FakeSigningIn(LATER), FakeGreetings()
    signing_in.place = Keyring(state=KeyringState.LOCKED, problem=Problem(reason=Reason.KEYRING_LOCKED))
    window = await open_window(
        fake_application(greetings, sign_in=signing_in, passphrase=FakeVault(signing_in, "correct horse"))
    )
    await until(lambda: shown(PassphraseDialog))
    dialog = shown(PassphraseDialog)
    assert not dialog.second.isVisible()
    before = greetings.previews
    dialog.first.setText("wrong")
    dialog.ok.click()
    await until(lambda: "does not open" in told(dialog))
    dialog.first.setText("correct horse")
    dialog.ok.click()
    await until(lambda: window.account.line.text() == "Signed in")
    await until(lambda: greetings.previews > before)


async def test_a_passphrase_is_typed_twice_the_first_time_and_long_enough(open_window: OpenWindow) -> None:
    signing_in = FakeSigningIn()
    vault = FakeVault(signing_in)
    window = await open_window(fake_application(sign_in=signing_in, passphrase=vault))
    signing_in.place = Keyring(state=KeyringState.MISSING, problem=Problem(reason=Reason.KEYRING_MISSING))
    window.account.sign_in()
    await until(lambda: shown(SignInDialog) and shown(SignInDialog).banner.isVisible())
    instead = button(shown(SignInDialog), "Use a passphrase instead…")
    assert instead is not None
    instead.click()
    await until(lambda: shown(PassphraseDialog))
    dialog = shown(PassphraseDialog)
    assert "sign in to LinkedIn again" in told(dialog)
    for first, second, part in (("correct horse", "correct house", "not the same"), ("short", "short", "at least 10")):
        dialog.first.setText(first)
        dialog.second.setText(second)
        dialog.ok.click()
        await until(lambda part=part: part in told(dialog))
    dialog.first.setText("correct horse")
    dialog.second.setText("correct horse")
    dialog.ok.click()
    await until(lambda: shown(PassphraseDialog) is None)
    assert vault.passphrase == "correct horse"
    await until(lambda: not shown(SignInDialog).banner.isVisible())


# stops


async def test_a_limit_notice_says_until_when_and_offers_no_second_try(open_window: OpenWindow) -> None:
    greetings, runs, signing_in = FakeGreetings(), FakeRuns(), FakeSigningIn(LATER)
    greetings.stop_at["Alice Moreau"] = Problem(reason=Reason.RATE_LIMITED)
    runs.break_until = NOW + timedelta(hours=2)
    window = await open_window(fake_application(greetings, runs=runs, sign_in=signing_in))
    tab = window.campaign
    tab.send()
    await until(lambda: tab.banner.isVisible())
    assert "Nothing is sent before 11:30." in tab.banner.text.text()
    assert button(tab.banner, "Read again") is None
    assert button(tab.banner, "Open the window") is not None
    assert not tab.footer.send.isEnabled()
    assert window.notifier.told is not None
    assert window.notifier.told[0] == "LinkedIn asks to slow down"


async def test_the_hand_over_opens_the_browser_and_reads_again_when_it_is_solved(open_window: OpenWindow) -> None:
    signing_in = FakeSigningIn(LATER)
    greetings = FakeGreetings(fakes.preview(stopped=Problem(reason=Reason.SECURITY_CHECK), usage=None))
    window = await open_window(fake_application(greetings, sign_in=signing_in))
    hand_over = button(window.campaign.banner, "Open the window")
    assert hand_over is not None
    hand_over.click()
    await until(lambda: signing_in.open)
    assert shown(SignInDialog).windowTitle() == "LinkedIn wants to be sure it’s you"
    greetings.shown = fakes.MORNING
    signing_in.shows.put_nowait(LATER)
    await until(lambda: window.campaign.model.dues)
    assert not window.campaign.banner.isVisible()


async def test_one_notification_at_the_end_of_a_run_and_none_of_a_rehearsal(open_window: OpenWindow) -> None:
    greetings = FakeGreetings()
    greetings.outcomes["Thierry Gauthier"] = fakes.Item(
        person=fakes.THIERRY.person, state=Result.SKIPPED, reason=Reason.TALKED_RECENTLY
    )
    window = await open_window(fake_application(greetings, dry=FakeGreetings(dry=True)))
    window.campaign.rehearse()
    await until(lambda: window.campaign.banner.isVisible())
    assert window.notifier.told is None
    window.campaign.send()
    await until(lambda: window.notifier.told)
    assert window.notifier.told == ("The run has ended", "3 greetings sent, 1 skipped")


# health


async def test_health_says_each_state_and_checks_the_pages(open_window: OpenWindow, tmp_path: Path) -> None:
    outline = tmp_path / "birthdays.json"
    outline.write_text("{}")

    async def check() -> list[Surface]:
        return [
            Surface(name="birthdays", state="ok", sentence="raw", cards=7, understood=7, outline_path=str(outline)),
            Surface(
                name="profile", state="changed", sentence="page_changed", problem=Problem(reason=Reason.PAGE_CHANGED)
            ),
            Surface(name="conversation", state="unknown", sentence="not looked at: raw"),
        ]

    checks = FakeChecks(
        [
            Finding(name="disk", state="bad", sentence="raw", code="disk_low", facts={"megabytes": 120}),
            Finding(
                name="keyring", state="bad", sentence="keyring_locked", problem=Problem(reason=Reason.KEYRING_LOCKED)
            ),
            Finding(name="database", state="ok", sentence="raw", code="database_ok"),
        ]
    )

    async def selector_stats() -> list[SelectorStat]:
        return [
            SelectorStat(key="card", form="li", place=0, rate=1.0, tries=3, last_success=fakes.NOW),
            SelectorStat(key="card", form="tr", place=1, rate=0.0, tries=3),
            SelectorStat(key="list", form="ul", place=0, rate=0.0, tries=3),
            SelectorStat(key="list", form='[role="x"]', place=1, rate=0.2, last_success=fakes.NOW, learned=True),
            SelectorStat(key="main", form="main", place=0),
        ]

    window = await open_window(fake_application(health=checks, page_check=check, selector_stats=selector_stats))
    window.menus.actions["health"].trigger()
    await until(lambda: shown(HealthDialog) and "Only 120 MB" in told(shown(HealthDialog)))
    dialog = shown(HealthDialog)
    assert "2 things need a look." in told(dialog)
    dialog.check.click()
    await until(lambda: "7 people, understood" in told(dialog))
    assert [(row.state, row.name) for row in dialog.ways.rows] == [("ok", "People on the list"), ("changed", "List")]
    assert dialog.ways.rows[0].text.startswith("li: 100 %, last ")
    assert dialog.ways.rows[1].text.endswith("(learned)")
    for part in ("Changed", "Not known", "In order", "Needs you"):
        assert part in told(dialog)
    assert "_" not in told(dialog)
    assert "raw" not in told(dialog)
    await dialog.save_to(outline, tmp_path / "saved.json")
    assert (tmp_path / "saved.json").read_text() == "{}"
    assert "saved.json" in dialog.note.text()
    for control in dialog.findChildren(QAbstractButton):
        assert control.text() or control.accessibleName()


async def test_health_takes_the_word_that_the_person_has_looked(open_window: OpenWindow) -> None:
    facts = {"sign": Reason.RATE_LIMITED}
    waits = Finding(name="breaker", state="bad", sentence="raw", code="breaker_latched", facts=facts)
    checks = FakeChecks([waits])
    app = fake_application(health=checks)
    window = await open_window(app)
    window.menus.actions["health"].trigger()
    await until(lambda: shown(HealthDialog) and "(LinkedIn asks to slow down)" in told(shown(HealthDialog)))
    dialog = shown(HealthDialog)
    assert dialog.resume.isVisible()
    checks.findings = [Finding(name="breaker", state="ok", sentence="raw", code="breaker_ok")]
    dialog.resume.click()
    await until(lambda: checks.looks == 2 and not dialog.resume.isVisible())
    assert app.guard.looks == 1


async def test_health_leaves_the_site_alone_while_a_run_goes_on(open_window: OpenWindow) -> None:
    greetings, checks = FakeGreetings(), FakeChecks([])
    greetings.gate = asyncio.Event()
    window = await open_window(fake_application(greetings, health=checks, sign_in=FakeSigningIn()))
    window.campaign.send()
    await until(lambda: greetings.progress)
    window.menus.actions["health"].trigger()
    await until(lambda: shown(HealthDialog))
    await until(lambda: "A run is going on" in told(shown(HealthDialog)))
    assert checks.looks == 0
    window.account.sign_in()
    await asyncio.sleep(0.05)
    assert shown(SignInDialog) is None
    window.campaign.sending.stop()
    greetings.gate.set()
    await until(lambda: not window.campaign.busy)


# two computers


def told_of(window: Any, bad: str) -> str:
    return str(window.words(f"settings.sharing.bad.{bad}", example=EXAMPLES.get(bad, "")))


class FakeSharing:
    def __init__(self) -> None:
        self.bad = ""
        self.chosen: list[tuple[str, str]] = []

    async def choose(self, address: str, password: str) -> str:
        self.chosen.append((address, password))
        return self.bad


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_a_shared_limit_is_set_up_in_the_settings(open_window: OpenWindow, qtbot: Any, language: str) -> None:
    sharing = FakeSharing()
    window = await open_window(fake_application(sharing=sharing))
    window.choose_language(language)
    window.menus.actions["settings"].trigger()
    await until(lambda: shown(SettingsDialog))
    dialog = shown(SettingsDialog)
    dialog.pages.setCurrentIndex(3)
    assert not dialog.end.isEnabled()
    qtbot.keyClicks(dialog.address, "rediss://far.example:6379/0")
    qtbot.keyClicks(dialog.password, "hunter22")
    for bad in ("form", "encrypted", "prefix", "database", "keyring", "settings"):
        sharing.bad = bad
        dialog.use.click()
        await until(lambda bad=bad: dialog.shared_note.text() == told_of(window, bad))
        assert dialog.password.text() == "hunter22"
    sharing.bad = ""
    dialog.use.click()
    await until(lambda: dialog.shared_note.text() == window.words("settings.sharing.saved"))
    assert sharing.chosen[-1] == ("rediss://far.example:6379/0", "hunter22")
    assert dialog.password.text() == ""
    dialog.end.click()
    await until(lambda: dialog.shared_note.text() == window.words("settings.sharing.ended"))
    assert sharing.chosen[-1] == ("", "")
    assert not dialog.end.isEnabled()
    dialog.reject()


# by keyboard alone


@pytest.mark.parametrize("which", ["sign_in", "sign_out", "passphrase", "health"])
async def test_a_dialog_is_walked_by_keyboard_names_everything_and_closes_with_escape(
    open_window: OpenWindow, qtbot: Any, which: str
) -> None:
    signing_in = FakeSigningIn()
    vault = FakeVault(signing_in)
    signing_in.place = Keyring(state=KeyringState.MISSING)
    checks = FakeChecks([Finding(name="database", state="ok", sentence="raw", code="database_ok")])
    window = await open_window(fake_application(sign_in=signing_in, passphrase=vault, health=checks))
    await until(lambda: window.account.line.text())
    kind = {"sign_in": SignInDialog, "sign_out": SignOutDialog, "passphrase": PassphraseDialog, "health": HealthDialog}
    {
        "sign_in": window.account.sign_in,
        "sign_out": window.account.sign_out,
        "passphrase": window.account.give_passphrase,
        "health": window.menus.actions["health"].trigger,
    }[which]()
    await until(lambda: shown(kind[which]))
    dialog = shown(kind[which])
    await asyncio.sleep(0.05)
    wanted = {
        control
        for control in dialog.findChildren(QWidget)
        if control.isVisible() and control.isEnabled() and control.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert wanted
    met: set[QWidget] = set()
    for _ in range(3 * len(wanted)):
        qtbot.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
        if (at := dialog.focusWidget()) is not None:
            met.add(at)
    assert wanted <= met
    for control in met:
        heard = QAccessible.queryAccessibleInterface(control)
        assert heard is not None
        assert heard.text(QAccessible.Text.Name).strip(), control
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    await until(lambda: shown(kind[which]) is None)


# books that cannot be read


async def test_books_that_cannot_be_read_say_so_and_can_be_tried_again(open_window: OpenWindow) -> None:
    people, runs = fakes.FakePeople(fakes.CONTACTS), FakeRuns(fakes.history())
    people.raises = runs.raises = StoreError(Problem(reason=Reason.DATA_UNUSABLE))
    window = await open_window(fake_application(people=people, runs=runs))
    for number, tab, title in (
        (1, window.contacts, "Your contacts could not be read"),
        (2, window.log, "The log could not be read"),
    ):
        window.show_tab(number)
        await until(lambda tab=tab, title=title: tab.empty.title.text() == title)
        assert tab.empty.button.text() == "&Try again"
    people.raises = runs.raises = None
    window.contacts.empty.button.click()
    window.log.empty.button.click()
    await until(lambda: window.contacts.model.rowCount() == 10 and window.log.stack.currentWidget() is not None)
    await until(lambda: window.log.list.isVisible())


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_no_text_of_the_sign_in_is_cut(open_window: OpenWindow, language: str) -> None:
    window = await open_window()
    window.choose_language(language)
    signing_in = FakeSigningIn()
    dialog = SignInDialog(window.words, signing_in, fakes.ZONE, can_passphrase=True, parent=window)
    dialog.show()

    async def nothing_is_cut() -> None:
        await asyncio.sleep(0.05)
        for label in dialog.findChildren(QLabel):
            if label.isVisible() and label.text():
                needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
                assert label.height() >= needed, label.text()
        for each in dialog.findChildren(QPushButton):
            assert not each.isVisible() or each.width() >= each.sizeHint().width(), each.text()

    await nothing_is_cut()
    missing = Problem(reason=Reason.KEYRING_MISSING)
    dialog.show_keyring(Keyring(state=KeyringState.MISSING, problem=missing))
    await nothing_is_cut()
    dialog.open_browser()
    signing_in.shows.put_nowait(Problem(reason=Reason.RESTRICTED))
    await until(lambda: signing_in.shows.empty())
    await nothing_is_cut()
    signing_in.shows.put_nowait(LATER)
    await nothing_is_cut()
    dialog.close()


# the real thing


async def test_a_person_signs_in_by_hand_on_the_practice_site(open_window: OpenWindow, tmp_path: Path) -> None:
    world = replace(ordinary_world(datetime.now(UTC).date()), signin="required", password="practice word")
    site = PracticeSite(world)
    await site.start()
    config = Config(site=site.address, folder=str(tmp_path), headless=True, without_pace=True)
    try:
        async with build(config) as app:
            signing_in: Any = app.sign_in
            make, tabs = signing_in._window, []

            def made() -> Any:
                tabs.append(make())
                return tabs[-1]

            signing_in._window = made
            window = await open_window(app)
            hand_over = button(window.campaign.banner, "Open the window")
            assert window.campaign.banner.title.text() == "You are signed out of LinkedIn"
            assert hand_over is not None
            hand_over.click()
            await until(lambda: shown(SignInDialog) and "Waiting for you to sign in" in told(shown(SignInDialog)))
            dialog = shown(SignInDialog)
            page = tabs[0].pages[0]
            await page.fill("#username", "camille@example.org")
            await page.fill("#password", "practice word")
            await page.click("button[type=submit]")
            await until(lambda: "You are signed in" in told(dialog), 30)
            dialog.close()
            await until(lambda: window.campaign.model.dues and not window.reading_now, 40)
    finally:
        await site.stop()
