"""The campaign tab: what is ticked and edited is what is sent, and every end of a run is told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLabel, QPushButton

from linkapp.domain.account import AccountBook
from linkapp.domain.campaign import Item, Result
from linkapp.domain.moment import Skip
from linkapp.domain.opt_out import OptOutAnswer
from linkapp.domain.problems import NEEDS_PERSON, Problem, Reason
from linkapp.services.ports.ledger import StoreError
from linkapp.ui.dialogs.other_account import OtherAccountDialog
from linkapp.ui.tabs.campaign.model import Due, RowKind, RowState
from linkapp.ui.tabs.campaign.tab import CampaignTab
from linkapp.ui.window import MainWindow
from tests.fakes.clocks import StillClock
from tests.ui import fakes
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import ALICE, CONTACTS, INES, JEAN_LUC, MAYA, THIERRY, FakeGreetings, FakePeople, fake_application


def due_of(tab: CampaignTab, name: str) -> Due:
    return next(due for due in tab.model.dues if due.draft.person.name == name)


def choose(tab: CampaignTab, name: str) -> Due:
    due = due_of(tab, name)
    tab.people.choose(tab.model.index_of(due))
    return due


def banner(tab: CampaignTab) -> str:
    return f"{tab.banner.title.text()}\n{tab.banner.text.text()}" if tab.banner.isVisible() else ""


def type_into(tab: CampaignTab, qtbot: Any, text: str) -> None:
    tab.pane.editor.selectAll()
    qtbot.keyClicks(tab.pane.editor, text)


# what is shown


async def test_today_and_belated_people_stand_under_quiet_headings(open_window: OpenWindow) -> None:
    window = await open_window()
    rows = [window.campaign.model.row_at(window.campaign.model.index(n)) for n in range(8)]
    assert [row.kind for row in rows if row] == [
        RowKind.HEADING, RowKind.PERSON, RowKind.PERSON, RowKind.PERSON, RowKind.HEADING, RowKind.PERSON,
        RowKind.PERSON, RowKind.FOLD,
    ]  # fmt: skip
    texts = [window.campaign.model.index(n).data() for n in (0, 4, 7)]
    assert texts == ["Today", "Belated", "3 people skipped"]


async def test_the_first_person_is_shown_with_the_exact_text(open_window: OpenWindow) -> None:
    window = await open_window()
    pane = window.campaign.pane
    assert pane.name.text() == "Alice Moreau"
    assert pane.headline.whole() == "Head of Product at Acme · Lyon"
    assert pane.editor.toPlainText() == ALICE.text
    assert pane.count.text() == f"{len(ALICE.text)} characters"


async def test_skipped_people_unfold_with_their_reasons_in_words(open_window: OpenWindow, qtbot: Any) -> None:
    window = await open_window()
    tab = window.campaign
    tab.people.choose(tab.model.index(7))
    qtbot.keyClick(tab.people, Qt.Key.Key_Space)
    assert tab.model.rowCount() == 11
    row = tab.model.row_at(tab.model.index(8))
    assert row is not None
    assert tab.model.describe(row) == "Sofia Lindqvist: wrote last, 2 days ago, and waits for your answer."
    tab.people.choose(tab.model.index(10))
    assert "moved to a competitor" in tab.pane.question.text.text()
    assert not tab.pane.editor.isVisible()
    qtbot.keyClick(tab.people, Qt.Key.Key_Up)
    tab.people.choose(tab.model.index(7))
    qtbot.keyClick(tab.people, Qt.Key.Key_Left)
    assert tab.model.rowCount() == 8


async def test_where_everybody_is_skipped_the_reasons_are_in_sight(open_window: OpenWindow) -> None:
    window = await open_window(fake_application(FakeGreetings(fakes.preview(skips=fakes.SKIPS))))
    assert window.campaign.model.rowCount() == 4
    assert window.campaign.stack.currentWidget() is window.campaign.splitter


async def test_the_caps_are_told_in_words(open_window: OpenWindow) -> None:
    window = await open_window()
    assert window.campaign.footer.caps.text() == "3 of 12 today · 18 of 50 this week · fills up again: 14:20"
    assert window.used.text() == "3 of 12 today"


async def test_on_the_practice_site_it_is_marked(open_window: OpenWindow) -> None:
    window = await open_window(fake_application(rehearsal=True))
    assert window.campaign.rehearsal.isVisible()
    assert "nothing leaves this computer" in window.campaign.rehearsal.text()


# ticking


async def test_space_and_a_click_on_the_box_tick_and_untick(open_window: OpenWindow, qtbot: Any) -> None:
    window = await open_window()
    tab = window.campaign
    assert tab.footer.send.text() == "Send 4 greetings"
    due = choose(tab, INES.person.name)
    qtbot.keyClick(tab.people, Qt.Key.Key_Space)
    assert due.ticked
    assert tab.footer.send.text() == "Send 5 greetings"
    rect = tab.people.visualRect(tab.model.index_of(due))
    box = QPoint(rect.left() + 20, rect.center().y())
    qtbot.mouseClick(tab.people.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert not due.ticked
    qtbot.mouseClick(tab.people.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert not due.ticked, "a click on the person chooses, it does not tick"


async def test_nobody_ticked_means_nothing_to_send_and_it_says_why(open_window: OpenWindow) -> None:
    window = await open_window()
    tab = window.campaign
    for due in tab.model.dues:
        tab.model.tick(due, False)
    assert not tab.footer.send.isEnabled()
    assert tab.footer.note.text() == "Tick the people you want to greet."
    tab.model.tick(tab.model.dues[0], True)
    assert tab.footer.send.text() == "Send 1 greeting"
    assert tab.footer.send.isEnabled()


async def test_ticks_and_edits_stay_with_the_person_when_the_page_is_read_again(
    open_window: OpenWindow, qtbot: Any
) -> None:
    greetings = FakeGreetings()
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    choose(tab, JEAN_LUC.person.name)
    type_into(tab, qtbot, "My own words")
    tab.model.tick(due_of(tab, ALICE.person.name), False)
    greetings.shown = fakes.preview(
        THIERRY, replace(JEAN_LUC, text="Drafted anew"), replace(ALICE, text="Drafted anew too")
    )
    window.refresh()
    await until(lambda: greetings.previews == 2 and not tab.reading_now)
    assert due_of(tab, JEAN_LUC.person.name).text == "My own words"
    assert due_of(tab, ALICE.person.name).text == "Drafted anew too"
    assert not due_of(tab, ALICE.person.name).ticked
    assert tab.pane.name.text() == JEAN_LUC.person.name, "the reader stays with the person"


# the text


async def test_exactly_the_edited_text_is_sent(open_window: OpenWindow, qtbot: Any) -> None:
    greetings = FakeGreetings()
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    choose(tab, JEAN_LUC.person.name)
    type_into(tab, qtbot, "Joyeux anniversaire")
    tab.pane.editor.moveCursor(QTextCursor.MoveOperation.End)
    tab.pane.editor.insertPlainText("\u202f! \u00a0\n  two  blanks\t🎂 ")
    tab.send()
    await until(lambda: not tab.busy)
    sent = {draft.person.name: draft.text for draft in greetings.sent}
    assert sent[JEAN_LUC.person.name] == "Joyeux anniversaire\u202f! \u00a0\n  two  blanks\t🎂 "
    assert sent[ALICE.person.name] == ALICE.text
    assert INES.person.name not in sent
    assert list(sent) == [ALICE.person.name, JEAN_LUC.person.name, MAYA.person.name, THIERRY.person.name]


async def test_a_look_at_a_text_changes_nothing_in_it(open_window: OpenWindow) -> None:
    odd = "A\u00a0b\u202fc\n\n d "
    greetings = FakeGreetings(fakes.preview(replace(ALICE, text=odd)))
    window = await open_window(fake_application(greetings))
    assert not window.campaign.model.dues[0].edited
    window.campaign.send()
    await until(lambda: greetings.sent)
    assert greetings.sent[0].text == odd


async def test_another_text_and_reset(open_window: OpenWindow, qtbot: Any) -> None:
    window = await open_window()
    tab = window.campaign
    pane = tab.pane
    due = choose(tab, JEAN_LUC.person.name)
    assert not pane.reset.isEnabled()
    qtbot.mouseClick(pane.another, Qt.MouseButton.LeftButton)
    await until(lambda: due.text == "Another happy birthday!")
    assert pane.editor.toPlainText() == "Another happy birthday!"
    qtbot.mouseClick(pane.another, Qt.MouseButton.LeftButton)
    await until(lambda: due.text == "And one more happy birthday!")
    type_into(tab, qtbot, "Mine")
    assert pane.reset.isEnabled()
    qtbot.mouseClick(pane.reset, Qt.MouseButton.LeftButton)
    assert due.text == "And one more happy birthday!"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (
            "Happy birthday, {first_name}!",
            "The message to Alice Moreau still has something in it that looks like a field.",
        ),
        ("Happy birthday }", "The message to Alice Moreau still has something in it that looks like a field."),
        ("  \n\u00a0 ", "The message to Alice Moreau is empty."),
        ("", "The message to Alice Moreau is empty."),
    ],
)
async def test_a_text_that_cannot_be_meant_is_not_sent(open_window: OpenWindow, text: str, note: str) -> None:
    greetings = FakeGreetings()
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    tab.pane.editor.setPlainText(text)
    assert tab.pane.warning.isVisible()
    assert tab.footer.note.text() == note
    assert not tab.footer.send.isEnabled()
    tab.send()
    assert not tab.busy
    tab.model.tick(tab.model.dues[0], False)
    assert tab.footer.send.isEnabled(), "the others can still be greeted"


# sending


async def test_the_held_click_can_be_taken_back(open_window: OpenWindow, qtbot: Any) -> None:
    greetings = FakeGreetings()
    window = await open_window(fake_application(greetings), hold_seconds=10)
    tab = window.campaign
    qtbot.mouseClick(tab.footer.send, Qt.MouseButton.LeftButton)
    await until(tab.footer.undo.isVisible)
    assert tab.footer.hold_text.text().startswith("Sending to 4 people in 10 s: Alice Moreau")
    assert tab.pane.editor.isReadOnly(), "what is held is what is seen"
    assert not tab.model.dues[0].open or not tab.model.flags(tab.model.index(1)) & Qt.ItemFlag.ItemIsUserCheckable
    qtbot.mouseClick(tab.footer.undo, Qt.MouseButton.LeftButton)
    await until(lambda: not tab.busy)
    assert greetings.runs == 0
    assert "Nothing was sent" in banner(tab)
    assert tab.footer.send.text() == "Send 4 greetings"
    assert not tab.pane.editor.isReadOnly()


async def test_escape_takes_the_held_click_back(open_window: OpenWindow, qtbot: Any) -> None:
    greetings = FakeGreetings()
    window = await open_window(fake_application(greetings), hold_seconds=10)
    window.campaign.send()
    await until(window.campaign.footer.undo.isVisible)
    qtbot.keyClick(window.campaign.footer.undo, Qt.Key.Key_Escape)
    window.campaign.sending.undo()  # where no window manager gives the focus, the shortcut does not arrive
    await until(lambda: not window.campaign.busy)
    assert greetings.runs == 0


async def test_when_the_hold_is_over_it_is_sent_once(open_window: OpenWindow) -> None:
    greetings = FakeGreetings()
    window = await open_window(fake_application(greetings), hold_seconds=0.3)
    tab = window.campaign
    tab.send()
    tab.send()
    await until(tab.footer.undo.isVisible)
    tab.send()
    await until(lambda: greetings.runs == 1 and not tab.busy)
    assert len(greetings.sent) == 4
    assert tab.footer.send.text() == "Send greetings"
    assert not tab.footer.send.isEnabled()


async def test_each_row_shows_how_it_stands(open_window: OpenWindow) -> None:
    greetings = FakeGreetings()
    greetings.gate = asyncio.Event()
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    tab.send()
    await until(lambda: due_of(tab, ALICE.person.name).state is RowState.WRITING)
    assert tab.model.state_text(due_of(tab, JEAN_LUC.person.name)) == "waiting"
    assert tab.footer.run_text.text() == "Writing to Alice Moreau… · 1 of 4"
    greetings.gate.set()
    await until(lambda: due_of(tab, JEAN_LUC.person.name).state is RowState.WRITING)
    assert tab.model.state_text(due_of(tab, ALICE.person.name)) == "sent at 09:30"
    assert due_of(tab, INES.person.name).state is RowState.IDLE
    for _ in range(3):
        greetings.gate.set()
        await asyncio.sleep(0.05)
    await until(lambda: not tab.busy)
    assert banner(tab).startswith("4 greetings sent")
    assert tab.pane.question.title.text() == "Sent at 09:30"


async def test_the_wait_is_counted_down(open_window: OpenWindow) -> None:
    greetings = FakeGreetings()
    greetings.gap = timedelta(seconds=100)
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    tab.send()
    await until(lambda: "1 min 40 s" in tab.footer.run_text.text())
    assert tab.footer.run_text.text() == "Writing to Jean-Luc O'Connor in 1 min 40 s · 1 of 4 done"
    greetings.clock.time += timedelta(seconds=41)
    await until(lambda: "in 59 s" in tab.footer.run_text.text())
    tab.footer.stop.click()
    await until(lambda: not tab.busy)


async def test_pause_holds_and_go_on_continues(open_window: OpenWindow, qtbot: Any) -> None:
    greetings = FakeGreetings()
    greetings.gate = asyncio.Event()
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    tab.send()
    await until(lambda: due_of(tab, ALICE.person.name).state is RowState.WRITING)
    qtbot.mouseClick(tab.footer.pause, Qt.MouseButton.LeftButton)
    assert tab.footer.run_text.text() == "Paused · 0 of 4 done"
    assert "on" in tab.footer.pause.text()
    greetings.gate.set()
    await until(lambda: due_of(tab, ALICE.person.name).state is RowState.DONE)
    await asyncio.sleep(0.05)
    assert [draft.person.name for draft in greetings.sent] == [ALICE.person.name]
    qtbot.mouseClick(tab.footer.pause, Qt.MouseButton.LeftButton)
    await until(lambda: due_of(tab, JEAN_LUC.person.name).state is RowState.WRITING)
    qtbot.mouseClick(tab.footer.stop, Qt.MouseButton.LeftButton)
    greetings.gate.set()
    await until(lambda: not tab.busy)


async def test_stop_says_who_was_not_written_to(open_window: OpenWindow, qtbot: Any) -> None:
    greetings = FakeGreetings()
    greetings.gate = asyncio.Event()
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    tab.send()
    await until(lambda: due_of(tab, ALICE.person.name).state is RowState.WRITING)
    greetings.gate.set()
    await until(lambda: due_of(tab, JEAN_LUC.person.name).state is RowState.WRITING)
    qtbot.mouseClick(tab.footer.stop, Qt.MouseButton.LeftButton)
    assert not tab.footer.stop.isEnabled()
    assert tab.footer.run_text.text().startswith("Stopping")
    greetings.gate.set()
    await until(lambda: not tab.busy)
    told = banner(tab)
    assert told.startswith("You stopped the run\n1 greeting was sent.")
    assert "were not written to" in told
    assert due_of(tab, JEAN_LUC.person.name).state is RowState.IDLE
    assert tab.footer.send.text() == "Send 3 greetings", "who was not reached stays ticked"


@pytest.mark.parametrize(
    "reason",
    [
        Reason.SECURITY_CHECK, Reason.SIGNED_OUT, Reason.RATE_LIMITED, Reason.RESTRICTED, Reason.PAGE_CHANGED,
        Reason.PAGE_UNREADABLE, Reason.OFFLINE, Reason.BROWSER_CRASHED, Reason.NO_BROWSER, Reason.CLOCK_WRONG,
        Reason.DISK_FULL, Reason.DATA_UNUSABLE, Reason.KEYRING_LOCKED, Reason.KEYRING_MISSING,
        Reason.TOO_MANY_FAILURES, Reason.BREAKER_OPEN, Reason.CAP_DAY, Reason.OUT_OF_HOURS, Reason.BUSY,
        Reason.BREAKER_LATCHED, Reason.PAGE_COVERED, Reason.OTHER_ACCOUNT,
    ],
)  # fmt: skip
async def test_every_stop_says_what_happened_what_was_not_done_and_what_to_do(
    open_window: OpenWindow, reason: Reason
) -> None:
    signing_in = fakes.FakeSigningIn()
    greetings = FakeGreetings()
    greetings.stop_at[JEAN_LUC.person.name] = Problem(reason=reason, detail="secret detail <b>")
    window = await open_window(fake_application(greetings, sign_in=signing_in))
    tab = window.campaign
    tab.send()
    await until(lambda: greetings.runs == 1 and not tab.busy)
    stop = window.words.stop(Problem(reason=reason))
    assert tab.banner.title.text() == stop.title
    told = tab.banner.text.text()
    assert stop.what in told
    assert stop.do in told
    assert "1 greeting was sent." in told
    assert "Jean-Luc O'Connor" in told
    assert "were not written to" in told
    assert "secret detail" not in told
    assert tab.banner.property("kind") == ("bad" if reason in NEEDS_PERSON else "warn")
    buttons = tab.banner.findChildren(type(tab.footer.send))
    browser = [button for button in buttons if button.text() == "Open the window"]
    again = [button for button in buttons if button.text() == "Read again"]
    looked = [button for button in buttons if button.text() == "I have looked"]
    waits = {Reason.SECURITY_CHECK, Reason.RATE_LIMITED, Reason.RESTRICTED, Reason.BREAKER_LATCHED}
    assert bool(again) == (reason not in waits)
    assert bool(looked) == (reason in waits)
    assert bool(browser) == (reason in waits | {Reason.SIGNED_OUT, Reason.PAGE_COVERED})
    if browser:
        browser[0].click()
        await until(lambda: signing_in.open)


async def test_a_stop_at_the_reading_is_never_shown_as_nobody(open_window: OpenWindow) -> None:
    stopped = fakes.preview(stopped=Problem(reason=Reason.PAGE_CHANGED), usage=None)
    window = await open_window(fake_application(FakeGreetings(stopped)))
    tab = window.campaign
    assert "changed" in banner(tab)
    assert "Nobody was written to." in banner(tab)
    assert tab.empty.title.text() == "The birthdays could not be read"
    assert "Nobody has a birthday" not in tab.empty.title.text()
    assert not tab.footer.send.isEnabled()


async def test_an_unsure_greeting_asks_and_takes_the_answer(open_window: OpenWindow, qtbot: Any) -> None:
    answers = fakes.FakeAnswers(open_=[ALICE.person, JEAN_LUC.person])
    greetings = FakeGreetings()
    for draft in (ALICE, JEAN_LUC):
        greetings.outcomes[draft.person.name] = Item(person=draft.person, state=Result.UNSURE, reason=Reason.NO_PROOF)
    window = await open_window(fake_application(greetings, answers=answers))
    tab = window.campaign
    tab.send()
    await until(lambda: greetings.runs == 1 and not tab.busy)
    assert "Please check the conversations with Alice Moreau and Jean-Luc O'Connor." in banner(tab)
    due = choose(tab, JEAN_LUC.person.name)
    assert tab.model.state_text(due) == "Did this go out?"
    assert not due.open, "it is never sent again by itself"
    assert tab.pane.question.title.text() == "Did this go out?"
    qtbot.mouseClick(tab.pane.yes, Qt.MouseButton.LeftButton)
    await until(lambda: answers.given)
    assert due.state is RowState.DONE
    other = choose(tab, ALICE.person.name)
    qtbot.mouseClick(tab.pane.no, Qt.MouseButton.LeftButton)
    await until(lambda: len(answers.given) == 2)
    assert answers.given == [(JEAN_LUC.person.name, True), (ALICE.person.name, False)]
    assert other.state is RowState.IDLE


async def test_an_unsure_greeting_without_anybody_to_tell_says_what_to_do(open_window: OpenWindow) -> None:
    greetings = FakeGreetings()
    greetings.outcomes[ALICE.person.name] = Item(person=ALICE.person, state=Result.UNSURE, reason=Reason.INTERRUPTED)
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    tab.send()
    await until(lambda: greetings.runs == 1 and not tab.busy)
    assert "never sent again by itself" in tab.pane.question.text.text()
    assert not tab.pane.yes.isVisible()


async def test_a_person_skipped_in_the_run_says_why_and_is_not_tried_again_unasked(open_window: OpenWindow) -> None:
    greetings = FakeGreetings()
    greetings.outcomes[THIERRY.person.name] = Item(
        person=THIERRY.person, state=Result.SKIPPED, reason=Reason.AWAITING_REPLY, detail="2"
    )
    greetings.outcomes[MAYA.person.name] = Item(person=MAYA.person, state=Result.FAILED, reason=Reason.WRONG_RECIPIENT)
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    tab.send()
    await until(lambda: greetings.runs == 1 and not tab.busy)
    due = choose(tab, THIERRY.person.name)
    assert tab.model.second_line(due) == "Wrote last, 2 days ago, and waits for your answer"
    assert not due.ticked
    assert "Skipped: Thierry Gauthier." in banner(tab)
    assert "Not sent: \u2068مايا حداد\u2069." in banner(tab)


async def test_people_the_run_never_meant_are_not_in_its_summary(open_window: OpenWindow) -> None:
    """A report also lists everybody else of the page, with their reasons."""
    greetings = FakeGreetings()
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    original = greetings.send

    async def send(*given: Any, **more: Any) -> Any:
        report = await original(*given, **more)
        others = (
            Item(person=INES.person, state=Result.SKIPPED, reason=Reason.NOT_CHOSEN),
            Item(person=fakes.person("Sofia Lindqvist"), state=Result.SKIPPED, reason=Reason.AWAITING_REPLY),
        )
        kept = [item for item in report.items if item.person != THIERRY.person]
        rest = Item(person=THIERRY.person, state=Result.SKIPPED, reason=Reason.CAP_DAY)
        return replace(report, items=(*others, *kept, rest), stopped_by=Problem(reason=Reason.CAP_DAY))

    greetings.send = send
    tab.send()
    await until(lambda: greetings.runs == 1 and not tab.busy)
    told = banner(tab)
    assert "Sofia" not in told
    assert "Inês" not in told
    assert "Thierry Gauthier was not written to." in told
    assert due_of(tab, INES.person.name).state is RowState.IDLE


async def test_a_fault_in_the_run_frees_the_window(open_window: OpenWindow, faults: list[BaseException]) -> None:
    greetings = FakeGreetings()
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    greetings.raises = ValueError("a bug")
    tab.send()
    await until(lambda: faults)
    faults.clear()
    assert not tab.busy
    assert banner(tab).startswith("A fault in LinkApp")
    assert not tab.model.locked


async def test_a_store_that_cannot_be_used_is_a_known_problem(open_window: OpenWindow) -> None:
    greetings = FakeGreetings()
    greetings.raises = StoreError(Problem(reason=Reason.DISK_FULL))
    window = await open_window(fake_application(greetings))
    assert banner(window.campaign).startswith("The disk is full")
    greetings.raises = None
    window.refresh()
    await until(lambda: not window.reading_now)
    greetings.raises = StoreError(Problem(reason=Reason.DATA_UNUSABLE))
    window.campaign.send()
    await until(lambda: "could not be used" in banner(window.campaign))
    assert not window.campaign.model.locked


# caps


async def test_a_limit_that_is_reached_disables_send_and_says_when(open_window: OpenWindow) -> None:
    shown = fakes.preview(ALICE, usage=fakes.usage(12, 18, opens=fakes.NOW + timedelta(hours=24)))
    window = await open_window(fake_application(FakeGreetings(shown)))
    footer = window.campaign.footer
    assert not footer.send.isEnabled()
    assert footer.note.text() == "Your limit is reached for now."
    assert footer.caps.text().endswith("fills up again: tomorrow, 09:30")
    window.campaign.show_usage(replace(fakes.usage(opens=fakes.NOW + timedelta(days=1)), refusal=Reason.OUT_OF_HOURS))
    assert footer.caps.text().endswith("sends again from tomorrow, 09:30")


async def test_a_limit_that_is_nearly_reached_says_how_many_fit(open_window: OpenWindow) -> None:
    shown = fakes.preview(ALICE, JEAN_LUC, usage=fakes.usage(11))
    window = await open_window(fake_application(FakeGreetings(shown)))
    assert window.campaign.footer.note.text().startswith("Only 1 more fits into your limit now")
    assert window.campaign.footer.send.isEnabled()


async def test_the_button_names_those_who_would_be_written_to_and_writes_to_them_only(
    open_window: OpenWindow, qtbot: Any
) -> None:
    greetings = FakeGreetings(fakes.preview(ALICE, JEAN_LUC, MAYA, usage=fakes.usage(10)))
    window = await open_window(fake_application(greetings))
    footer = window.campaign.footer
    assert footer.send.text() == "Send 2 greetings"
    assert footer.note.text().startswith("Only 2 more fit into your limit now")
    qtbot.mouseClick(footer.send, Qt.MouseButton.LeftButton)
    await until(lambda: greetings.sent and not window.campaign.busy)
    assert [draft.person.name for draft in greetings.sent] == [ALICE.person.name, JEAN_LUC.person.name]


async def test_outside_the_hours_the_button_promises_nothing_until_they_begin(open_window: OpenWindow) -> None:
    opens = fakes.NOW + timedelta(hours=2)
    closed = replace(fakes.usage(), refusal=Reason.OUT_OF_HOURS, opens=opens)
    greetings = FakeGreetings(fakes.preview(ALICE, JEAN_LUC, usage=closed))
    greetings.now_used = fakes.usage()
    app = fake_application(greetings)
    assert isinstance(app.clock, StillClock)
    window = await open_window(app)
    footer = window.campaign.footer
    assert (footer.send.text(), footer.send.isEnabled()) == ("Send greetings", False)
    assert footer.note.text() == "Outside the hours you set."
    app.clock.time = opens
    await until(footer.send.isEnabled)
    assert footer.send.text() == "Send 2 greetings"


async def test_a_limit_that_is_not_known_is_not_invented(open_window: OpenWindow) -> None:
    window = await open_window(fake_application(FakeGreetings(fakes.preview(ALICE, usage=None))))
    assert "once LinkedIn has told the time" in window.campaign.footer.caps.text()
    assert window.used.text() == ""


# rehearsing


async def test_a_rehearsal_sends_nothing_and_leaves_the_ticks(open_window: OpenWindow, qtbot: Any) -> None:
    greetings, dry = FakeGreetings(), FakeGreetings(dry=True)
    window = await open_window(fake_application(greetings, dry=dry), hold_seconds=10)
    tab = window.campaign
    qtbot.mouseClick(tab.footer.rehearse, Qt.MouseButton.LeftButton)
    await until(lambda: dry.runs == 1 and not tab.busy)
    assert greetings.runs == 0
    assert banner(tab) == ("Rehearsal done\n4 greetings would go out. Nothing was sent and nothing was counted.")
    assert tab.footer.send.text() == "Send 4 greetings"
    assert tab.model.state_text(tab.model.dues[0]) == "would be sent"
    window.campaign.sending.hold_seconds = 0
    tab.send()
    await until(lambda: greetings.runs == 1 and not tab.busy)
    assert len(greetings.sent) == 4


async def test_without_anything_to_rehearse_on_it_is_not_offered(open_window: OpenWindow) -> None:
    window = await open_window()
    assert not window.campaign.footer.rehearse.isVisible()


# empty and partial


async def test_nobody_has_a_birthday(open_window: OpenWindow) -> None:
    people = FakePeople([contact for contact in CONTACTS if contact.birthday != (11, 22)])
    window = await open_window(fake_application(FakeGreetings(fakes.preview()), people=people))
    tab = window.campaign
    assert tab.stack.currentWidget() is tab.empty
    assert tab.empty.title.text() == "Nobody has a birthday today"
    assert tab.empty.text.text() == "Next: Sofia Lindqvist, Tuesday"


async def test_nobody_and_no_contact_with_a_birthday(open_window: OpenWindow) -> None:
    window = await open_window(fake_application(FakeGreetings(fakes.preview()), people=FakePeople()))
    assert window.campaign.empty.text.text() == "The page says so itself, and nobody is late either."


async def test_a_partial_reading_says_so(open_window: OpenWindow) -> None:
    window = await open_window(
        fake_application(FakeGreetings(fakes.preview(ALICE, partial="count_not_reached: 1 of 3")))
    )
    assert banner(window.campaign) == (
        "The page was not read to its end\n"
        "Somebody may be missing from this list. The page names more people than it showed."
    )


async def test_a_run_over_a_list_read_in_part_says_so_when_it_has_ended(open_window: OpenWindow) -> None:
    greetings = FakeGreetings(fakes.preview(ALICE))
    greetings.partial = "still_loading"
    window = await open_window(fake_application(greetings))
    window.campaign.send()
    await until(lambda: greetings.runs == 1 and not window.campaign.busy)
    assert "Somebody may be missing from this list. The page still shows that it is loading." in banner(window.campaign)
    assert window.campaign.banner.property("kind") == "warn"


async def test_the_banner_takes_the_word_that_the_person_has_looked_and_reads_again(open_window: OpenWindow) -> None:
    greetings = FakeGreetings(fakes.preview(stopped=Problem(reason=Reason.BREAKER_LATCHED), usage=None))
    app = fake_application(greetings)
    window = await open_window(app)
    buttons = window.campaign.banner.findChildren(type(window.campaign.footer.send))
    looked = next(one for one in buttons if one.text() == "I have looked")
    before = greetings.previews
    greetings.shown = fakes.MORNING
    looked.click()
    await until(lambda: greetings.previews > before and window.campaign.model.dues)
    assert app.guard.looks == 1
    assert not window.campaign.banner.isVisible()


async def test_lower_caps_after_a_limit_sign_are_told_in_words(open_window: OpenWindow) -> None:
    usage = replace(fakes.MORNING.usage, share=0.5, whole_at=fakes.NOW + timedelta(days=14))
    window = await open_window(fake_application(FakeGreetings(fakes.preview(ALICE, usage=usage))))
    assert "50 % of your limit, whole again: " in window.campaign.footer.caps.text()


async def test_a_partial_reading_without_anybody_is_not_shown_as_nobody(open_window: OpenWindow) -> None:
    window = await open_window(fake_application(FakeGreetings(fakes.preview(partial="stopped growing"))))
    assert window.campaign.empty.title.text() == "No birthday in the part that could be read"


async def test_before_the_application_is_there_it_says_so(qapp: Any) -> None:
    window = MainWindow()
    window.show()
    assert window.campaign.stack.currentWidget() is window.campaign.reading
    assert window.campaign.reading.text() == "Opening your data…"
    assert not window.campaign.footer.send.isEnabled()
    await window.end()
    window.deleteLater()


async def test_a_slow_reading_shows_that_it_is_busy_only_after_a_while(open_window: OpenWindow) -> None:
    greetings = FakeGreetings()
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    waited = asyncio.Event()
    original = greetings.preview

    async def slowly(occasion: Any) -> Any:
        await waited.wait()
        return await original(occasion)

    greetings.preview = slowly
    tab.refresh()
    await asyncio.sleep(0.1)
    assert not tab.busy_bar.isVisible()
    await until(tab.busy_bar.isVisible)
    waited.set()
    await until(lambda: not tab.reading_now)
    assert not tab.busy_bar.isVisible()


# names


async def test_markup_in_a_name_or_text_is_never_read_as_markup(open_window: OpenWindow) -> None:
    evil = fakes.draft("<img src='file:///x'><b>Eve</b>", "<b>Happy</b> birthday &amp; <i>more</i>")
    window = await open_window(fake_application(FakeGreetings(fakes.preview(evil))))
    tab = window.campaign
    assert tab.pane.name.textFormat() is Qt.TextFormat.PlainText
    assert tab.pane.name.text() == evil.person.name
    tip = tab.model.index(1).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;Happy&lt;/b&gt; birthday &amp;amp;" in tip
    tab.send()
    await until(lambda: not tab.busy)
    from PySide6.QtWidgets import QLabel

    for label in window.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText or not label.text(), label.text()


async def test_two_people_of_one_name_are_told_apart(open_window: OpenWindow) -> None:
    one = fakes.draft("Nora Lindqvist", "Hello one", person=fakes.person("Nora Lindqvist", "nora-1"))
    two = fakes.draft("Nora Lindqvist", "Hello two", person=fakes.person("Nora Lindqvist", "nora-2", "Baker"))
    greetings = FakeGreetings(fakes.preview(one, two, ALICE))
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    assert tab.pane.headline.whole() == "nora-1"
    tab.people.choose(tab.model.index(2))
    assert tab.pane.headline.whole() == "Baker · nora-2"
    assert "nora-2" in tab.model.index(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert tab.model.mark_of(ALICE.person) == ""
    tab.pane.editor.setPlainText("Only for the second")
    tab.model.tick(tab.model.dues[0], False)
    tab.send()
    await until(lambda: greetings.runs == 1 and not tab.busy)
    assert next((draft.person.profile, draft.text) for draft in greetings.sent) == ("nora-2", "Only for the second")


# the first name in the text


async def test_the_first_name_in_the_text_is_shown_and_can_be_changed(open_window: OpenWindow, qtbot: Any) -> None:
    greetings = FakeGreetings()
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    due = choose(tab, JEAN_LUC.person.name)
    assert tab.pane.first.text() == "Jean-Luc"
    greetings.becomes = replace(JEAN_LUC, text="Happy birthday, Jeanlu!", first_name="Jeanlu")
    tab.pane.first.setFocus()
    tab.pane.first.selectAll()
    qtbot.keyClicks(tab.pane.first, "Jeanlu")
    qtbot.keyClick(tab.pane.first, Qt.Key.Key_Return)
    await until(lambda: due.text == "Happy birthday, Jeanlu!")
    assert greetings.names == {JEAN_LUC.person.name: "Jeanlu"}
    assert tab.pane.editor.toPlainText() == "Happy birthday, Jeanlu!"
    assert tab.pane.first_note.text() == "Kept for this contact."


async def test_a_text_of_ones_own_stays_when_the_first_name_is_changed(open_window: OpenWindow, qtbot: Any) -> None:
    greetings = FakeGreetings()
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    due = choose(tab, JEAN_LUC.person.name)
    type_into(tab, qtbot, "Mine, dear friend")
    greetings.becomes = replace(JEAN_LUC, text="Happy birthday, Jeanlu!", first_name="Jeanlu")
    tab.pane.first.setText("Jeanlu")
    tab.pane.first.editingFinished.emit()
    await until(lambda: due.draft.first_name == "Jeanlu")
    assert due.text == "Mine, dear friend"
    assert tab.pane.first_note.text() == "Kept. Your own text stays as it is."


async def test_a_first_name_that_was_missing_is_typed_once_and_the_person_is_due(open_window: OpenWindow) -> None:
    skipped = Skip(person=fakes.person("Nguyen Van An"), reason=Reason.NAME_NOT_UNDERSTOOD)
    greetings = FakeGreetings(fakes.preview(ALICE, skips=(skipped,)))
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    tab.model.fold(False)
    number = next(n for n in range(9) if (row := tab.model.row_at(tab.model.index(n))) and row.skip is skipped)
    tab.people.choose(tab.model.index(number))
    assert tab.pane.first.isVisible()
    assert tab.pane.first_note.text() == "Type it once: it is kept for this contact."
    tab.pane.first.setText("[First Name]")
    tab.pane.first.editingFinished.emit()
    assert tab.pane.first_note.text() == "That cannot be a first name."
    assert greetings.names == {}
    greetings.becomes = fakes.draft("Nguyen Van An", "Happy birthday, An!")
    tab.pane.first.setText("An")
    tab.pane.first.editingFinished.emit()
    await until(lambda: len(tab.model.dues) == 2)
    assert greetings.names == {"Nguyen Van An": "An"}
    assert tab.pane.due is due_of(tab, "Nguyen Van An")
    assert tab.pane.editor.toPlainText() == "Happy birthday, An!"
    assert due_of(tab, "Nguyen Van An").ticked


async def test_no_first_name_is_asked_for_of_somebody_skipped_for_another_reason(open_window: OpenWindow) -> None:
    window = await open_window()
    tab = window.campaign
    tab.model.fold(False)
    tab.people.choose(tab.model.index(8))
    assert not tab.pane.first.isVisible()


async def test_what_looks_like_a_field_is_underlined_where_it_stands(open_window: OpenWindow) -> None:
    window = await open_window()
    pane = window.campaign.pane
    pane.editor.setPlainText("🎂 Happy birthday, %FIRSTNAME%!")
    marks = pane.editor.extraSelections()
    assert [mark.cursor.selectedText() for mark in marks] == ["%FIRSTNAME%"]
    assert "%FIRSTNAME%" in pane.warning.text()
    pane.editor.setPlainText("🎂 Happy birthday :-) (and {^_^})")
    assert not pane.editor.extraSelections()
    assert not pane.warning.isVisible()


# what only the person can say, also after a restart


async def test_after_a_restart_an_uncertain_greeting_still_asks_in_the_list(
    open_window: OpenWindow, qtbot: Any
) -> None:
    skipped = Skip(person=ALICE.person, reason=Reason.UNSURE_BEFORE, detail="2026")
    greetings = FakeGreetings(fakes.preview(JEAN_LUC, skips=(skipped,)))
    answers = fakes.FakeAnswers(open_=[ALICE.person])
    window = await open_window(fake_application(greetings, answers=answers))
    tab = window.campaign
    tab.model.fold(False)
    tab.people.choose(tab.model.index(3))
    assert tab.pane.question.title.text() == "Did this go out?"
    greetings.becomes = Skip(person=ALICE.person, reason=Reason.ALREADY_GREETED, detail="2026")
    qtbot.mouseClick(tab.pane.yes, Qt.MouseButton.LeftButton)

    def reason() -> Reason | None:
        row = tab.model.row_at(tab.model.index(3))
        return row.skip.reason if row is not None and row.skip is not None else None

    await until(lambda: reason() is Reason.ALREADY_GREETED)
    assert answers.given == [("Alice Moreau", True)]
    greetings.shown = fakes.preview(JEAN_LUC, skips=(skipped,))
    tab.refresh()
    await until(lambda: greetings.previews == 2 and not tab.reading_now)
    tab.people.choose(tab.model.index(3))
    greetings.becomes = ALICE
    answers.open_ = [ALICE.person]
    qtbot.mouseClick(tab.pane.no, Qt.MouseButton.LeftButton)
    await until(lambda: len(tab.model.dues) == 2)
    assert answers.given[-1] == ("Alice Moreau", False)


WISH = "Happy birthday, dear Alice!"


@pytest.mark.parametrize("after_a_run", [True, False])
async def test_a_wish_without_a_date_is_asked_about_in_the_list(
    open_window: OpenWindow, qtbot: Any, after_a_run: bool
) -> None:
    """Right after the run that met it, and as long as the question is open."""
    skipped = Skip(person=ALICE.person, reason=Reason.WISH_NOT_DATED, detail=WISH)
    greetings = FakeGreetings() if after_a_run else FakeGreetings(fakes.preview(JEAN_LUC, skips=(skipped,)))
    answers = fakes.FakeAnswers(wishes=[(ALICE.person, WISH)])
    window = await open_window(fake_application(greetings, answers=answers))
    tab = window.campaign
    if after_a_run:
        greetings.outcomes[ALICE.person.name] = Item(
            person=ALICE.person, state=Result.SKIPPED, reason=Reason.WISH_NOT_DATED, detail=WISH
        )
        tab.send()
        await until(lambda: greetings.runs == 1 and not tab.busy)
        choose(tab, ALICE.person.name)
    else:
        tab.model.fold(False)
        tab.people.choose(tab.model.index(3))
    assert tab.pane.question.title.text() == "Is this wish for this year’s birthday?"
    assert WISH in tab.pane.question.text.text()
    greetings.becomes = Skip(person=ALICE.person, reason=Reason.ALREADY_GREETED, detail="2026")
    qtbot.mouseClick(tab.pane.question.is_of_this, Qt.MouseButton.LeftButton)
    await until(lambda: answers.given == [(ALICE.person.name, True)])
    await until(lambda: all(due.draft.person.key != ALICE.person.key for due in tab.model.dues))


async def test_an_answer_is_about_the_wish_that_was_shown(open_window: OpenWindow, qtbot: Any) -> None:
    skipped = Skip(person=ALICE.person, reason=Reason.WISH_NOT_DATED, detail=WISH)
    answers = fakes.FakeAnswers(wishes=[(ALICE.person, f"{WISH} / {WISH}")])
    greetings = FakeGreetings(fakes.preview(JEAN_LUC, skips=(skipped,)))
    window = await open_window(fake_application(greetings, answers=answers))
    tab = window.campaign
    tab.model.fold(False)
    tab.people.choose(tab.model.index(3))
    greetings.becomes = replace(skipped, detail=f"{WISH} / {WISH}")
    qtbot.mouseClick(tab.pane.question.is_earlier, Qt.MouseButton.LeftButton)

    def asked() -> str:
        row = tab.model.row_at(tab.model.index(3))
        return row.skip.detail if row is not None and row.skip is not None else ""

    await until(lambda: asked() == f"{WISH} / {WISH}")
    assert answers.given == []


@pytest.mark.parametrize("meant", [True, False])
async def test_a_request_not_to_be_written_to_proposes_do_not_contact(
    open_window: OpenWindow, qtbot: Any, meant: bool
) -> None:
    skipped = Skip(person=ALICE.person, reason=Reason.OPTED_OUT, detail="please stop writing to me")
    greetings, people = FakeGreetings(fakes.preview(JEAN_LUC, skips=(skipped,))), FakePeople()
    window = await open_window(fake_application(greetings, people=people))
    tab = window.campaign
    tab.model.fold(False)
    tab.people.choose(tab.model.index(3))
    assert "please stop writing to me" in tab.pane.question.text.text()
    greetings.becomes = Skip(person=ALICE.person, reason=Reason.DO_NOT_CONTACT) if meant else ALICE
    button = tab.pane.question.is_meant if meant else tab.pane.question.not_meant
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    await until(lambda: bool(people.opt_outs))
    assert people.opt_outs == {"Alice Moreau": OptOutAnswer.MEANT if meant else OptOutAnswer.NOT_MEANT}
    await until(lambda: len(tab.model.dues) == (1 if meant else 2))


def ways(tab: CampaignTab) -> dict[str, QPushButton]:
    return {button.text(): button for button in tab.banner.findChildren(QPushButton) if button.isVisible()}


class FakeWhose:
    """A folder of one account, where another one waits for the person's word."""

    def __init__(self, *, kept: bool = False) -> None:
        keys = {"in:camille": "self", **({"in:other": "in:other"} if kept else {})}
        self.now = AccountBook(keys=keys, waiting=frozenset({"in:other"}))
        self.said: list[str] = []

    async def book(self) -> AccountBook:
        return self.now

    async def this_one(self) -> bool:
        self.said.append("this one")
        return True

    async def new_account(self) -> bool:
        self.said.append("new account")
        return True


