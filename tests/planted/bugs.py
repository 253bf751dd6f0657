"""Bugs that somebody could write into the chain that keeps LinkApp from sending twice, too often or to the wrong person.

Each is a text of the source and what stands there instead, with the tests of which at least one has to fail.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bug:
    """``file`` (below linkapp/) holds ``before`` exactly once; with ``after`` in its place ``tests`` must fail."""

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]


_CONTRACT = "tests/storage/test_ledger_contract.py"
_CASES = "tests/storage/test_limiter_cases.py"
_GREET = "tests/unit/test_greet.py"
_RECOVER = "tests/unit/test_recover.py"
_SHARED = "tests/shared_quota/test_shared_quota.py"
_TICKS = "tests/crash/test_every_await.py"
_FAULTS = "tests/e2e/test_faults.py"
_GUARD = "tests/unit/test_site_guard.py"
_UPCOMING = "tests/unit/test_upcoming.py"
_LIST_END = "tests/engine/test_list_end.py"
_BYSTANDERS = "tests/engine/test_bystanders.py"

BUGS = (
    Bug("writers do not begin at once", "storage/database.py",
        'self._connection.execute("BEGIN IMMEDIATE")', 'self._connection.execute("BEGIN")',
        ("tests/storage/test_processes.py", _CASES)),
    Bug("no transaction at all", "storage/database.py",
        'self._connection.execute("BEGIN IMMEDIATE")', "pass",
        ("tests/storage/test_processes.py", _CASES, _CONTRACT)),
    Bug("commits that a power cut takes back", "storage/database.py",
        '"PRAGMA synchronous = FULL",', '"PRAGMA synchronous = NORMAL",', ("tests/storage/test_database.py",)),
    Bug("the announced click is not made durable", "storage/sending_log.py",
        "the disk\")\n        os.fsync(self._file)", "the disk\")", ("tests/crash/test_power_cut.py",)),
    Bug("an unsure greeting frees its place", "domain/greeting.py",
        "COUNTED = frozenset({State.RESERVED, State.SENDING, State.SENT, State.UNSURE, State.ASK})",
        "COUNTED = frozenset({State.RESERVED, State.SENDING, State.SENT})", (_CONTRACT,)),
    Bug("an unsure greeting may be sent again", "domain/greeting.py",
        "CLOSED = frozenset({State.SENT, State.GREETED, State.UNSURE, State.ASK, State.SENDING})",
        "CLOSED = frozenset({State.SENT, State.GREETED, State.SENDING})", (_CONTRACT, _GREET)),
    Bug("every move is allowed", "domain/greeting.py",
        "State.SENT: frozenset(),", "State.SENT: frozenset({State.RESERVED}),", ("tests/storage/test_upgrade.py", _CONTRACT)),
    Bug("recovery does not wait for messages on their way", "services/recover.py",
        "return min(pace.settle, max(timedelta(0), youngest + pace.settle - now))", "return timedelta(0)",
        (_RECOVER, _TICKS)),
    Bug("one reading is proof", "services/recover.py",
        "            absent.append(one)", "            await ledger.resolve(one.slot_id, State.UNSENT, now() or one.attempted)",
        (_RECOVER, _TICKS)),
    Bug("an unreadable conversation is an empty one", "services/recover.py",
        "        return reading.problem\n    return any", "        return False\n    return any", (_RECOVER, _TICKS)),
    Bug("the computer's clock counts the caps", "services/greet.py",
        '        """Hops 4 to 8 for one person."""\n        now = self._network.site_time()',
        '        """Hops 4 to 8 for one person."""\n        now = self._clock.now()', (_GREET, _FAULTS + "::test_without_the_sites_time_nothing_is_sent")),
    Bug("one answer moves the site's time", "engine/site_clock.py",
        "            self._doubted = new\n", "            self._believed = new\n", ("tests/unit/test_site_clock.py",)),
    Bug("the quota clock goes back", "storage/ledger.py",
        "return max(stored(now), counting.last_time(self._db.execute) or 0)", "return stored(now)", (_CONTRACT,)),
    Bug("a slot keeps the time of its announcement", "storage/ledger.py",
        "SET state = 'unsure', at = ?, detail =", "SET state = 'unsure', at = max(at, ? * 0), detail =", (_CONTRACT, "tests/property/test_ledger_machine.py")),
    Bug("only the date counts", "domain/quota.py",
        "max(date, day)", "date", ("tests/property/test_caps_windows.py", _CASES)),
    Bug("only the last 24 hours count", "domain/quota.py",
        "max(date, day)", "day", ("tests/property/test_caps_windows.py", _CONTRACT)),
    Bug("windows without their margin", "domain/quota.py",
        "MARGIN = timedelta(seconds=5)", "MARGIN = timedelta(0)", (_CASES, "tests/property/test_ledger_machine.py")),
    Bug("a setting lifts the hard limit", "domain/quota.py",
        "day=max(0, min(wanted.day, hard.day)),", "day=max(0, wanted.day),", ("tests/unit/test_limits.py",)),
    Bug("a run has no cap of its own", "storage/ledger.py",
        "return Denied(reason=Reason.CAP_RUN) if run >= limits.caps.run else None", "return None", (_CONTRACT,)),
    Bug("half a year between birthdays is not looked at", "storage/ledger.py",
        "if state in CLOSED and greeting.occasion is Occasion.BIRTHDAY and abs(at - then) < micros(GUARD):",
        "if state in CLOSED and greeting.occasion is Occasion.BIRTHDAY and abs(at - then) < 0:", (_CONTRACT,)),
    Bug("two rows of one person are not joined", "storage/identity.py",
        "        _join(execute, row, other)", "        pass", (_CONTRACT,)),
    Bug("an unsure greeting is forgotten with the one that stood for it", "storage/ledger.py",
        "if to is State.UNSENT and not row.double:", "if False:", (_CONTRACT,)),
    Bug("of two rows of one person both stand", "storage/identity.py",
        "SET double = 1 WHERE id = ?", "SET double = 0 WHERE id = ?", (_CONTRACT,)),
    Bug("a line of somebody who is greeted by now stands as well", "storage/restored.py",
        "line.year, line.at, int(double)),", "line.year, line.at, 0),", ("tests/storage/test_ledger_file.py",)),
    Bug("the upgrade frees what one person's second row counted", "storage/steps/third.py",
        "LEFT JOIN greetings AS g ON g.id = s.greeting", "LEFT JOIN greetings AS g ON g.id = s.greeting WHERE latest",
        ("tests/storage/test_upgrade.py",)),
    Bug("do-not-contact is not looked at again", "storage/ledger.py",
        "return Denied(reason=Reason.DO_NOT_CONTACT, detail=reason[0]) if reason else None", "return None", (_CONTRACT,)),
    Bug("a restored backup forgets what was announced", "storage/ledger.py",
        "                    take_over(db.execute, log.lines())\n", "                    pass\n", ("tests/storage/test_ledger_file.py",)),
    Bug("what was reserved is never given back", "storage/ledger.py",
        "'released' WHERE {IS_PENDING} AND state = 'reserved'", "'released' WHERE {IS_PENDING} AND state = 'nothing'", (_CONTRACT, _CASES)),
    Bug("nothing is announced before the click", "services/greet.py",
        "            await self._ledger.sending(slot, digest, self._network.site_time() or slot.at)  # hop 6\n", "",
        (_GREET, _TICKS)),
    Bug("the breaker is forgotten at every start", "services/greet.py",
        "        if refusal := await self._guard.refusal():\n            run.stopped_by = refusal\n            return\n", "", (_GREET,)),
    Bug("a second run is let in", "services/greet.py",
        "if self._busy or not self._lock.take():", "if self._busy:", (_GREET,)),
    Bug("a composer for another id is let through", "engine/pages/gate.py",
        "if person.member and members and members != {person.member}:", "if False:", ("tests/engine/test_gate.py",)),
    Bug("a name alone proves a recipient", "engine/pages/gate.py",
        "    return Problem(\n        reason=Reason.RECIPIENT_NOT_PROVEN, detail=\"the composer names its person by name only, or not at all\"\n    )",
        "    return person", ("tests/engine/test_gate.py",)),
    Bug("the words typed are not read back", "engine/pages/composer.py",
        "if not same_text(one.text, text):", "if False:", ("tests/engine/test_read_back.py",)),
    Bug("Send is pressed a second time", "engine/pages/composer.py",
        "                await button.click(timeout=3000, no_wait_after=True)\n",
        "                await button.click(timeout=3000, no_wait_after=True)\n                await button.click(timeout=3000, no_wait_after=True)\n",
        (_FAULTS + "::test_a_lost_click_is_proven_by_the_conversation_and_not_pressed_again_in_this_run",)),
    Bug("no proof counts as sent", "engine/pages/composer.py",
        "        return Unsure(problem=stop or problem)", "        return Sent(proof=\"answer\")",
        (_FAULTS + "::test_a_lost_click_is_proven_by_the_conversation_and_not_pressed_again_in_this_run",)),
    Bug("the shared quota's no is not heard", "services/two_gates.py",
        "return Denied(reason=Reason.SHARED_QUOTA, detail=refused.detail)", "return None", (_SHARED,)),
    Bug("another computer's greeting does not hold", "system/shared_scripts.py",
        "if device_of(who) ~= ARGV[2] and near then return state end", "", (_SHARED,)),
    Bug("a key proven late is not asked of the other computer", "system/shared_scripts.py",
        "local held = holder(at, ARGV[6], ARGV[7], ARGV[8])", "local held = false", (_SHARED,)),
    Bug("an emptied server grants at once", "system/shared_scripts.py",
        "local away = missing(at)\nif away > 0 then return {'waits', tostring(away)} end\nlocal held", "local held", (_SHARED,)),
    Bug("open places of other computers do not count", "system/shared_scripts.py",
        "return pending + redis.call('ZCOUNT'", "return redis.call('ZCOUNT'", (_SHARED,)),
    Bug("a server that forgets is good enough", "system/shared_quota.py",
        "if found[name] != wanted)", "if False)", (_SHARED,)),
    Bug("a copied folder passes for its original", "system/shared_quota.py",
        "        if kept.place:\n", "        if False:\n", (_SHARED,)),
    Bug("the shared place is not given back", "services/two_gates.py",
        "        await self._shared.stamp(slot.attempt, to, now)\n", "", (_SHARED,)),
    Bug("previews read while the breaker is open", "services/greet.py",
        "        if refusal := await self._guard.refusal():\n            today", "        if refusal := None:\n            today", (_GUARD,)),
    Bug("time alone lifts a stop sign", "domain/breaker.py",
        "        if self.latched is not None:\n            return Problem(", "        if False:\n            return Problem(", (_GUARD,)),
    Bug("a stop sign on the way is not kept", "services/site_guard.py",
        "        if problem.reason in STOP_SIGNS:\n", "        if False:\n", (_GUARD,)),
    Bug("the computer's clock ends a break", "services/site_guard.py",
        "return max(known) if known else self._clock.now()", "return self._clock.now()", (_GUARD,)),
    Bug("caps stay whole after a limit sign", "domain/quota.py",
        "share = 1.0 if slowed is None else slowed.share_at(now)", "share = 1.0", (_GUARD,)),
    Bug("lower caps never grow back", "domain/quota.py",
        "days = max(0, (now - self.at) // DAY)", "days = 0", (_GUARD,)),
    Bug("a sign of a day to come is not heard", "domain/birthday.py",
        "if _says_upcoming(card, lines, today, language) or any(", "if any(", (_UPCOMING,)),
    Bug("midnight goes by unnoticed at the click", "services/greet.py",
        "                raise DayChangedError\n", "                pass\n", (_UPCOMING,)),
    Bug("a page with another today is believed", "services/greet.py",
        "if other_day or (differ and found.by_words):", "if False:", (_UPCOMING,)),
    Bug("the pages live in the computer's zone", "engine/network.py",
        "zone=self._context_zone)", "zone=None)", ("tests/e2e/test_days_and_ends.py::test_the_pages_live_in_the_persons_zone_and_move_with_it",)),
    Bug("a message's day is that of another zone", "domain/conversation.py",
        "message.at.astimezone(zone).date()", "message.at.date()", (_UPCOMING,)),
    Bug("the zone is that of the start", "system/clock.py",
        "        if self._ask_zone is not None:\n", "        if False:\n", (_UPCOMING,)),
    Bug("a spinner after a list is its end", "engine/pages/list_end.py",
        "    if answer[\"busy\"]:\n        return Missing.STILL_LOADING\n", "", (_LIST_END + "::test_what_may_still_come_is_said",)),
    Bug("an empty notice is believed of any page", "engine/pages/list_end.py",
        "    if not signed_in:\n", "    if False:\n",
        (_LIST_END + "::test_without_the_navigation_of_somebody_signed_in_no_notice_is_believed",)),
    Bug("another section's notice is this list's", "engine/pages/list_end.py",
        "return not any(about_another_occasion(one) and not speaks_of_birthday(one) for one in around)", "return True",
        (_LIST_END + "::test_what_is_no_proof_of_an_empty_day_is_a_changed_page",)),
    Bug("a run over a part of the list is done", "services/greet.py",
        "if reason is not None or run.partial or any(", "if reason is not None or any(", (_GREET,)),
    Bug("suggestions are people of the list", "engine/pages/catch_up.py",
        "tuple(card for card in cards if not is_bystander(card, language))", "cards",
        (_BYSTANDERS + "::test_who_has_no_moment_of_this_kind_is_no_person_of_the_list",)),
    Bug("whoever is not understood is not named", "domain/birthday.py",
        "    return False\n\n\ndef _speaks_of_a_day", "    return True\n\n\ndef _speaks_of_a_day",
        (_BYSTANDERS + "::test_whoever_is_only_not_understood_is_named_all_the_same",)),
)  # fmt: skip
"""Every planted bug."""
