"""Being told somewhere else too: the settings' page, and what is told there."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from linkapp.domain.problems import Problem, Reason
from linkapp.domain.settings import Settings
from linkapp.services.ports.phone import PhoneAddresses, PhoneTold
from linkapp.ui.dialogs.phone_page import PhonePage
from linkapp.ui.words import Words
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import FakeGreetings, fake_application


class FakePhone:
    def __init__(self) -> None:
        self.kept: list[str] = []
        self.told: list[tuple[str, str]] = []
        self.bad: tuple[int, ...] = ()
        self.answer = PhoneTold(taken=1)

    async def addresses(self) -> PhoneAddresses:
        return PhoneAddresses(count=len(self.kept))

    async def keep(self, lines: str) -> PhoneAddresses:
        if self.bad:
            return PhoneAddresses(bad=self.bad)
        self.kept = lines.split()
        return PhoneAddresses(count=len(self.kept))

    async def tell(self, title: str, text: str) -> PhoneTold:
        self.told.append((title, text))
        return self.answer


async def test_addresses_are_kept_and_not_shown_again(qapp: QApplication) -> None:
    phone = FakePhone()
    box = PhonePage(Words("en"), Settings(), phone)
    await until(lambda: box.note.text() == "No address is kept.")
    phone.bad = (2,)
    box.field.setPlainText("ntfy://one\nnonsense")
    box.keep.click()
    await until(lambda: "the lines 2" in box.note.text())
    assert box.field.toPlainText() == "ntfy://one\nnonsense", "to be put right"
    phone.bad = ()
    box.keep.click()
    await until(lambda: box.note.text() == "2 addresses are kept.")
    assert box.field.toPlainText() == ""
    box.deleteLater()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (PhoneTold(taken=1), "the service took it"),
        (PhoneTold(taken=1, refused=2), "1 of 3"),
        (PhoneTold(), "no address yet"),
        (PhoneTold(problem=Problem(reason=Reason.KEYRING_LOCKED)), "keyring"),
    ],
)
async def test_the_test_says_what_became_of_it(qapp: QApplication, answer: PhoneTold, said: str) -> None:
    phone = FakePhone()
    phone.answer = answer
    box = PhonePage(Words("en"), Settings(), phone)
    box.test.click()
    await until(lambda: said in box.note.text())
    assert len(phone.told) == 1
    box.deleteLater()


@pytest.mark.parametrize("wanted", [True, False])
async def test_a_run_is_told_in_counts_and_only_where_that_is_wanted(open_window: OpenWindow, wanted: bool) -> None:
    phone: Any = FakePhone()
    phone.answer = PhoneTold(refused=1)  # no run fails with it
    app = fake_application(FakeGreetings(), phone=phone)
    app.settings.save(Settings(notify_phone=wanted))
    window = await open_window(app)
    window.campaign.send()
    await until(lambda: not window.campaign.busy)
    window.telling.person_needed(Problem(reason=Reason.SECURITY_CHECK, detail="Somebody’s name"))
    await until(lambda: len(phone.told) == (2 if wanted else 0))
    names = [row.person.name for row in window.campaign.model.rows] if hasattr(window.campaign.model, "rows") else []
    texts = " ".join(f"{title} {text}" for title, text in phone.told)
    assert not any(name in texts for name in ["Somebody", *names])
    if wanted:
        assert phone.told[-1] == ("LinkApp needs you", "Nothing goes on without you: open LinkApp on your computer.")