@pytest.mark.parametrize(
    ("answer", "said"), [("same", ["this one"]), ("new", ["new account"]), ("no", []), ("enter", []), ("escape", [])]
)
async def test_another_account_is_asked_about_in_the_banner_and_in_doubt_nothing_changes(
    open_window: OpenWindow, qtbot: Any, answer: str, said: list[str]
) -> None:
    whose = FakeWhose()
    greetings = FakeGreetings(fakes.preview(stopped=Problem(reason=Reason.OTHER_ACCOUNT)))
    window = await open_window(fake_application(greetings, whose=whose))
    tab = window.campaign
    assert list(ways(tab)) == ["Whose folder is this?", "Read again"]
    ways(tab)["Whose folder is this?"].click()
    await until(lambda: window.findChildren(OtherAccountDialog))
    (dialog,) = window.findChildren(OtherAccountDialog)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "camille" in words
    assert "other" in words
    assert "/home/camille/.local/share/linkapp" in words
    await until(dialog.isVisible)
    if answer in ("enter", "escape"):
        qtbot.keyClick(dialog, Qt.Key.Key_Return if answer == "enter" else Qt.Key.Key_Escape)
    else:
        qtbot.mouseClick(getattr(dialog, answer), Qt.MouseButton.LeftButton)
    await until(lambda: not dialog.isVisible())
    await until(lambda: whose.said == said)
    if said:
        await until(lambda: greetings.previews == 2)


