"""One campaign of the real program against one strange site, judged on the receiver's side."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from linkapp.app import build
from linkapp.config import Config
from linkapp.domain.campaign import Report, Result
from linkapp.domain.moment import Occasion
from linkapp.services.runs import Control
from tests.engine.strange_site import NOW, StrangeSite, Variant

_TEXTS = """on_time = ["Happy birthday, {first_name}! 🎂\\n\\nI'm glad we met – \\"enjoy\\" your day."]
late = ["Happy belated birthday, {first_name}!\\nI hope it's been a good one… 🥳"]
"""
LANGUAGES = ("en", "fr", "de", "es")


@dataclass(kw_only=True)
class Judged:
    """What came of one variant."""

    variant: Variant
    report: Report
    due: int = 0
    sent: int = 0
    wrong: int = 0
    double: int = 0
    false_sent: int = 0
    odd_text: int = 0
    false_nothing: int = 0
    seconds: float = 0.0
    said: list[str] = field(default_factory=list)

    @property
    def safe(self) -> bool:
        """Nothing that must never be."""
        return not (self.wrong or self.double or self.false_sent or self.odd_text or self.false_nothing)

    def row(self) -> str:
        """A line of the table."""
        mark = "ok" if self.safe else "UNSAFE"
        if self.safe and self.variant.wants is not None and self.sent != self.variant.wants:
            mark = f"wants {self.variant.wants}"
        return (
            f"{self.variant.name:<48.48} {self.sent}/{self.due}  {self.wrong:>5} {self.double:>6} {self.false_sent:>10} {self.odd_text:>8}"
            f" {self.false_nothing:>13} {self.seconds:>6.1f}  {mark:<8} {'; '.join(self.said)}"
        )


HEAD = f"{'variant':<48} sent  wrong double false-sent odd-text false-nothing seconds"


async def judged(variant: Variant) -> Judged:
    """Run one campaign and hold what was said against what was received."""
    site = StrangeSite(variant=variant)
    await site.start()
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory() as folder:
            templates = Path(folder) / "templates"
            templates.mkdir()
            for language in LANGUAGES:
                (templates / f"birthday.{language}.toml").write_text(_TEXTS, encoding="utf-8")
            config = Config(
                folder=folder, site=site.address, headless=True, without_pace=True, clock_start=NOW, late_days=3
            )
            async with build(config) as app:
                report = await app.greetings.send(Occasion.BIRTHDAY, None, watch=lambda _: None, control=Control())
    finally:
        await site.stop()
    return _judge(variant, site, report, time.monotonic() - started)


def _judge(variant: Variant, site: StrangeSite, report: Report, seconds: float) -> Judged:
    due = {one.member: one for one in variant.due}
    counts = Counter(member for member, _ in site.received)
    found = Judged(variant=variant, report=report, due=len(due), seconds=seconds)
    found.sent = sum(1 for member in due if counts[member])
    found.wrong = sum(number for member, number in counts.items() if member not in due)
    found.double = sum(number - 1 for number in counts.values())
    for item in report.of(Result.DONE):
        keys = {item.person.member, item.person.profile}
        texts = [text for member, text in site.received if member in due and keys & {member, due[member].slug}]
        found.false_sent += not texts
        found.odd_text += bool(texts) and item.text not in texts
    for member, text in site.received:  # the words must be meant for exactly the person who got them
        first = due[member].name.split()[0] if member in due else "?"
        found.odd_text += f", {first}!" not in text
        late = due[member].late if member in due else 0
        found.odd_text += ("belated" in text) != bool(late)
    found.false_nothing = int(not report.items and report.stopped_by is None)
    found.said = [
        f"{item.person.name or '?'}: {item.state} {item.reason or item.proof} {item.detail}".strip()
        for item in report.items
        if item.state != "done"
    ]
    if report.stopped_by is not None:
        found.said.append(f"stopped by {report.stopped_by.reason} {report.stopped_by.detail}")
    return found