async def test_an_account_that_changed_while_the_question_stood_is_not_accepted(
    open_window: OpenWindow, qtbot: Any
) -> None:
    whose = FakeWhose(kept=True)
    greetings = FakeGreetings(fakes.preview(stopped=Problem(reason=Reason.OTHER_ACCOUNT)))
    window = await open_window(fake_application(greetings, whose=whose))
    ways(window.campaign)["Whose folder is this?"].click()
    await until(lambda: window.findChildren(OtherAccountDialog))
    (dialog,) = window.findChildren(OtherAccountDialog)
    await until(dialog.isVisible)
    assert not dialog.same.isVisible(), "one that is kept here as another account is not the same"
    whose.now = replace(whose.now, waiting=frozenset({"in:third"}))
    qtbot.mouseClick(dialog.new, Qt.MouseButton.LeftButton)
    await until(lambda: greetings.previews == 2)
    assert whose.said == []


async def test_a_birthday_that_only_the_contacts_know_says_so(open_window: OpenWindow) -> None:
    greetings = FakeGreetings(fakes.preview(replace(ALICE, on_profile=True)))
    window = await open_window(fake_application(greetings))
    pane = window.campaign.pane
    await until(lambda: "from your contacts" in pane.day.text())
    assert "counts as a visit" in pane.day.toolTip()
